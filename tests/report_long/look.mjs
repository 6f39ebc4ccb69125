// SPDX-License-Identifier: GPL-3.0-or-later
// look.mjs - opens pages in Chromium and prints, as JSON, what is in them.  The judgement is
// report_long/run's.
// usage: node look.mjs MODULES CHROMIUM JOBS.json
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, chromium, jobsFile] = process.argv.slice(2);
const require = createRequire(modules + "/");
const playwright = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const jobs = JSON.parse(readFileSync(jobsFile, "utf8"));

// Everything countable on the page.
const count = () => {
  const n = s => document.querySelectorAll(s).length;
  const text = s => document.querySelector(s)?.textContent ?? null;
  const options = s => [...document.querySelectorAll(s + " option")].map(o => o.textContent);
  return {
    title: document.title, heading: text("#title"), sections: [...document.querySelectorAll("main > section")].map(s => s.id),
    bands: n("#forecast-chart path[class^=band]"), expected: n("#forecast-chart path.expected"), history: n("#forecast-chart path.history"),
    forecastQueues: options("#forecast-queue"),
    panels: n("#cover-chart svg"), coverPaths: ["need", "given", "short", "over"].map(c => n("#cover-chart path." + c)),
    cells: n("#heat-chart rect.cell"), shortCells: n("#heat-chart rect.cell.short"), marked: n("#heat-chart rect.marked"),
    lines: n("#roster-rows g.line"), duties: n("#roster-rows g.duty"), nights: n("#roster-rows .night-line"), meals: n("#roster-rows .meal"),
    breaks: n("#roster-rows .pause"), rosterCount: text("#roster-count"), rosterHeight: document.querySelector("#roster-rows svg")?.getAttribute("height"),
    skills: [...document.querySelectorAll("#roster-rows g.line > title")].map(t => t.textContent),
    groups: n("#fairness-chart circle.median"), ranges: n("#fairness-chart line.range"), boxes: n("#wellbeing-chart rect.box"),
    premiums: n("#premium-chart rect.part"), costs: n("#cost-chart rect.part"), dots: n("#simulation-chart circle.dot"), errors: n("#simulation-chart line.error"),
    scenarios: n("#scenario-chart circle.dot, #scenario-chart circle.undecided"), undecided: n("#scenario-chart circle.undecided"),
    scenarioName: text("#scenario-name"), scenarioCells: [...document.querySelectorAll("#scenario-table tbody tr:first-child > *")].map(c => c.textContent),
    ownDuties: n("#own-chart g.duty"), ownRows: n("#own-table tbody tr"), filtered: text("#filtered"),
    axis: [...document.querySelectorAll("#cover-chart svg")].slice(0, 1).flatMap(s => [...s.querySelectorAll(".axis text")].map(t => t.textContent)),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    unlabelled: [...document.querySelectorAll("svg[role=img]")].filter(s => !s.getAttribute("aria-label")).length,
    printed: n("#roster-print tbody tr"), colour: getComputedStyle(document.body).backgroundColor,
    tableRows: Object.fromEntries([...document.querySelectorAll("main section")].map(s => [s.id, [...s.querySelectorAll("details tbody")].map(b => b.rows.length)])),
    controlsShown: document.querySelector(".controls")?.offsetParent !== null, alerts: window.alerts ?? 0,
  };
};

const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const results = {};
for (const job of jobs) {
  const context = await browser.newContext({ viewport: job.size || { width: 1280, height: 900 }, colorScheme: job.dark ? "dark" : "light" });
  const page = await context.newPage(), faults = [], requests = [];
  page.on("console", m => { if (m.type() === "error" || m.type() === "warning") faults.push(m.text()); });
  page.on("pageerror", e => faults.push(String(e)));
  page.on("request", r => { if (!r.url().startsWith("file:")) requests.push(r.url()); });
  page.on("dialog", d => { faults.push("dialog: " + d.message()); d.dismiss(); });
  const from = performance.now();
  await page.goto("file://" + job.page);
  await page.waitForSelector("main > section svg");
  const seconds = (performance.now() - from) / 1000, out = { seconds, steps: [] };
  for (const [act, target, value] of job.steps || []) {
    if (act === "select") await page.selectOption(target, { label: value });
    if (act === "fill") await page.fill(target, value);
    if (act === "press") await page.press(target, value);
    if (act === "click") await page.click(target);
    if (act === "scroll") await page.evaluate(([s, y]) => { const e = document.querySelector(s); e.scrollTop = y < 0 ? e.scrollHeight : y; }, [target, value]);
    if (act === "media") await page.emulateMedia({ media: target });
    if (act === "open") await page.evaluate(() => document.querySelectorAll("details").forEach(d => { d.open = true; }));
    if (act === "resize") await page.setViewportSize(target);
    if (act === "event") await page.evaluate(e => window.dispatchEvent(new Event(e)), target);
    await page.waitForTimeout(act === "resize" ? 400 : 60);
    const seen = await page.evaluate(count);
    if (act === "press") seen.focus = await page.evaluate(() => {
      const e = document.activeElement, style = getComputedStyle(e);
      return { text: e.textContent.slice(0, 40), outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
    });
    out.steps.push(seen);
  }
  out.first = out.steps.length ? null : await page.evaluate(count);
  if (job.axe) {
    await page.evaluate(axe); // past the page's policy, as the browser's own tools are
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    out.axe = found.violations.map(v => ({ id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.target.join(" ")).slice(0, 5) }));
    out.axePasses = found.passes.length;
  }
  if (job.pdf) await page.pdf({ path: job.pdf, preferCSSPageSize: true });
  out.faults = faults;
  out.requests = requests;
  results[job.name] = out;
  await context.close();
}
await browser.close();
console.log(JSON.stringify(results));
