// SPDX-License-Identifier: GPL-3.0-or-later
// page.js - tables, controls, and what is drawn when.  Text of the plan is set as text, never as HTML.

/* ---- tables ---- */

const tablePage = 100; // rows at once

// A table with its caption into host; pages of rows where there are many.
function fillTable(host, t, page = 0, size = tablePage) {
  host.textContent = "";
  if (host.classList.contains("table-box")) { // it may scroll, so the keyboard must reach it
    host.tabIndex = 0;
    host.setAttribute("role", "group");
    host.setAttribute("aria-label", t.caption);
  }
  const pages = Math.ceil(t.rows.length / size), table = d3.select(host).append("table");
  table.append("caption").text(t.caption + (pages > 1 ? `, rows ${page * size + 1} to ${Math.min(t.rows.length, (page + 1) * size)} of ${t.rows.length}` : ""));
  const isNumber = t.head.map((h, c) => t.rows.length > 0 && t.rows.every(r => /^([-+−]?[\d.,]+( %)?|–)$/.test(r[c])));
  table.append("thead").append("tr").selectAll("th").data(t.head).enter().append("th").attr("scope", "col").attr("class", (h, c) => isNumber[c] ? "n" : null).text(h => h);
  const body = table.append("tbody");
  for (const row of t.rows.slice(page * size, (page + 1) * size)) {
    const tr = body.append("tr");
    row.forEach((cell, c) => tr.append(c === 0 ? "th" : "td").attr("scope", c === 0 ? "row" : null)
      .attr("data-label", c === 0 ? null : t.head[c])
      .attr("class", isNumber[c] ? "n" : c === t.wide ? "wide" : null).text(cell));
  }
  if (pages > 1) {
    const nav = d3.select(host).append("div").attr("class", "pages");
    const turn = (text, to) => nav.append("button").attr("type", "button").property("disabled", to < 0 || to >= pages).text(text)
      .on("click", () => { fillTable(host, t, to); host.querySelectorAll("button")[to > page ? 1 : 0].focus(); });
    turn("Rows before", page - 1);
    turn("Next rows", page + 1);
  }
}

// The table of a section is made when it is opened, and again when the choice changes.
function sectionTable(id, make) {
  const details = document.querySelector(`#${id} > details`);
  const box = document.createElement("div");
  details.append(box);
  const fill = () => {
    if (!details.open) return;
    box.textContent = "";
    for (const t of [make()].flat().filter(Boolean)) {
      fillTable(d3.select(box).append("div").attr("class", "table-box").node(), t);
    }
  };
  details.addEventListener("toggle", fill);
  return fill;
}

/* ---- the week in figures ---- */

function drawFigures() {
  const s = D.summary, w = s.week, tiles = d3.select("#tiles");
  tiles.selectAll("*").remove();
  for (const [value, label] of [[number(w.contacts), "contacts expected"], [percent(w.service_level), "service level expected"],
    [number(w.hours_need, 1), "person-hours needed"], [number(w.hours_given, 1), "person-hours there"], [number(w.hours_short, 1), "hours short"],
    [number(w.hours_over, 1), "hours over"], [number(s.people), "people work"], [number(w.shifts), "shifts"], [number(w.nights), "of them nights"],
    [number(s.paid_hours, 1), "paid hours"], [short(s.value) + " " + s.currency, "cost of decisions"],
    [s.gap === null || s.gap === undefined ? "–" : percent(s.gap), `proven gap: at most ${short(s.gap_value)} ${s.currency} could be saved`]]) {
    const li = tiles.append("li");
    li.append("b").text(value);
    li.append("span").text(label);
  }
  const queues = new Set(D.queues.filter((q, i) => queueShown(i)).map(q => q.id)), why = { no_shift: "no shift reaches it", no_people: "fewer people are there that day",
    no_hours: "all contract hours are used", dearer: "covering it costs more than it saves" };
  const of = (s.short || []).filter(r => queues.has(r.queue)), host = byId("shorts");
  if (!of.length) { host.textContent = "No interval stays short."; return; }
  fillTable(host, { caption: of.length > 6 ? `Where it stays short: the first 6 of ${of.length}` : "Where it stays short", head: ["from", "to", "queue", "hours", "most people", "why"],
    rows: of.slice(0, 6).map(r => [stamp(Date.parse(r.start) / 1000), clock(Date.parse(r.end) / 1000), r.queue, number(r.hours, 1), number(r.most, 1), why[r.why] || words(r.why)]) });
}

/* ---- an agent's page ---- */

function drawAgent() {
  drawOwn();
  const d = D.duties, served = d.set.flatMap(accountsOf);
  const zones = [...new Set([0, ...served.map(a => D.accounts[a].zone)])].sort((p, q) => p - q);
  const pauses = i => { const out = []; for (let p = 0; p < d.pauses[i].length; p += 2)
    out.push(`${clock(dutyStart(i) + d.pauses[i][p] * 60, 0)} ${d.pauses[i][p + 1] < 0 ? "meal" : "break"} ${Math.abs(d.pauses[i][p + 1])} min`);
    for (let p = 0; p < d.lessons[i].length; p += 2) out.push(lessonText(i, p, 0));
    return out.join(", "); };
  fillTable(byId("own-table"), { caption: "Your shifts, by the site's clock and those of the clients that you serve", head: ["day", "shift", ...zones.map(z => D.zones[z].name.split("/").pop().replace(/_/g, " ")), "paid h", "serves, pauses (site)"], wide: zones.length + 3,
    rows: [...d.day.map((day, i) => [day, [dayText(day), (D.shifts[d.shift[i]] || "") + (d.night[i] ? " ☾" : ""), ...zones.map(z => `${clock(dutyStart(i), z)}–${clock(dutyEnd(i), z)}`),
      number(d.paid[i] / 60, 2), `${queueNames(d.set[i]) || "no queue"}; ${pauses(i)}`]]), ...D.absences.map(([a, day, word]) => [day, [dayText(day), word, ...zones.map(() => ""), "", ""]])]
      .sort((p, q) => p[0] - q[0]).map(r => r[1]) });
  fillTable(byId("own-wishes-table"), { caption: D.own_wishes.length ? "What you asked for" : "You asked for nothing these days", head: ["day", "wish", "shift", "granted"],
    rows: D.own_wishes.map(w => [dayText(w.day), words(w.wish), w.shift || "", w.granted ? "yes" : "no"]) });
  const nights = d3.sum(d.night), weekend = d.day.filter(day => [0, 6].includes(workDate(day).getUTCDay())).length;
  fillTable(byId("own-balance-table"), { caption: D.ledger ? `What the weeks until ${D.ledger.until} left with you` : "No week before is counted",
    head: ["balance", "to date", "these days"], rows: [["nights", D.ledger ? number(D.ledger.nights, 1) : "–", number(nights)],
      ["weekends; shifts on them these days", D.ledger ? number(D.ledger.weekends, 1) : "–", number(weekend)],
      ...["holidays", "wishes_granted", "late_changes"].map(k => [words(k), D.ledger ? number(D.ledger[k], 1) : "–", k === "wishes_granted" ? number(d3.sum(D.own_wishes, w => w.granted)) : "–"])] });
  byId("own-score").textContent = `${number(D.score, 1)} of 100 by our own sum of good practice, no official index.`;
  fillTable(byId("own-wellbeing-table"), { caption: D.beyond.length ? "What it is beyond" : "Nothing is beyond good practice", head: ["rule", "figure", "beyond it by", "points each", "source"], wide: 4,
    rows: D.beyond.map(r => [words(r.rule), number(r.value, 2), number(r.units, 1), number(r.points, 1), r.source]) });
}

/* ---- controls ---- */

function fillSelect(id, entries, value) {
  const select = d3.select(byId(id));
  select.selectAll("*").remove();
  for (const [v, text] of entries) select.append("option").attr("value", v).text(text);
  if (value !== undefined) byId(id).value = value;
}

function onChange(id, event, apply) {
  byId(id).addEventListener(event, () => { apply(byId(id)); });
}

// The queues that the account leaves, for the charts that show one.
function fillQueues() {
  const forecast = D.forecast.map(f => f.queue).filter(queueShown), all = D.queues.map((q, i) => i).filter(queueShown);
  if (!forecast.includes(chosen.forecast)) chosen.forecast = forecast.length ? forecast[0] : -1;
  if (!all.includes(chosen.cover)) chosen.cover = -1;
  fillSelect("forecast-queue", forecast.map(q => [q, D.queues[q].id]), chosen.forecast);
  fillSelect("cover-queue", [[-1, all.length === D.queues.length ? "all queues" : "all of the account"], ...all.map(q => [q, D.queues[q].id])], chosen.cover);
}

const parts = {
  figures: [drawFigures], forecast: [drawForecast, forecastTable], cover: [drawCover, coverTable], heat: [drawHeat, heatTable],
  roster: [drawRoster, rosterTable], fairness: [drawFairness, fairnessTable], wellbeing: [drawWellbeing, wellbeingTable],
  cost: [() => { drawPremiums(); drawCost(); }, costTable], simulation: [drawSimulation, simulationTable], scenarios: [drawScenarios],
};
const tables = {};

function draw(...names) {
  for (const name of names.length ? names : Object.keys(parts)) {
    parts[name][0]();
    if (tables[name]) tables[name]();
  }
}

function sayFilter() {
  const words = [];
  if (chosen.account >= 0) words.push(`account ${D.accounts[chosen.account].id} (its queues, and who serves them)`);
  if (chosen.team >= 0) words.push(`team ${teamText(chosen.team)} (roster, fairness, wellbeing and premiums)`);
  byId("filtered").textContent = words.length ? "Shown: " + words.join("; ") : "";
}

function redraw() {
  if (isSite) draw(); else drawAgent();
}

function wireSite() {
  fillSelect("account", [[-1, "all"], ...D.accounts.map((a, i) => [i, a.id])]);
  fillSelect("team", [[-1, "all"], ...D.teams.map((t, i) => [i, t || "no team"])]);
  fillSelect("roster-range", ranges().map((r, i) => [i, r[0]]));
  if (window.innerWidth < 640 && nDays <= 7) byId("roster-range").value = chosen.range = 1;
  const balances = [...new Set((D.summary.fairness || []).map(r => r.balance))];
  chosen.balance = balances[0] || "";
  fillSelect("fairness-balance", balances.map(b => [b, words(b)]));
  const knobs = scenarioKnobs();
  chosen.knob = knobs[0] || "";
  chosen.measure = measureNames().includes("cost") ? "cost" : measureNames()[0] || "";
  fillSelect("scenario-knob", [...knobs.map(k => [k, k]), ["", "all"]], chosen.knob);
  fillSelect("scenario-measure", measureNames().map(m => [m, measureText(m)]), chosen.measure);
  fillQueues();
  for (const name of Object.keys(parts)) if (parts[name][1]) tables[name] = sectionTable(name, parts[name][1]);
  onChange("account", "change", e => { chosen.account = +e.value; fillQueues(); sayFilter(); draw(); });
  onChange("team", "change", e => { chosen.team = +e.value; sayFilter(); draw("roster", "fairness", "wellbeing", "cost"); });
  onChange("forecast-queue", "change", e => { chosen.forecast = +e.value; draw("forecast"); });
  onChange("cover-queue", "change", e => { chosen.cover = +e.value; draw("cover", "heat"); });
  onChange("roster-range", "change", e => { chosen.range = +e.value; draw("roster"); });
  onChange("roster-order", "change", e => { chosen.order = e.value; draw("roster"); });
  onChange("roster-find", "input", e => { chosen.find = e.value; draw("roster"); });
  onChange("fairness-balance", "change", e => { chosen.balance = e.value; draw("fairness"); });
  onChange("scenario-measure", "change", e => { chosen.measure = e.value; draw("scenarios"); });
  onChange("scenario-knob", "change", e => { chosen.knob = e.value; chosen.scenario = 0; draw("scenarios"); });
  onChange("scenario-slider", "input", e => { chosen.scenario = +e.value; draw("scenarios"); });
  let waits = false;
  byId("roster-rows").addEventListener("scroll", () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; drawLines(); });
  });
  window.addEventListener("beforeprint", () => {
    fillTable(byId("roster-print"), rosterTable(), 0, lines.length + 1);
  });
  window.addEventListener("afterprint", () => { byId("roster-print").textContent = ""; });
}

function wire() {
  fillSelect("zone", D.zones.map((z, i) => [i, i === 0 ? `site (${z.name})` : `${D.accounts.filter(a => a.zone === i).map(a => a.id).join(", ")} (${z.name})`]));
  onChange("zone", "change", e => { chosen.zone = +e.value; redraw(); });
  byId("print").addEventListener("click", () => window.print());
  const root = document.documentElement, button = byId("theme");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const say = () => button.setAttribute("aria-pressed", isDark());
  button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; say(); });
  say();
  let width = window.innerWidth, timer = 0;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(timer);
    timer = setTimeout(redraw, 120);
  });
}

function head() {
  const who = isSite ? D.site.id : `${personText(D.agents[0])}, ${D.site.id}`;
  byId("title").textContent = who;
  document.title = `${who}, ${D.first}`;
  byId("subtitle").textContent = `${dayText(0)} to ${dayText(nDays - 1)} ${workDate(nDays - 1).getUTCFullYear()}, site time ${D.zones[0].name}`;
  byId("foot").textContent = isSite ? "Made by ronda from the files of the run. Holds names and shifts, no wages, no reasons of absence and no person's score."
    : "Made by ronda for this agent alone.";
  for (const section of document.querySelectorAll("[data-page]"))
    if (section.dataset.page !== D.kind) section.remove();
  for (const section of document.querySelectorAll("main > section")) {
    const a = d3.select("#contents").append("li").append("a").attr("href", "#" + section.id);
    a.text(section.querySelector("h2").textContent);
  }
}

patterns();
head();
wire();
if (isSite) wireSite();
redraw();
