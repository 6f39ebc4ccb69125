// SPDX-License-Identifier: GPL-3.0-or-later
// roster.js - the roster as lines of time.  Only the lines in sight are in the page, so three
// thousand people scroll as one does.

const rowHeight = 28;
let lines = []; // agents shown: {a, duties, absences}

const personText = a => a.name ? `${a.id} ${a.name}` : a.id;
const teamText = t => D.teams[t] || "no team";

// The agents that the choices leave, in their order.
function rosterLines() {
  const duties = D.agents.map(() => []), absences = D.agents.map(() => []);
  D.duties.agent.forEach((a, i) => duties[a].push(i));
  for (const [a, day, word] of D.absences) absences[a].push([day, word]);
  const sets = D.sets.map((set, i) => chosen.account < 0 || accountsOf(i).includes(chosen.account));
  const find = chosen.find.toLowerCase();
  const out = D.agents.map((agent, a) => ({ a, agent, duties: duties[a], absences: absences[a] })).filter(l =>
    (chosen.team < 0 || l.agent.team === chosen.team) &&
    (chosen.account < 0 || l.duties.some(i => sets[D.duties.set[i]])) &&
    (!find || personText(l.agent).toLowerCase().includes(find)));
  const [from, to] = rangeShown();
  const first = l => { const i = l.duties.find(d => dutyEnd(d) > from && dutyStart(d) < to); return i === undefined ? Infinity : dutyStart(i); };
  if (chosen.order === "start") out.sort((p, q) => first(p) - first(q) || p.a - q.a || 0);
  if (chosen.order === "team") out.sort((p, q) => p.agent.team - q.agent.team || p.a - q.a);
  return out;
}

// What is on show: all days, a week of them, or one.
function ranges() {
  const out = nDays <= 7 ? [["All days", 0, nDays]] : [];
  for (let day = 0; nDays > 7 && day < nDays; day += 7) out.push([`Week of ${dayText(day)}`, day, Math.min(day + 7, nDays)]);
  for (let day = 0; day < nDays; day++) out.push([dayText(day), day, day + 1]);
  return out;
}
function rangeShown() {
  const [, day, end] = ranges()[chosen.range];
  return [D.days[day], D.days[end] + (end - day === 1 ? 9 * 3600 : 0)];
}

function lessonText(i, p, zone) {
  const t = D.trainings[D.duties.lessons[i][p + 1]];
  return `${clock(dutyStart(i) + D.duties.lessons[i][p] * 60, zone)} ${t.id} ${t.min} min`;
}

function dutyText(i) {
  const d = D.duties, pauses = [];
  for (let p = 0; p < d.pauses[i].length; p += 2) {
    const [at, min] = [d.pauses[i][p], d.pauses[i][p + 1]];
    pauses.push(`${min < 0 ? "meal" : "break"} ${clock(dutyStart(i) + at * 60)} for ${Math.abs(min)} min`);
  }
  for (let p = 0; p < d.lessons[i].length; p += 2) pauses.push(lessonText(i, p));
  return `${dayText(d.day[i])}, shift ${D.shifts[d.shift[i]] || "?"}: ${clock(dutyStart(i))} to ${clock(dutyEnd(i))}` +
    `${d.night[i] ? ", night" : ""}${d.bought[i] ? ", bought" : ""}; ${queueNames(d.set[i]) || "no queue"}${pauses.length ? "; " + pauses.join(", ") : ""}`;
}

// The bars of one line, into g.
function drawDuty(g, i, x, from, to, height) {
  const d = D.duties, start = Math.max(dutyStart(i), from), end = Math.min(dutyEnd(i), to), c = dutyClass(i);
  if (end <= start) return;
  const bar = g.append("g").attr("class", "duty"), w = x(end) - x(start), top = 4, h = height - 8;
  bar.append("title").text(dutyText(i));
  bar.append("rect").attr("class", "bar " + c).attr("x", x(start)).attr("y", top).attr("width", w).attr("height", h)
    .attr("rx", 2).style("fill", fillOf(c));
  if (d.night[i]) bar.append("rect").attr("class", "night-line").attr("x", x(start)).attr("y", top + h - 3).attr("width", w).attr("height", 3);
  const foot = top + h - (d.night[i] ? 4 : 1);
  const notch = (c, at, min, height) => {
    if (at >= from && at < to)
      bar.append("rect").attr("class", c).attr("x", x(at)).attr("y", foot - height).attr("width", Math.max(1.2, x(at + min * 60) - x(at))).attr("height", height);
  };
  for (let p = 0; p < d.pauses[i].length; p += 2) {
    const min = d.pauses[i][p + 1];
    notch(min < 0 ? "meal" : "pause", dutyStart(i) + d.pauses[i][p] * 60, Math.abs(min), min < 0 ? h * .3 : h * .2);
  }
  for (let p = 0; p < d.lessons[i].length; p += 2) {
    const t = D.trainings[d.lessons[i][p + 1]];
    notch("lesson", dutyStart(i) + d.lessons[i][p] * 60, t.min, h * .3);
  }
  const label = (d.night[i] ? "☾ " : "") + (D.shifts[d.shift[i]] || "") + (d.bought[i] ? " +" : "");
  if (w > 8 * label.length + 4)
    bar.append("text").attr("class", "in-bar").attr("x", x(start) + 4).attr("y", top + (height > 30 ? 12 : 9)).style("fill", inkOn(c)).text(label);
}

function drawAbsence(g, day, word, x, from, to, height) {
  const start = Math.max(D.days[day], from), end = Math.min(D.days[day + 1], to);
  if (end <= start) return;
  const away = g.append("g").attr("class", "absence");
  away.append("title").text(`${dayText(day)}: ${word}`);
  away.append("rect").attr("class", "away").attr("x", x(start) + 1).attr("y", 6).attr("width", Math.max(1, x(end) - x(start) - 2)).attr("height", height - 12);
  if (x(end) - x(start) > 7 * word.length) away.append("text").attr("class", "in-bar").attr("x", x(start) + 6).attr("y", height / 2).attr("dy", ".3em").text(word);
}

function rosterScale() {
  const width = Math.max(byId("roster-rows").clientWidth, 240), left = width < 620 ? 58 : 200, [from, to] = rangeShown();
  return { width, left, from, to, x: d3.scaleLinear([from, to], [left, width - 6]) };
}

// Lines in sight, and a few above and below.
function drawLines() {
  const host = byId("roster-rows"), s = rosterScale();
  const first = Math.max(0, Math.floor(host.scrollTop / rowHeight) - 4);
  const last = Math.min(lines.length, Math.ceil((host.scrollTop + host.clientHeight) / rowHeight) + 4);
  const rows = d3.select(host).select("svg").selectAll("g.line").data(lines.slice(first, last), l => l.a);
  rows.exit().remove();
  rows.enter().append("g").attr("class", "line").each(function (l) {
    const g = d3.select(this), at = lines.indexOf(l);
    g.attr("transform", `translate(0,${at * rowHeight})`);
    if (at % 2) g.append("rect").attr("class", "stripe").attr("width", s.width).attr("height", rowHeight);
    g.append("title").text(`${personText(l.agent)}, ${teamText(l.agent.team)}, ${l.agent.skills.map(k => D.skills[k]).join(", ")}`);
    const name = g.append("text").attr("x", 6).attr("y", s.left < 100 ? 18 : 12);
    name.text(s.left < 100 ? l.agent.id.slice(0, 8) : personText(l.agent).slice(0, 30));
    if (s.left >= 100) {
      const skills = (l.agent.role && l.agent.role !== "agent" ? l.agent.role + " · " : "") + l.agent.skills.map(k => D.skills[k]).join(" · ");
      g.append("text").attr("class", "soft").attr("x", 6).attr("y", 23).style("font-size", "9px").text(skills.length > 36 ? skills.slice(0, 35) + "…" : skills);
    }
    for (const [day, word] of l.absences) drawAbsence(g, day, word, s.x, s.from, s.to, rowHeight);
    for (const i of l.duties) drawDuty(g, i, s.x, s.from, s.to, rowHeight);
  });
}

function dutyLegend(id, duties) {
  const classes = new Map();
  for (const i of duties) {
    const c = dutyClass(i), accounts = accountsOf(D.duties.set[i]);
    classes.set(c === "several" || c === "none" ? c : accounts[0], c);
  }
  const keys = [...classes.keys()].sort();
  legend(id, [...keys.map(key => [boxMark("bar " + classes.get(key), fillOf(classes.get(key))),
    key === "several" ? "several accounts" : key === "none" ? "no queue" : D.accounts[key].id]),
  [s => { boxMark("bar", "var(--c7)")(s); s.append("rect").attr("class", "night-line").attr("x", 1).attr("y", 10).attr("width", 24).attr("height", 3); }, "☾ night"],
  [s => { boxMark("bar", "var(--c7)")(s); s.append("rect").attr("class", "meal").attr("x", 9).attr("y", 6).attr("width", 8).attr("height", 6); }, "meal"],
  [s => { boxMark("bar", "var(--c7)")(s); s.append("rect").attr("class", "pause").attr("x", 12).attr("y", 9).attr("width", 3).attr("height", 3); }, "break"],
  ...(D.trainings.length ? [[s => { boxMark("bar", "var(--c7)")(s); s.append("rect").attr("class", "lesson").attr("x", 8).attr("y", 6).attr("width", 12).attr("height", 7); }, "training"]] : []),
  [boxMark("away"), "away"]]);
}

function drawRoster() {
  lines = rosterLines();
  const host = byId("roster-rows"), s = rosterScale(), [from, to] = [s.from, s.to];
  const axis = frame(byId("roster-axis"), 24, "Time", { left: 0, right: 0, top: 0, bottom: 0 });
  timeAxis(axis.g, s.x, from, to, 2);
  host.textContent = "";
  const svg = d3.select(host).append("svg").attr("width", s.width).attr("height", Math.max(1, lines.length * rowHeight))
    .style("max-width", "none").attr("aria-hidden", "true");
  for (const t of D.days) if (t > from && t < to)
    svg.append("line").attr("class", "rule").attr("x1", s.x(t)).attr("x2", s.x(t)).attr("y2", lines.length * rowHeight);
  dutyLegend("roster-legend", D.duties.agent.map((a, i) => i));
  const n = lines.reduce((sum, l) => sum + l.duties.filter(i => dutyEnd(i) > from && dutyStart(i) < to).length, 0);
  byId("roster-count").textContent = `${number(lines.length)} of ${number(D.agents.length)} people, ${number(n)} shifts`;
  drawLines();
}

// The sheet that everybody knows: a row an agent, a column a day.
function gridCell(l, day) {
  const out = l.duties.filter(i => D.duties.day[i] === day).map(i => `${clock(dutyStart(i))}–${clock(dutyEnd(i))}${D.duties.night[i] ? " ☾" : ""}`);
  const away = l.absences.find(x => x[0] === day);
  return out.join(" ") || (away ? away[1] : "");
}
function rosterTable() {
  return { caption: "Shifts by work date; ☾ is a night", head: ["agent", "name", "team", "skills", ...d3.range(nDays).map(dayText)],
    rows: lines.map(l => [l.agent.id, l.agent.name || "", teamText(l.agent.team), l.agent.skills.map(k => D.skills[k]).join(", "),
      ...d3.range(nDays).map(day => gridCell(l, day))]) };
}

/* ---- an agent's own week: a line a day ---- */

function drawOwn() {
  const hours = 33, row = 34, host = byId("own-chart"), narrow = host.clientWidth < 600;
  const f = frame(host, nDays * row + 28, "Your shifts, a line a work date; the table below says the same", { left: narrow ? 38 : 84, right: 6, top: 2, bottom: 24 });
  for (let day = 0; day < nDays; day++) {
    const from = D.days[day], to = from + hours * 3600, x = d3.scaleLinear([from, to], [0, f.width]);
    const g = f.g.append("g").attr("class", "line").attr("transform", `translate(0,${day * row})`);
    if (day % 2) g.append("rect").attr("class", "stripe").attr("width", f.width).attr("height", row);
    g.append("text").attr("x", -6).attr("y", row / 2).attr("dy", ".32em").attr("text-anchor", "end")
      .text(narrow ? weekdays[workDate(day).getUTCDay()] : dayText(day));
    D.duties.day.forEach((of, i) => { if (of === day) drawDuty(g, i, x, from, to, row); });
    for (const [, of, word] of D.absences) if (of === day) drawAbsence(g, day, word, x, from, to, row);
  }
  const x = d3.scaleLinear([D.days[0], D.days[0] + hours * 3600], [0, f.width]);
  timeAxis(f.g, x, D.days[0], D.days[0] + hours * 3600, nDays * row, false);
  dutyLegend("own-legend", D.duties.day.map((d, i) => i));
}
