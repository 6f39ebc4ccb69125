# SPDX-License-Identifier: GPL-3.0-or-later
"""What the suites of the report share: a run to show (samples/tiny with its golden files), pages
made of it, and their block of data."""

import csv
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = Path(os.environ.get("TOP_SRCDIR", HERE.parent.parent))
RONDA = os.environ.get("RONDA", str(TOP / "ronda"))
TINY = TOP / "samples/tiny"
GOLDEN = TOP / "tests/golden/tiny"
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.S)


def ronda(*words, **environment):
    return subprocess.run([RONDA, *map(str, words)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, env={**os.environ, **environment})


def report(plan, run, out, *words, **environment):
    """The page's text."""
    got = ronda("report", "-q", plan, run, "--out", out, *words, **environment)
    if got.returncode != 0:
        raise SystemExit(f"Bail out! report: exit {got.returncode}\n{got.stderr}")
    return Path(out).read_text("utf-8")


def data(page):
    return json.loads(DATA.search(page)[1])


def rows(file):
    with open(file, newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def write_rows(file, table):
    with open(file, "w", newline="", encoding="utf-8") as lines:
        out = csv.DictWriter(lines, table[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(table)


def copy_run(folder):
    """Plan and run in `folder`, to be changed."""
    plan, run = folder / "plan", folder / "run"
    shutil.copytree(TINY, plan)
    shutil.copytree(GOLDEN, run)
    for path in [plan, run, *plan.rglob("*"), *run.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return plan, run


def multiply(folder, times):
    """The run of tiny with every agent, shift and head-count that often: as many people as a centre
    has, without a search.  Its cost is not stated, since evening out is not linear."""
    plan, run = copy_run(folder)
    agents, ledger = rows(plan / "agents.csv"), rows(plan / "ledger.csv")

    def each(table, column="agent"):
        return [{**row, column: f"{row[column]}-{i:04}"} for i in range(times) for row in table]

    write_rows(plan / "agents.csv", each(agents, "id"))
    write_rows(plan / "ledger.csv", each(ledger))
    for name in ("leave", "wishes"):
        if (plan / f"{name}.csv").exists():
            write_rows(plan / f"{name}.csv", each(rows(plan / f"{name}.csv")))
    write_rows(run / "roster.csv", each(rows(run / "roster.csv")))
    write_rows(run / "requirement.csv", [{**row, "need": str(float(row["need"]) * times)}
                                         for row in rows(run / "requirement.csv")])
    summary = json.loads((run / "summary.json").read_text())
    summary["value"] = summary["bound"] = None
    (run / "summary.json").write_text(json.dumps(summary))
    return plan, run
