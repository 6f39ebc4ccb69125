// SPDX-License-Identifier: GPL-3.0-or-later
// groups.js - what weighs on groups of people, what it costs, whether it holds in simulation, and
// what else could be done.

/* ---- fairness and wellbeing ---- */

const teamShown = name => chosen.team < 0 || D.teams[chosen.team] === name;

function fairnessRows() {
  return (D.summary.fairness || []).filter(r => r.balance === chosen.balance && teamShown(r.team));
}

// What tells groups apart: of what all share nothing is said.
function groupText(r) {
  const all = D.summary.fairness, varies = key => new Set(all.map(o => o[key])).size > 1;
  return [r.team || "no team", ...["role", "contract", "profile"].filter(varies).map(k => words(r[k]))].join(", ");
}

// Rows of label, range and marks; on a phone the label stands above its range.
function rangeChart(host, label, rows, x0, mark) {
  const narrow = host.clientWidth < 600, row = narrow ? 38 : 24;
  const left = narrow ? 8 : Math.min(330, 30 + 6.2 * d3.max([8, ...rows.map(r => r.text.length)]));
  const f = frame(host, rows.length * row + 30, label, { left, right: 20, top: 4, bottom: 26 });
  const x = d3.scaleLinear(x0, [0, f.width]).nice();
  const axis = f.g.append("g").attr("class", "axis");
  for (const v of x.ticks(6)) {
    axis.append("line").attr("class", "gridline").attr("x1", x(v)).attr("x2", x(v)).attr("y2", rows.length * row);
    axis.append("text").attr("x", x(v)).attr("y", rows.length * row + 16).attr("text-anchor", "middle").text(number(v, 2));
  }
  rows.forEach((r, i) => {
    const g = f.g.append("g").attr("class", "group").attr("transform", `translate(0,${i * row})`);
    g.append("title").text(r.title);
    g.append("text").attr("x", narrow ? 0 : -10).attr("y", narrow ? 12 : row / 2).attr("dy", narrow ? 0 : ".32em")
      .attr("text-anchor", narrow ? "start" : "end").text(r.text);
    mark(g, r, x, narrow ? 25 : row / 2);
  });
}

// From 0, unless all lie far from it: no bars here that would lie.
function fairnessSpan(rows) {
  const low = d3.min(rows, r => r.least), high = d3.max(rows, r => r.most);
  return low > 0 && low > .4 * high ? [low - .1 * (high - low), high] : [Math.min(0, low), Math.max(1, high)];
}

function drawFairness() {
  const rows = fairnessRows().map(r => ({ ...r, text: `${groupText(r)} (${r.people})`,
    title: `${groupText(r)}: least ${number(r.least, 1)}, median ${number(r.median, 1)}, most ${number(r.most, 1)}, mean ${number(r.mean, 1)}` }));
  const host = byId("fairness-chart");
  if (rows.length === 0) { host.textContent = "No group has any."; legend("fairness-legend", []); return; }
  rangeChart(host, `Balances of ${words(chosen.balance)} by group`, rows, fairnessSpan(rows),
    (g, r, x, y) => {
      g.append("line").attr("class", "range").attr("x1", x(r.least)).attr("x2", x(r.most)).attr("y1", y).attr("y2", y);
      g.append("line").attr("class", "mean").attr("x1", x(r.mean)).attr("x2", x(r.mean)).attr("y1", y - 7).attr("y2", y + 7);
      g.append("circle").attr("class", "median").attr("cx", x(r.median)).attr("cy", y).attr("r", 4.5);
    });
  legend("fairness-legend", [[lineMark("range"), "least to most"], [dotMark("median"), "median"],
    [s => s.append("path").attr("class", "mean").attr("d", "M13,1V13"), "mean"]]);
}

function fairnessTable() {
  return { caption: "Balances by group once this is worked", head: ["group", "people", "least", "median", "most", "mean", "Gini"],
    rows: fairnessRows().map(r => [groupText(r), number(r.people), ...[r.least, r.median, r.most, r.mean].map(v => number(v, 2)), number(r.gini, 2)]) };
}

const wellbeingRows = () => D.wellbeing.filter(w => chosen.team < 0 || w.team === chosen.team);

function drawWellbeing() {
  const host = byId("wellbeing-chart");
  const rows = wellbeingRows().map(w => {
    const q = p => d3.quantile(w.scores, p);
    return { least: w.scores[0], low: q(.25), median: q(.5), high: q(.75), most: w.scores[w.scores.length - 1],
      text: `${teamText(w.team)} (${w.scores.length})`, title: `${teamText(w.team)}: median ${number(q(.5), 1)}, half between ${number(q(.25), 1)} and ${number(q(.75), 1)}` };
  });
  if (rows.length === 0) { host.textContent = "No team of three or more."; legend("wellbeing-legend", []); return; }
  rangeChart(host, "Wellbeing scores by team", rows, [0, 100], (g, r, x, y) => {
    g.append("line").attr("class", "range").attr("x1", x(r.least)).attr("x2", x(r.most)).attr("y1", y).attr("y2", y).style("stroke-width", 2);
    g.append("rect").attr("class", "box").attr("x", x(r.low)).attr("width", Math.max(1, x(r.high) - x(r.low))).attr("y", y - 6).attr("height", 12);
    g.append("circle").attr("class", "median").attr("cx", x(r.median)).attr("cy", y).attr("r", 4.5);
  });
  legend("wellbeing-legend", [[lineMark("range"), "least to most"], [boxMark("box"), "the middle half"], [dotMark("median"), "median"]]);
}

function wellbeingTable() {
  const rules = D.summary.wellbeing ? D.summary.wellbeing.rules : [];
  return [{ caption: "Scores by team", head: ["team", "people", "least", "median", "most", "wishes granted", "wishes"],
    rows: wellbeingRows().map(w => [teamText(w.team), number(w.scores.length), number(w.scores[0], 1), number(d3.median(w.scores), 1),
      number(w.scores[w.scores.length - 1], 1), number(D.wishes[w.team][0]), number(D.wishes[w.team][1])]) },
  { caption: "Beyond good practice, all people together", head: ["rule", "figure", "units beyond", "points each", "source"], wide: 4,
    rows: rules.map(r => [words(r.rule), number(r.value, 2), number(r.units, 1), number(r.points, 1), r.source]) }];
}

/* ---- cost ---- */

const premiumFill = ["var(--c0)", "url(#fill-c1)", "url(#fill-c3)", "var(--c2)"];

function premiumDays() {
  return d3.range(nDays).map(day => D.premium_causes.map((c, p) =>
    d3.sum(D.premiums, (team, t) => chosen.team < 0 || chosen.team === t ? team[day][p] : 0)));
}

const short = v => Math.abs(v) >= 1e6 ? number(v / 1e6, 1) + " M" : Math.abs(v) >= 1e4 ? number(v / 1e3) + " k" : number(v, Math.abs(v) < 10 ? 2 : 0);

function drawPremiums() {
  const days = premiumDays(), host = byId("premium-chart"), narrow = host.clientWidth < 600;
  const f = frame(host, 230, "Premiums by day and cause", { left: 52, right: 6, top: 18, bottom: 22 });
  const x = d3.scaleBand(d3.range(nDays), [0, f.width]).padding(.25);
  const y = d3.scaleLinear([0, Math.max(1, d3.max(days, d => d3.sum(d)))], [f.height, 0]).nice();
  valueAxis(f.g, y, f.width, D.site.currency, 4, short);
  days.forEach((sums, day) => {
    let below = 0;
    sums.forEach((v, p) => {
      f.g.append("rect").attr("class", "part").attr("x", x(day)).attr("width", x.bandwidth()).attr("y", y(below + Math.max(0, v)))
        .attr("height", Math.max(0, y(below) - y(below + Math.max(0, v)))).style("fill", premiumFill[p])
        .append("title").text(`${dayText(day)}, ${words(D.premium_causes[p])}: ${money(v)}`);
      below += Math.max(0, v);
    });
    if (day % Math.ceil(30 / x.step()) === 0) f.g.append("text").attr("class", "soft").attr("x", x(day) + x.bandwidth() / 2).attr("y", f.height + 15).attr("text-anchor", "middle")
      .text(nDays > 7 ? workDate(day).getUTCDate() : narrow ? weekdays[workDate(day).getUTCDay()] : dayText(day));
  });
  legend("premium-legend", D.premium_causes.map((c, p) => [boxMark("", premiumFill[p]), words(c)]));
}

const costNames = { short: "missing hours", over: "hours over the need", duty: "leaders, guides, seats", hours: "hours above the least", premium: "premiums",
  wishes: "wishes not granted", uneven: "burdens unevenly borne", care: "rules of care" };
const costRows = () => Object.entries(costNames).filter(([k]) => typeof D.summary.cost[k] === "number").map(([k, text]) => [text, D.summary.cost[k]]);

function drawCost() {
  const rows = costRows(), host = byId("cost-chart"), row = 26;
  const f = frame(host, rows.length * row + 8, "Parts of the cost of decisions", { left: 150, right: 62, top: 2, bottom: 4 });
  const x = d3.scaleLinear([Math.min(0, d3.min(rows, r => r[1])), Math.max(1, d3.max(rows, r => r[1]))], [0, f.width]);
  rows.forEach(([text, v], i) => {
    f.g.append("text").attr("x", -8).attr("y", i * row + row / 2).attr("dy", ".32em").attr("text-anchor", "end").text(text);
    f.g.append("rect").attr("class", "part").attr("x", x(Math.min(0, v))).attr("width", Math.abs(x(v) - x(0))).attr("y", i * row + 4)
      .attr("height", row - 8).style("fill", v < 0 ? "url(#fill-c3)" : "var(--c0)");
    f.g.append("text").attr("x", x(Math.max(0, v)) + 5).attr("y", i * row + row / 2).attr("dy", ".32em").text(short(v));
  });
  f.g.append("line").attr("class", "rule").attr("x1", x(0)).attr("x2", x(0)).attr("y2", rows.length * row);
}

function costTable() {
  const days = premiumDays();
  return [{ caption: `Premiums by day, ${D.site.currency}`, head: ["day", ...D.premium_causes.map(words), "in all"],
    rows: days.map((sums, day) => [dayText(day), ...sums.map(v => number(v)), number(d3.sum(sums))]) },
  { caption: `Cost of decisions, all teams, ${D.site.currency}`, head: ["part", "cost"], rows: costRows().map(([text, v]) => [text, number(v)]) }];
}

/* ---- simulation ---- */

const simulated = () => D.simulation ? D.simulation.queues.filter(q => {
  const at = D.queues.findIndex(o => o.id === q.id);
  return q.simulated && (at < 0 || queueShown(at));
}) : [];

function drawSimulation() {
  const host = byId("simulation-chart"), queues = simulated(), verdicts = { holds: "every target holds", open: "too close to call",
    missed: "a target is missed", none: "no target" };
  host.textContent = "";
  byId("simulation-note").textContent = D.simulation ? `Lived through ${number(D.simulation.replications)} times, contact by contact: ${verdicts[D.simulation.verdict]}.`
    : "Not simulated. ronda simulate FOLDER OUT --json > sim.json, then ronda report with --simulation sim.json, shows it here.";
  for (const q of queues) {
    const panel = d3.select(host).append("div");
    panel.append("h3").text(`${q.id}: ${percent(q.service_level)} ± ${number(100 * q.service_level_half, 1)}, ${verdicts[q.verdict]}`);
    const days = q.days.filter(d => d.service_level !== null);
    const f = frame(panel.append("div").node(), 160, `Service level of ${q.id} by day, simulated`, { left: 44, right: 8, top: 10, bottom: 22 });
    const low = Math.max(0, Math.min(d3.min(days, d => d.service_level - d.service_level_half), q.target || 1) - .05);
    const x = d3.scalePoint(d3.range(q.days.length), [0, f.width]).padding(.5), y = d3.scaleLinear([low, 1], [f.height, 0]);
    valueAxis(f.g, y, f.width, "", 4, v => number(100 * v) + " %");
    if (q.target) f.g.append("line").attr("class", "target").attr("x2", f.width).attr("y1", y(q.target)).attr("y2", y(q.target));
    q.days.forEach((d, i) => {
      const at = workDate(Math.round((Date.parse(d.date) - Date.parse(D.first)) / 864e5));
      f.g.append("text").attr("class", "soft").attr("x", x(i)).attr("y", f.height + 15).attr("text-anchor", "middle").text(weekdays[at.getUTCDay()]);
      if (d.service_level === null) return;
      f.g.append("line").attr("class", "error").attr("x1", x(i)).attr("x2", x(i)).attr("y1", y(d.service_level - d.service_level_half))
        .attr("y2", y(Math.min(1, d.service_level + d.service_level_half)));
      f.g.append("circle").attr("class", "dot" + (q.target && d.service_level < q.target ? " below" : "")).attr("cx", x(i)).attr("cy", y(d.service_level))
        .attr("r", 4.5).append("title").text(`${dateText(at)}: ${percent(d.service_level)} ± ${number(100 * d.service_level_half, 1)}`);
    });
  }
  legend("simulation-legend", queues.length ? [[dotMark("dot"), "in time, share of contacts, with its 95 % band"], [dotMark("dot below"), "below the target"],
    [lineMark("target"), "target"]] : []);
}

function simulationTable() {
  return { caption: "By queue and day", head: ["queue", "day", "contacts", "in time", "±", "wait s", "give up", "occupied"],
    rows: simulated().flatMap(q => q.days.map(d => [q.id, d.date, number(d.contacts), percent(d.service_level), d.service_level === null ? "–" : number(100 * d.service_level_half, 1),
      number(d.asa_s, 1), percent(d.abandoned), percent(d.occupancy)])) };
}

/* ---- scenarios ---- */

const measures = { contacts: ["contacts", number], service_level: ["service level", percent], hours_need: ["person-hours needed", v => number(v, 1)],
  hours_given: ["person-hours there", v => number(v, 1)], hours_short: ["person-hours short", v => number(v, 1)],
  hours_over: ["person-hours over", v => number(v, 1)], people: ["people at work", number], shifts: ["shifts", number],
  nights: ["night shifts", number], weekend_shifts: ["weekend shifts", number], holiday_shifts: ["holiday shifts", number],
  hours: ["paid hours above the least", v => number(v)], premium: ["premiums", v => number(v)], wishes: ["wishes not granted", v => number(v)],
  wages: ["contract wages", v => number(v)], gini: ["unevenness (Gini)", v => number(v, 3)], wellbeing: ["wellbeing, of 100", v => number(v, 1)],
  cost: ["cost of decisions", v => number(v)], gap: ["proven gap", percent] };
const measureText = name => measures[name] ? measures[name][0] : words(name);
const measured = (name, v) => (measures[name] ? measures[name][1] : w => number(w, 2))(v === undefined ? null : v);

// The scenarios of a sweep by the knob that it turns, or all.
const allScenarios = () => D.whatif ? D.whatif.scenarios : [];
const scenarioKnobs = () => [...new Set(allScenarios().map(s => s.knob).filter(Boolean))];
const scenarioList = () => allScenarios().filter(s => !chosen.knob || s.knob === chosen.knob);
const measureNames = () => D.whatif && D.whatif.base.figures ? Object.keys(D.whatif.base.figures).filter(m => D.whatif.base.figures[m] !== null) : [];
const scenarioLabel = s => chosen.knob && s.setting !== undefined ? s.setting : s.name;
const isDecided = (s, m) => !(s.undecided || []).includes(m);
const ends = { infeasible: "no roster keeps the rules", stopped: "stopped before it was done", refused: "refused: see what whatif said" };

function drawScenarios() {
  const list = scenarioList(), host = byId("scenario-chart");
  byId("scenarios-body").hidden = list.length === 0;
  byId("scenarios-note").textContent = !list.length ? "None here. ronda whatif FOLDER --sweep volume=0.9:1.2:0.05 --json > whatif.json, then ronda report with --whatif whatif.json, shows them here."
    : (D.whatif.screened ? "Screened: the bound of each, which no roster beats." : "Each with a roster of its own.") +
      " A difference that a better roster within the proven gap could turn round is marked as not decided.";
  if (!list.length) return;
  const m = chosen.measure, base = D.whatif.base.figures ? D.whatif.base.figures[m] : null, at = list.map(s => s.figures ? s.figures[m] : null);
  const slider = byId("scenario-slider"), s = list[chosen.scenario], text = `${s.name} (${chosen.scenario + 1} of ${list.length})`;
  slider.max = list.length - 1;
  slider.value = chosen.scenario;
  slider.setAttribute("aria-valuetext", text);
  byId("scenario-name").textContent = text;
  const values = at.filter(v => typeof v === "number"), known = typeof base === "number" ? [...values, base] : values;
  const f = frame(host, 240, `${measureText(m)} by scenario`, { left: 62, right: 14, top: 18, bottom: 36 });
  const x = d3.scalePoint(d3.range(list.length), [0, f.width]).padding(.5);
  const [low, high] = known.length ? d3.extent(known) : [0, 1], room = (high - low) * .12 || Math.abs(high) * .1 || 1;
  const y = d3.scaleLinear([low - room, high + room], [f.height, 0]).nice();
  valueAxis(f.g, y, f.width, measureText(m), 5, v => Math.abs(v) >= 1e4 ? short(v) : measured(m, v));
  if (typeof base === "number") f.g.append("line").attr("class", "target").attr("x2", f.width).attr("y1", y(base)).attr("y2", y(base));
  if (chosen.knob) f.g.append("path").attr("class", "given").attr("d", d3.line().defined(v => typeof v === "number").x((v, i) => x(i)).y(v => y(v))(at));
  if (chosen.knob) f.g.append("text").attr("class", "soft").attr("x", f.width / 2).attr("y", f.height + 32).attr("text-anchor", "middle").text(chosen.knob);
  const every = Math.ceil(64 / Math.max(1, x.step()));
  at.forEach((v, i) => {
    if (i === chosen.scenario || (i % every === 0 && Math.abs(i - chosen.scenario) >= every))
      f.g.append("text").attr("class", i === chosen.scenario ? null : "soft").attr("x", x(i)).attr("y", f.height + 17)
        .attr("text-anchor", x(i) > f.width - 40 ? "end" : x(i) < 40 ? "start" : "middle").text(scenarioLabel(list[i]).slice(0, Math.max(9, Math.floor(x.step() * every / 7))));
    if (typeof v !== "number") return;
    f.g.append("circle").attr("class", isDecided(list[i], m) ? "dot" : "undecided").attr("cx", x(i)).attr("cy", y(v)).attr("r", 5)
      .append("title").text(`${list[i].name}: ${measured(m, v)}`);
    if (i === chosen.scenario) f.g.append("circle").attr("class", "chosen").attr("cx", x(i)).attr("cy", y(v)).attr("r", 9);
  });
  legend("scenario-legend", [[dotMark("dot"), "decided"], [dotMark("undecided"), "not decided"], [lineMark("target"), "as it is"]]);
  fillTable(byId("scenario-table"), { caption: ends[s.end] ? `${s.name}: ${ends[s.end]}` : `${s.name} against the plan as it is`,
    head: ["measure", "as it is", "scenario", "difference", "decided"],
    rows: (s.figures ? measureNames() : []).map(k => [measureText(k), measured(k, D.whatif.base.figures[k]), measured(k, s.figures[k]),
      (s.difference[k] > 0 ? "+" : "") + measured(k, s.difference[k]), isDecided(s, k) ? "yes" : "not decided"]) });
}
