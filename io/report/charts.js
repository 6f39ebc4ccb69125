// SPDX-License-Identifier: GPL-3.0-or-later
// charts.js - the data, what is chosen, local times, and the charts that d3 draws.
// A chart is a function of data and choice alone: it empties its place and draws anew.

const D = JSON.parse(document.getElementById("data").textContent);
const isSite = D.kind === "site";
const nDays = D.days.length - 1;

// What the controls choose; -1 is all.
const chosen = { account: -1, team: -1, zone: 0, forecast: -1, cover: -1, range: 0, order: "list",
  find: "", balance: "", measure: "", knob: "", scenario: 0 };

const byId = id => document.getElementById(id);

/* ---- numbers and times ---- */

const number = (v, digits = 0) => v === null || v === undefined || Number.isNaN(v) ? "–"
  : v.toLocaleString("en", { minimumFractionDigits: 0, maximumFractionDigits: digits });
const percent = v => v === null || v === undefined ? "–" : number(100 * v, 1) + " %";
const money = v => number(v) + " " + D.site.currency;
const words = s => s.replace(/_/g, " ");
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = n => String(n).padStart(2, "0");

// Seconds since 1970 on the clock of a zone, as a Date whose UTC fields are the local ones.
function local(t, zone = chosen.zone) {
  const changes = D.zones[zone].changes;
  let offset = changes[0][1];
  for (const [from, o] of changes) if (t >= from) offset = o;
  return new Date((t + offset) * 1000);
}
const clock = (t, zone) => { const d = local(t, zone); return two(d.getUTCHours()) + ":" + two(d.getUTCMinutes()); };
const dateText = d => weekdays[d.getUTCDay()] + " " + d.getUTCDate() + " " + months[d.getUTCMonth()];
const stamp = (t, zone) => dateText(local(t, zone)) + " " + clock(t, zone);
const workDate = day => new Date(Date.parse(D.first + "T00:00:00Z") + day * 864e5);
const dayText = day => dateText(workDate(day));
const slotStart = k => D.days[0] + k * D.slot_s;
const slotOf = t => Math.round((t - D.days[0]) / D.slot_s);
const dutyStart = i => D.days[0] + D.duties.start[i] * 60;
const dutyEnd = i => dutyStart(i) + D.duties.min[i] * 60;

/* ---- queues, accounts ---- */

const queueShown = q => chosen.account < 0 || D.queues[q].account === chosen.account;
const accountsOf = set => [...new Set(D.sets[set].map(q => D.queues[q].account))];
const queueNames = set => D.sets[set].map(q => D.queues[q].id).join(", ");
// Class of a shift's colour: the one account that it serves, several, or none.
function dutyClass(i) {
  const accounts = accountsOf(D.duties.set[i]);
  return accounts.length === 0 ? "none" : accounts.length > 1 ? "several" : "c" + accounts[0] % 8;
}
const fillOf = c => /^c\d/.test(c) ? `var(--${c})` : null;
const inkOn = c => c === "none" ? "var(--ink)" : c === "c0" || c === "several" ? "#fff" : "#000";

/* ---- places to draw ---- */

// Patterns that every chart may use: hatching tells short from over without colour.
function patterns() {
  const defs = d3.select(document.body).append("svg").attr("width", 0).attr("height", 0)
    .attr("aria-hidden", "true").style("position", "absolute").append("defs");
  const pattern = (id, size) => defs.append("pattern").attr("id", id).attr("width", size).attr("height", size)
    .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(45)");
  const hatch = pattern("hatch-short", 6);
  hatch.append("rect").attr("class", "hatch-back").attr("width", 6).attr("height", 6);
  hatch.append("line").attr("class", "hatch").attr("y2", 6);
  pattern("lines", 5).append("line").attr("class", "lines").attr("y2", 5);
  pattern("lines-soft", 5).append("line").attr("class", "lines-soft").attr("y2", 5);
  for (const c of ["c1", "c3"])
    pattern("fill-" + c, 5).call(p => p.append("rect").attr("width", 5).attr("height", 5).style("fill", `var(--${c})`))
      .append("line").attr("class", "lines").attr("y2", 5);
}

// An empty chart in `host`; says what it shows to who cannot see it.
function frame(host, height, label, margin) {
  host.textContent = "";
  const width = Math.max(host.clientWidth, 240);
  const svg = d3.select(host).append("svg").attr("width", width).attr("height", height)
    .attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img").attr("aria-label", label);
  const g = svg.append("g").attr("transform", `translate(${margin.left},${margin.top})`);
  return { svg, g, width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
}

// [[mark, words]]: mark draws into a small svg.
function legend(id, entries) {
  const host = byId(id);
  host.textContent = "";
  for (const [mark, label] of entries) {
    const span = d3.select(host).append("span");
    mark(span.append("svg").attr("viewBox", "0 0 26 14").attr("aria-hidden", "true"));
    span.append("span").text(label);
  }
}
const lineMark = c => s => s.append("path").attr("class", c).attr("d", "M1,7H25");
const boxMark = (c, fill) => s => s.append("rect").attr("class", c).attr("x", 1).attr("y", 1).attr("width", 24)
  .attr("height", 12).style("fill", fill || null);
const dotMark = c => s => s.append("circle").attr("class", c).attr("cx", 13).attr("cy", 7).attr("r", 4.5);

// Hours below a chart over [from, to) by the chosen clock; days where they begin.
function timeAxis(g, x, from, to, y, dates = to - from > 30 * 3600) {
  const px = x(to) - x(from), hours = (to - from) / 3600;
  const step = [1, 2, 3, 4, 6, 12, 24].find(h => px / (hours / h) >= 38) || 24;
  const axis = g.append("g").attr("class", "axis").attr("transform", `translate(0,${y})`);
  axis.append("path").attr("d", `M${x(from)},0H${x(to)}`);
  const taken = []; // [from, to] of labels: dates first, then the hours that there is room for
  const label = (t, text) => {
    const half = 3.3 * text.length + 3, free = x(t) + half - 4 <= x(to) + 12 && taken.every(([p, q]) => x(t) + half < p || x(t) - half > q);
    if (!free) return;
    taken.push([x(t) - half, x(t) + half]);
    axis.append("text").attr("x", x(t)).attr("y", 18).attr("text-anchor", "middle").text(text);
  };
  const marks = [];
  for (let t = Math.ceil(from / 900) * 900; t <= to; t += 900) {
    const d = local(t);
    if (d.getUTCMinutes() === 0 && d.getUTCHours() % step === 0) marks.push([t, d, d.getUTCHours() === 0]);
  }
  const perDay = px / (hours / 24);
  for (const [t, , midnight] of marks)
    axis.append("line").attr("x1", x(t)).attr("x2", x(t)).attr("y2", midnight ? 8 : 4);
  for (const [t, d, midnight] of marks)
    if (midnight && dates) label(t, perDay < 76 ? (perDay < 26 ? "" + d.getUTCDate() : weekdays[d.getUTCDay()]) : dateText(d));
  for (const [t, d, midnight] of marks)
    if (!(midnight && dates)) label(t, two(d.getUTCHours()));
}

function valueAxis(g, y, width, title, ticks = 4, format = v => number(v, 2)) {
  const axis = g.append("g").attr("class", "axis");
  for (const v of y.ticks(ticks)) {
    axis.append("line").attr("class", "gridline").attr("x2", width).attr("y1", y(v)).attr("y2", y(v));
    axis.append("text").attr("x", -6).attr("y", y(v)).attr("dy", ".32em").attr("text-anchor", "end").text(format(v));
  }
  if (title) g.append("text").attr("class", "soft").attr("x", 0).attr("y", -5).text(title);
}

// Tells what is under the pointer in words, in the paragraph below the chart.
function readout(f, id, tell) {
  const cursor = f.g.append("line").attr("class", "cursor").attr("y2", f.height).attr("visibility", "hidden");
  f.svg.node().addEventListener("pointermove", event => {
    const box = f.svg.node().getBoundingClientRect();
    const scale = box.width / f.svg.attr("width");
    const m = f.g.attr("transform").match(/-?[\d.]+/g).map(Number);
    const [at, text] = tell((event.clientX - box.left) / scale - m[0], (event.clientY - box.top) / scale - m[1]) || [];
    cursor.attr("visibility", text ? "visible" : "hidden").attr("x1", at || 0).attr("x2", at || 0);
    byId(id).textContent = text || "";
  });
}

/* ---- forecast ---- */

const bands = [["band90", "p05", "p95", "90 of 100 weeks"], ["band80", "p10", "p90", "80 of 100"], ["band50", "p25", "p75", "50 of 100"]];

function drawForecast() {
  const of = D.forecast.find(f => f.queue === chosen.forecast);
  const host = byId("forecast-chart");
  if (!of) { host.textContent = "No queue of this account has a forecast."; legend("forecast-legend", []); return; }
  const from = D.days[0], to = D.days[nDays], name = D.queues[of.queue].id;
  const f = frame(host, 300, `Contacts expected for ${name} with their bands, and the last weeks`,
    { left: 44, right: 10, top: 18, bottom: 26 });
  const history = of.history.filter(h => h.offered.some(v => v !== null));
  const most = d3.max([of.expected, of.p95 || [], ...history.map(h => h.offered)], a => d3.max(a)) || 1;
  const x = d3.scaleLinear([from, to], [0, f.width]), y = d3.scaleLinear([0, most], [f.height, 0]).nice();
  const mid = (v, k) => x(slotStart(k) + D.slot_s / 2);
  valueAxis(f.g, y, f.width, `contacts in ${D.slot_s / 60} minutes`);
  timeAxis(f.g, x, from, to, f.height);
  const shown = bands.filter(b => of[b[1]] && of[b[2]]);
  for (const [c, low, high] of shown)
    f.g.append("path").attr("class", c).attr("d", d3.area().x(mid).y0((v, k) => y(of[low][k])).y1((v, k) => y(of[high][k]))(of.expected));
  for (const h of history)
    f.g.append("path").attr("class", "history").attr("d", d3.line().defined(v => v !== null).x(mid).y(v => y(v))(h.offered));
  f.g.append("path").attr("class", "expected").attr("d", d3.line().x(mid).y(v => y(v))(of.expected));
  legend("forecast-legend", [[lineMark("expected"), "expected"], ...shown.map(b => [boxMark(b[0]), b[3]]),
    ...(history.length ? [[lineMark("history"), history.map(h => h.weeks).join(", ") + " weeks before, same weekday"]] : [])]);
  readout(f, "forecast-readout", px => {
    const k = Math.floor((x.invert(px) - from) / D.slot_s);
    if (k < 0 || k >= D.slots) return null;
    return [mid(0, k), `${stamp(slotStart(k))}: ${number(of.expected[k], 1)} expected` +
      shown.map(b => `, ${b[3]} within ${number(of[b[1]][k], 1)} to ${number(of[b[2]][k], 1)}`).join("") +
      (history.length ? `; before: ${history.map(h => number(h.offered[k], 1)).join(", ")}` : "")];
  });
}

function forecastTable() {
  const of = D.forecast.find(f => f.queue === chosen.forecast);
  if (!of) return null;
  const keys = ["expected", "p05", "p10", "p25", "p75", "p90", "p95"].filter(k => of[k]);
  return { caption: `Contacts of ${D.queues[of.queue].id} by interval`, head: ["start", ...keys, ...of.history.map(h => h.weeks + " weeks before")],
    rows: of.expected.map((v, k) => [stamp(slotStart(k)), ...keys.map(key => number(of[key][k], 2)), ...of.history.map(h => number(h.offered[k], 1))]) };
}

/* ---- need and cover ---- */

// Sums over the queues that are shown: a queue's surplus does not hide another's lack.
function coverSums(queue) {
  const sum = { need: [], given: [], short: [], over: [] };
  const of = D.cover.filter(c => queue < 0 ? queueShown(c.queue) : c.queue === queue);
  for (let k = 0; k < D.slots; k++) {
    let need = 0, given = 0, short = 0, over = 0;
    for (const c of of) {
      need += c.need[k];
      given += c.given[k];
      short += Math.max(0, c.need[k] - c.given[k]);
      over += Math.max(0, c.given[k] - c.need[k]);
    }
    sum.need.push(need); sum.given.push(given); sum.short.push(short); sum.over.push(over);
  }
  return sum;
}

function drawCover() {
  const sum = coverSums(chosen.cover), host = byId("cover-chart");
  const most = Math.max(1, d3.max(sum.need), d3.max(sum.given), d3.max(sum.need.map((n, k) => n + sum.over[k])));
  host.textContent = "";
  for (let day = 0; day < nDays; day++) {
    const panel = d3.select(host).append("div");
    panel.append("h3").text(dayText(day));
    const from = D.days[day], to = D.days[day + 1], k0 = slotOf(from), n = slotOf(to) - k0;
    const f = frame(panel.append("div").node(), 150, `Need and cover on ${dayText(day)}`, { left: 30, right: 8, top: 8, bottom: 24 });
    const x = d3.scaleLinear([from, to], [0, f.width]), y = d3.scaleLinear([0, most], [f.height, 0]).nice();
    const ks = d3.range(n + 1), at = k => x(from + k * D.slot_s), of = (a, k) => a[k0 + Math.min(k, n - 1)];
    valueAxis(f.g, y, f.width, "", 3);
    timeAxis(f.g, x, from, to, f.height);
    const area = (low, high) => d3.area().curve(d3.curveStepAfter).x(at).y0(k => y(low(k))).y1(k => y(high(k)))(ks);
    const line = a => d3.line().curve(d3.curveStepAfter).x(at).y(k => y(of(a, k)))(ks);
    f.g.append("path").attr("class", "over").attr("d", area(k => of(sum.need, k), k => of(sum.need, k) + of(sum.over, k)));
    f.g.append("path").attr("class", "short").attr("d", area(k => of(sum.need, k) - of(sum.short, k), k => of(sum.need, k)));
    f.g.append("path").attr("class", "given").attr("d", line(sum.given));
    f.g.append("path").attr("class", "need").attr("d", line(sum.need));
    readout(f, "cover-readout", px => {
      const k = Math.floor((x.invert(px) - from) / D.slot_s);
      if (k < 0 || k >= n) return null;
      return [at(k + .5), `${stamp(from + k * D.slot_s)}: ${number(of(sum.need, k), 2)} needed, ${number(of(sum.given, k), 2)} there, ` +
        `${number(of(sum.short, k), 2)} short, ${number(of(sum.over, k), 2)} over`];
    });
  }
  legend("cover-legend", [[lineMark("need"), "people needed"], [lineMark("given"), "people there, pauses taken out"],
    [boxMark("short"), "short"], [boxMark("over"), "over"]]);
}

function coverTable() {
  const sum = coverSums(chosen.cover);
  return { caption: "People by interval", head: ["start", "needed", "there", "short", "over"],
    rows: sum.need.map((v, k) => [stamp(slotStart(k)), number(v, 2), number(sum.given[k], 2), number(sum.short[k], 2), number(sum.over[k], 2)]) };
}

/* ---- heat map ---- */

function drawHeat() {
  const sum = coverSums(chosen.cover), host = byId("heat-chart");
  const longest = d3.max(d3.range(nDays), d => slotOf(D.days[d + 1]) - slotOf(D.days[d]));
  const narrow = host.clientWidth < 600, left = narrow ? 34 : 76, row = 26;
  const f = frame(host, nDays * row + 44, "Short and over by day and interval", { left, right: 6, top: 6, bottom: 26 });
  const w = f.width / longest, shortMost = Math.max(1, d3.max(sum.short)), overMost = Math.max(1, d3.max(sum.over));
  for (let day = 0; day < nDays; day++) {
    const k0 = slotOf(D.days[day]), n = slotOf(D.days[day + 1]) - k0;
    f.g.append("text").attr("x", -6).attr("y", day * row + row / 2).attr("dy", ".32em").attr("text-anchor", "end")
      .text(narrow ? weekdays[workDate(day).getUTCDay()] : dayText(day));
    for (let k = 0; k < n; k++) {
      const s = sum.short[k0 + k], o = sum.over[k0 + k], isShort = s > 0.005;
      const kind = isShort ? "short" : o > 0.005 ? "over" : sum.need[k0 + k] > 0 ? "even" : "none";
      const cell = f.g.append("rect").attr("class", "cell " + kind).attr("x", k * w).attr("y", day * row + 1)
        .attr("width", w).attr("height", row - 2);
      if (kind === "short") cell.style("fill", "var(--short)").style("opacity", .4 + .6 * Math.min(1, s / shortMost));
      if (kind === "over") cell.style("opacity", .15 + .75 * Math.min(1, o / overMost));
      if (isShort) f.g.append("rect").attr("class", "marked").attr("x", k * w).attr("y", day * row + 1).attr("width", w).attr("height", row - 2);
    }
  }
  const x = d3.scaleLinear([D.days[0], D.days[0] + longest * D.slot_s], [0, longest * w]);
  timeAxis(f.g, x, D.days[0], D.days[0] + longest * D.slot_s, nDays * row + 2);
  const offsets = new Set(D.days.map(t => local(t).getTime() / 1000 - t));
  byId("heat-note").textContent = "A row a work date, by the clock of " + D.zones[chosen.zone].name +
    (offsets.size > 1 ? ". Its clocks change within these days: the hours below are those of the first." : ".");
  legend("heat-legend", [[s => { boxMark("", "var(--short)")(s); boxMark("marked")(s); }, `short (up to ${number(shortMost, 1)} people), hatched`],
    [boxMark("cell over"), `over (up to ${number(overMost, 1)})`], [boxMark("cell even"), "as needed"], [boxMark("cell none"), "nobody needed"]]);
  readout(f, "heat-readout", (px, py) => {
    const day = Math.floor(py / row), k = Math.floor(px / w);
    if (day < 0 || day >= nDays || k < 0 || k >= slotOf(D.days[day + 1]) - slotOf(D.days[day])) return null;
    const at = slotOf(D.days[day]) + k;
    return [(k + .5) * w, `${stamp(slotStart(at))}: ${number(sum.short[at], 2)} short, ${number(sum.over[at], 2)} over of ${number(sum.need[at], 2)} needed`];
  });
}

function heatTable() {
  const sum = coverSums(chosen.cover), hours = D.slot_s / 3600;
  return { caption: "Person-hours by work date", head: ["day", "needed", "there", "short", "over"],
    rows: d3.range(nDays).map(day => {
      const total = a => d3.sum(a.slice(slotOf(D.days[day]), slotOf(D.days[day + 1]))) * hours;
      return [dayText(day), ...[sum.need, sum.given, sum.short, sum.over].map(a => number(total(a), 1))];
    }) };
}
