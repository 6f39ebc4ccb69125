/* SPDX-License-Identifier: GPL-3.0-or-later */
/* option_table.c - the options, the verbs and what each takes, the exit codes: all as data. */
#include "cli/options.h"
#include "io/import.h"

const char *const outcome_help[N_OUTCOMES] = {
    "done; for a question: yes",
    "an internal error, or a file that cannot be read or written",
    "the command line is wrong",
    "the input is invalid; all faults are printed",
    "proven infeasible: no roster keeps the rules",
    "stopped by the time limit or by Ctrl-C, and the best roster so far is written",
    "stopped by the time limit or by Ctrl-C before there was a roster; nothing is written",
    "a check did not hold",
    "published in part: what failed is listed, run again to finish",
};

const struct option_def option_defs[N_OPTIONS] = {
    [OPT_OUT] = {"out", 'o', VALUE_FILE, "PATH", 0, 0, "see the verb", "Write there."},
    [OPT_WEEK] = {"week", 0, VALUE_WEEK, "WEEK", 0, 0, "the first one after the last call",
                  "Plan this week: 2003-W44, or any date in it."},
    [OPT_WEEKS] = {"weeks", 0, VALUE_COUNT, "N", 1, 6, "1",
                   "So many weeks from there on, as one: rest, runs, wishes and burdens across "
                   "all of them."},
    [OPT_ROSTER] = {"roster", 0, VALUE_FILE, "FILE", 0, 0, "OUT/roster.csv",
                    "The roster to read, for one that was edited by hand."},
    [OPT_REQUIREMENT] = {"requirement", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                         "People needed, as 'ronda staff' writes them, in place of our own."},
    [OPT_WORKED] = {"worked", 0, VALUE_FILE, "FILE", 0, 0, "as planned",
                    "What was worked in place of the roster: agent, work_date, start, end, and "
                    "perhaps shift, lost_min and reason (absent, sick, leave, swap, changed)."},
    [OPT_GRID] = {"grid", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                  "A sheet as roster-grid.csv in place of the roster: last month's makes the first "
                  "ledger."},
    [OPT_SCENARIO] = {"scenario", 0, VALUE_FILES, "FILE", 0, 0, NULL,
                      "What would change: a JSON merge patch over the plan as 'ronda check --json' "
                      "prints it, with perhaps a member \"knobs\". May be given again."},
    [OPT_SWEEP] = {"sweep", 0, VALUE_TEXTS, "KNOB=VALUES", 0, 0, NULL,
                   "A scenario for each value of a knob: volume=0.9:1.2:0.05 (from, to, step) or "
                   "people.red=-2,0,2. 'ronda whatif --explain' lists the knobs. May be given "
                   "again."},
    [OPT_OLD] = {"from", 0, VALUE_FOLDER, "OLD", 0, 0, NULL, "The run to mend: its folder."},
    [OPT_EVENT] =
        {"event", 0, VALUE_FILE, "FILE", 0, 0, NULL,
         "What happened, as JSON: absent, volume, swap, bid, locked, off_limits, now; see "
         "doc/deciding.md."},
    [OPT_ACTUALS] =
        {"actuals", 0, VALUE_FILE, "FILE", 0, 0, NULL,
         "What has come in today so far, a CSV file with start, queue, offered: the rest "
         "of the day's forecast follows it."},
    [OPT_ROOM] = {"room", 0, VALUE_NONE, NULL, 0, 0, NULL,
                  "Print how many more of each team can be off on each day."},
    [OPT_SCREEN] = {"screen", 0, VALUE_NONE, NULL, 0, 0, NULL,
                    "Only forecast, staffing and the bound of the cost, in seconds; no rosters."},
    [OPT_CSV] = {"csv", 0, VALUE_NONE, NULL, 0, 0, NULL, "Print CSV instead of text."},
    [OPT_PROFILE] = {"profile", 0, VALUE_CHOICE, IMPORT_PROFILES, 0, 0, NULL,
                     "The layout of the file, by the program that wrote it; --columns overrides "
                     "single columns of it."},
    [OPT_COLUMNS] = {"columns", 0, VALUE_TEXT, "LIST", 0, 0, NULL,
                     "Which column of the file holds what, by name or number: "
                     "start=NAME,offered=NAME, and where there are such, handled=NAME, queue=NAME, "
                     "aht=NAME (mean handling time) or total=NAME (of all contacts), length=NAME, "
                     "contact=NAME. A + joins columns: start=DATE+TIME, total=TALK+WRAP."},
    [OPT_ROWS] = {"rows", 0, VALUE_CHOICE, "interval|contact", 0, 0, "interval",
                  "What a row of --columns is: an interval with its counts, or one contact."},
    [OPT_SHEET] = {"sheet", 0, VALUE_TEXT, "NAME", 0, 0, "the first",
                   "The sheet of a workbook, by name or number."},
    [OPT_AS] = {"as", 0, VALUE_CHOICE, "calls|forecast|requirement", 0, 0, "the profile's",
                "What the rows become: counts that came, contacts expected, or people needed."},
    [OPT_DATE_FORMAT] = {"date-format", 0, VALUE_CHOICE, "dmy|mdy|ymd", 0, 0,
                         "as some date of the file proves",
                         "The order of day, month and year in a date such as 03/04/2026."},
    [OPT_DECIMAL] = {"decimal", 0, VALUE_CHOICE, "point|comma", 0, 0,
                     "as some figure of the file proves",
                     "What begins the decimals in a figure such as 1,234."},
    [OPT_MISSING] = {"missing", 0, VALUE_CHOICE, "unknown|zero", 0, 0, "the profile's",
                     "What a slot without a row is, between the first row and the last."},
    [OPT_REPEATS] = {"repeats", 0, VALUE_CHOICE, "skip|sum", 0, 0, "skip",
                     "A second row for a slot of a queue: skip it with a warning, or add it."},
    [OPT_QUEUE] = {"queue", 0, VALUE_TEXT, "ID", 0, 0, NULL,
                   "The queue of all rows, where no column says it; with --calls and a column "
                   "that does, the one to take."},
    [OPT_ZONE] = {"zone", 0, VALUE_TEXT, "ZONE", 0, 0, NULL,
                  "The time zone of local times, as America/New_York."},
    [OPT_SLOT] = {"slot", 0, VALUE_CHOICE, "5|15|30|60", 0, 0, "as the file has it",
                  "Minutes a row covers; finer rows are summed."},
    [OPT_CALLS] = {"calls", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                   "Forecast this one file of calls, without a plan folder; wants --zone, --from "
                   "and --days."},
    [OPT_FROM] = {"from", 0, VALUE_DATE, "DATE", 0, 0, NULL,
                  "The first date to forecast; only calls before it are looked at."},
    [OPT_INIT_FROM] = {"from", 0, VALUE_FOLDER, "DIR", 0, 0, NULL,
                       "Make the plan from the files in there: exports of contacts, people list, "
                       "leave sheet, last month's roster grid."},
    [OPT_EARLIER] = {"from", 0, VALUE_FOLDER, "OUT", 0, 0, NULL,
                     "An earlier run: the search begins with its roster.csv."},
    [OPT_LOCK_UNTIL] = {"lock-until", 0, VALUE_DATE, "DATE", 0, 0, "no day is kept",
                        "Days up to this one, itself too, stay as they are in the roster of "
                        "--from, to the minute; what of them breaks a rule by now is told."},
    [OPT_WRITE_MPS] = {"write-mps", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                       "Write the problem there as one integer program, in place of solving it: "
                       "free MPS, or CPLEX's LP where the name ends in .lp."},
    [OPT_DAYS] = {"days", 0, VALUE_COUNT, "N", 1, 366, NULL, "How many days to forecast."},
    [OPT_HOLIDAYS] = {"holidays", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                      "The client's holidays: a CSV file with the column date, perhaps name and "
                      "the others of holidays/, or an iCalendar feed (*.ics)."},
    [OPT_EVENTS] = {"events", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                    "What moves the volume: a CSV file with the columns of events.csv, of which "
                    "from must be there."},
    [OPT_ORIGINS] = {"origins", 0, VALUE_COUNT, "N", 1, 520, "6",
                     "How many forecasts to make and score, a week apart."},
    [OPT_HORIZON_DAYS] = {"horizon-days", 0, VALUE_COUNT, "N", 1, 366, "14",
                          "How many days each of them looks ahead."},
    [OPT_EXPLAIN] = {"explain", 0, VALUE_NONE, NULL, 0, 0, NULL,
                     "Print what may be given, its default and its meaning: every file and column, "
                     "or every knob."},
    [OPT_AGENT] = {"agent", 0, VALUE_TEXT, "ID", 0, 0, NULL, "For this agent alone."},
    [OPT_DAY] = {"day", 0, VALUE_DATE, "DATE", 0, 0, NULL, "For this work date alone."},
    [OPT_SHIFT] = {"shift", 0, VALUE_DATE, "DATE", 0, 0, NULL,
                   "Why that agent's shift or day off on this work date."},
    [OPT_AT] = {"slot", 0, VALUE_TEXT, "TIME", 0, 0, NULL,
                "Why the slot at this site time, 2026-12-24T22:00, is as it is."},
    [OPT_TIME_LIMIT] = {"time-limit", 0, VALUE_NUMBER, "SECONDS", 0, 1e7, "none",
                        "Stop there with the best roster so far; the result then depends on the "
                        "machine."},
    [OPT_ITERATIONS] = {"iterations", 0, VALUE_COUNT, "N", 1, 1e9, "the solver's own",
                        "Budget of the search: more is better and slower."},
    [OPT_GAP] = {"gap", 0, VALUE_NUMBER, "SHARE", 0, 1, "0",
                 "Stop as soon as the proven gap is at most this: 0.02 is 2 %."},
    [OPT_WORKERS] = {"workers", 0, VALUE_COUNT, "N", 1, 256, "one a core",
                     "Threads; their number changes no byte of the result."},
    [OPT_PROVE] = {"prove", 0, VALUE_NONE, NULL, 0, 0, NULL,
                   "Simulate the roster; where a target of the week is missed, raise the need of "
                   "the weakest slots and solve again, a few rounds."},
    [OPT_HALF_WIDTH] = {"half-width", 0, VALUE_NUMBER, "SHARE", 1e-4, 0.5, "0.005",
                        "Simulate until the weekly service level of every queue is known this "
                        "closely, with 95 % confidence."},
    [OPT_REPLICATIONS] = {"replications", 0, VALUE_COUNT, "N", 2, 100000, "1000",
                          "Simulate at most so many times."},
    [OPT_HANDLING_CV] = {"handling-cv", 0, VALUE_NUMBER, "RATIO", 0, 5, "0.8",
                         "Deviation of the simulated handling times over their mean."},
    [OPT_SEED] = {"seed", 0, VALUE_COUNT, "N", 0, 9007199254740992.0, "1",
                  "Seed of all random choices."},
    [OPT_NOW] = {"now", 0, VALUE_INSTANT, "INSTANT", 0, 0,
                 "the begin of the week; publish, feeds: the present",
                 "Time stamp of the calendars, as 2003-10-24T09:00:00+08:00."},
    [OPT_LANGUAGE] = {"language", 0, VALUE_CHOICE, "en|id", 0, 0, "the policy's",
                      "Language of the calendars' sentences."},
    [OPT_DST] = {"dst", 0, VALUE_CHOICE, "unknown|refuse", 0, 0, "unknown",
                 "History at a local time that does not exist or occurs twice: leave it out with a "
                 "warning, or refuse it."},
    [OPT_FEEDS] = {"feeds", 0, VALUE_FOLDER, "DIR", 0, 0, NULL,
                   "Write a rolling calendar an agent there, under a secret name, for a web server "
                   "to hand out."},
    [OPT_TOKENS] = {"tokens", 0, VALUE_FILE, "FILE", 0, 0, "DIR.tokens.csv",
                    "Where the secret names of the feeds are kept: outside version control, for "
                    "their owner only."},
    [OPT_URL] = {"url", 0, VALUE_TEXT, "URL", 0, 0, NULL,
                 "The address at which the web server hands the feeds out; publish then writes "
                 "DIR.links.csv, the sheet for handing out."},
    [OPT_FILES] = {"files", 0, VALUE_FOLDER, "DIR", 0, 0, NULL,
                   "Write a calendar an agent there, to import; what has gone is in it as "
                   "cancelled."},
    [OPT_MAIL] = {"mail", 0, VALUE_FOLDER, "DIR", 0, 0, NULL,
                  "Write an invitation or cancellation there for each change, to whom "
                  "DIR/addresses.csv (agent, address) names; a mail program sends them."},
    [OPT_CALDAV] = {"caldav", 0, VALUE_TEXT, "URL", 0, 0, NULL,
                    "Keep a calendar an agent on that CalDAV server, below this URL."},
    [OPT_CREDENTIALS] = {"credentials", 0, VALUE_FILE, "FILE", 0, 0,
                         "RONDA_CALDAV_USER and RONDA_CALDAV_PASSWORD",
                         "User and password of the server, as a netrc file of mode 0600."},
    [OPT_HIRES] = {"hires", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                   "Write the people to hire there, as rows for agents.csv."},
    [OPT_SIMULATION] = {"simulation", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                        "Show what 'ronda simulate --json' printed for this run."},
    [OPT_WHATIF] = {"whatif", 0, VALUE_FILE, "FILE", 0, 0, NULL,
                    "Show the scenarios that 'ronda whatif --json' printed."},
    [OPT_JSON] = {"json", 0, VALUE_NONE, NULL, 0, 0, NULL, "Print JSON instead of text."},
    [OPT_QUIET] = {"quiet", 'q', VALUE_NONE, NULL, 0, 0, NULL,
                   "No progress, no warnings, no page."},
    [OPT_VERBOSE] = {"verbose", 'v', VALUE_NONE, NULL, 0, 0, NULL, "Print notes too."},
    [OPT_HELP] = {"help", 'h', VALUE_NONE, NULL, 0, 0, NULL, "Print help and stop."},
    [OPT_VERSION] = {"version", 'V', VALUE_NONE, NULL, 0, 0, NULL, "Print the version and stop."},
};

/* Lists of what a verb takes. */
#define TAKES(option) [OPT_##option] = true
#define COMMON TAKES(QUIET), TAKES(VERBOSE), TAKES(HELP)
#define READS COMMON, TAKES(DST)
#define SOLVES                                                                            \
    READS, TAKES(WEEK), TAKES(TIME_LIMIT), TAKES(ITERATIONS), TAKES(GAP), TAKES(WORKERS), \
        TAKES(SEED)
/* How a file of calls is laid out. */
#define LAYOUT                                                                                     \
    TAKES(PROFILE), TAKES(COLUMNS), TAKES(ROWS), TAKES(SHEET), TAKES(DATE_FORMAT), TAKES(DECIMAL), \
        TAKES(MISSING), TAKES(REPEATS), TAKES(QUEUE), TAKES(ZONE), TAKES(SLOT)
#define HORIZON TAKES(WEEKS), TAKES(EARLIER), TAKES(LOCK_UNTIL)
#define SIMULATES TAKES(HALF_WIDTH), TAKES(REPLICATIONS), TAKES(HANDLING_CV)

const struct verb_def verb_defs[N_VERBS] = {
    [VERB_INIT] = {"init",
                   "FOLDER",
                   1,
                   1,
                   "write a plan folder to begin with",
                   "It works as it is: a small queue served round the clock, twelve agents, ten "
                   "weeks of made-up calls, and a README.md that says what each file is for.\n"
                   "With --from it is made from a planner's own files instead: each is shown with "
                   "how it was read, and what had to be assumed is listed, also in README.md. "
                   "--zone is that of the client's local times.",
                   {COMMON, TAKES(INIT_FROM), TAKES(ZONE), TAKES(DATE_FORMAT), TAKES(DECIMAL)}},
    [VERB_CHECK] = {"check",
                    "[FOLDER]",
                    0,
                    1,
                    "check a plan folder as a whole",
                    "Every fault is printed with its file, line and column, all at once, with the "
                    "nearest right name. --json prints the plan as one document: what a what-if "
                    "patches. --explain, which needs no folder, prints what may stand in each "
                    "file.",
                    {READS, TAKES(JSON), TAKES(EXPLAIN)}},
    [VERB_IMPORT] = {"import",
                     "FILE",
                     1,
                     1,
                     "turn another program's file into rows of calls/",
                     "A CSV file or an .xlsx workbook with a row an interval, a row a contact, or "
                     "dates across and intervals down; FILE - is the standard input. Say the "
                     "layout with --profile, or the columns with --columns. Rows that cannot be "
                     "read are skipped, each with a warning that has its line; a report says how "
                     "many and why.",
                     {READS, LAYOUT, TAKES(AS), TAKES(OUT)}},
    [VERB_FORECAST] = {"forecast",
                       "[FOLDER]",
                       0,
                       1,
                       "forecast the contacts of a week",
                       "A table: start (the client's local time), queue, contacts expected, their "
                       "quantiles, handling time. A client's own forecast in FOLDER/forecast/ "
                       "replaces ours where present.\n"
                       "Without a folder: ronda forecast --calls FILE --zone ZONE --from DATE "
                       "--days N, for one series of calls by itself; the file is read as by 'ronda "
                       "import'.",
                       {READS, LAYOUT, TAKES(WEEK), TAKES(WEEKS), TAKES(OUT), TAKES(CALLS),
                        TAKES(FROM), TAKES(DAYS), TAKES(HOLIDAYS), TAKES(EVENTS), TAKES(WORKERS)}},
    [VERB_BACKTEST] = {"backtest",
                       "[FOLDER]",
                       0,
                       1,
                       "how good the forecast would have been",
                       "Forecasts from past Mondays, each with what came before it only, scored "
                       "against what came: error, bias and the part within the bands, by week "
                       "ahead, for the forecast and for plain methods. Every queue of FOLDER that "
                       "has calls, or the one that --queue names.\n"
                       "Without a folder: ronda backtest --calls FILE --zone ZONE, for one series "
                       "of calls by itself.",
                       {READS, LAYOUT, TAKES(OUT), TAKES(CALLS), TAKES(HOLIDAYS), TAKES(EVENTS),
                        TAKES(FROM), TAKES(ORIGINS), TAKES(HORIZON_DAYS), TAKES(JSON)}},
    [VERB_ACCURACY] = {"accuracy",
                       "[FOLDER] FORECAST",
                       1,
                       2,
                       "compare an earlier forecast with what came",
                       "FORECAST is a table as 'ronda forecast' wrote it, often the forecast.csv "
                       "of a run. It is held against the calls of FOLDER, of which the part that "
                       "is routed here counts, by queue and by slot, day and week. Slots without "
                       "a row of calls are not scored.\n"
                       "Without a folder: ronda accuracy FORECAST --calls FILE --zone ZONE.",
                       {READS, LAYOUT, TAKES(OUT), TAKES(CALLS), TAKES(JSON)}},
    [VERB_STAFF] = {"staff",
                    "FOLDER",
                    1,
                    1,
                    "people needed per slot and queue",
                    "A table: start (site time), queue, people. Head-counts in FOLDER/requirement/ "
                    "replace ours where present.",
                    {READS, TAKES(WEEK), TAKES(WEEKS), TAKES(OUT)}},
    [VERB_ROSTER] =
        {"roster",
         "FOLDER",
         1,
         1,
         "find a roster for a week",
         "The roster as a table, nothing else; 'ronda plan' writes all files.\n"
         "With --write-mps the same problem goes to a file instead, in currency, as any "
         "solver reads it: rules, pauses, cover and all. That is for sizes that such "
         "solvers master, some hundred people.",
         {SOLVES, HORIZON, TAKES(WRITE_MPS), TAKES(REQUIREMENT), TAKES(OUT)}},
    [VERB_PLAN] = {"plan",
                   "FOLDER",
                   1,
                   1,
                   "forecast, staff, solve, check and write a week",
                   "The files go to the folder --out, by default plan-WEEK in the current folder; "
                   "it appears whole or not at all, and an earlier one is kept until the new one "
                   "stands. The last thing printed is a page with what the week needs, gets and "
                   "costs; --json prints summary.json in its place.\n"
                   "With --prove the roster is simulated as 'ronda simulate' does and corrected "
                   "until the targets of the week hold; exit code 7 if one is missed in the end "
                   "(the files are written all the same).",
                   {SOLVES, HORIZON, SIMULATES, TAKES(PROVE), TAKES(OUT), TAKES(NOW),
                    TAKES(LANGUAGE), TAKES(JSON)}},
    [VERB_VERIFY] = {"verify",
                     "FOLDER [OUT]",
                     1,
                     2,
                     "check a roster from its files",
                     "Reads OUT/roster.csv, OUT/requirement.csv and OUT/summary.json back and "
                     "computes every rule, the cover and the cost again, with none of the solver's "
                     "code. Exit code 7 if anything does not hold.\n"
                     "--roster takes a roster edited by hand: roster.csv, the grid, or the "
                     "workbook. With OUT every edit is judged, each alone: the rules it breaks, "
                     "and what it changes of cover and cost.",
                     {READS, TAKES(WEEK), TAKES(ROSTER), TAKES(REQUIREMENT), TAKES(JSON)}},
    [VERB_RULES] = {"rules",
                    "[FOLDER]",
                    0,
                    1,
                    "what working-time rules are in force",
                    "Every figure with its unit, layer (law and gold are kept, care costs its "
                    "price), the pack it comes from, its article and how certain that is, and what "
                    "is waived, with the reason. With --agent what binds that agent.\n"
                    "Without a folder: every rule that a pack or site.json may set.",
                    {READS, TAKES(AGENT), TAKES(JSON)}},
    [VERB_CLOSE] = {"close",
                    "FOLDER [OUT]",
                    1,
                    2,
                    "turn a week as worked into the next ledger",
                    "Adds the shifts of OUT/roster.csv, with what --worked says in their place, to "
                    "FOLDER/ledger.csv: the last shift and the runs of days and nights, which next "
                    "week's rest rules go on from, and the balances that are evened out. Prints "
                    "the shrinkage measured against the one assumed, and the balances of each "
                    "group. The ledger is replaced in one step; a week that it counts already is "
                    "refused. Whoever was away is credited with the mean of their group; whoever "
                    "is new or back enters at it.",
                    {READS, TAKES(WEEK), TAKES(ROSTER), TAKES(WORKED), TAKES(GRID), TAKES(OUT),
                     TAKES(JSON)}},
    [VERB_SIMULATE] = {"simulate",
                       "FOLDER [OUT]",
                       1,
                       2,
                       "live through a planned week many times",
                       "Reads OUT/roster.csv and OUT/requirement.csv back and simulates contact by "
                       "contact: uncertain volume, handling times, patience, shared skills, meals "
                       "and breaks, absence and lateness, callers who try again, backlog of e-mail "
                       "and other work with a deadline. Prints service, wait, abandonment, "
                       "occupancy and backlog of each queue and day with 95 % bands, and the "
                       "weakest intervals; --json has every interval. Exit code 7 if a target of "
                       "the week is missed beyond the band.",
                       {READS, SIMULATES, TAKES(WEEK), TAKES(ROSTER), TAKES(REQUIREMENT),
                        TAKES(TIME_LIMIT), TAKES(WORKERS), TAKES(SEED), TAKES(JSON)}},
    [VERB_CAPACITY] =
        {"capacity",
         "FOLDER",
         1,
         1,
         "how many people to hire in the coming months, "
         "and when",
         "A table: per month and skill the contacts and hours of a week, the people "
         "needed, there and short, who leaves and who is to be hired; then the "
         "classes, when they begin and when they are on the floor. Growth, attrition, "
         "leave, training and class sizes are the member capacity of site.json. --out "
         "writes the table as CSV, --hires the new people with their dates, for "
         "agents.csv.",
         {READS, TAKES(WEEK), TAKES(OUT), TAKES(HIRES), TAKES(WORKERS)}},
    [VERB_WHATIF] =
        {"whatif",
         "FOLDER",
         0,
         1,
         "plan a week as it is and under scenarios",
         "Each scenario is forecast, staffed and rostered, begun from the week as it is, side by "
         "side on all cores; the table holds them against it. A difference that better rosters "
         "within the proven gaps could turn round is marked as not decided. --iterations is 200 "
         "here, --time-limit each roster's.\n"
         "--out keeps the result of each scenario in a folder, with the table as whatif.csv and "
         "whatif.json; run again after a stop or a kill it does what is left. --screen compares "
         "what no roster can beat. --explain, which needs no folder, lists the knobs.",
         {SOLVES, SIMULATES, TAKES(SCENARIO), TAKES(SWEEP), TAKES(SCREEN), TAKES(PROVE), TAKES(OUT),
          TAKES(CSV), TAKES(JSON), TAKES(EXPLAIN)}},
    [VERB_REPLAN] =
        {"replan",
         "FOLDER",
         1,
         1,
         "mend a published week after something happened",
         "Someone is ill, volume jumps, a shift is swapped or bid for: the least change of the run "
         "--from that mends it. A changed day of an agent has a price that grows as notice "
         "shrinks; "
         "what has begun stays, and who is off limits. The new run's folder (--out, by default "
         "OLD-replanned) has changes.csv beside the usual files: who is affected, and whom to call "
         "in which order. --now says what time it is, if the event does not; --iterations is 120 "
         "here.",
         {SOLVES, TAKES(OLD), TAKES(EVENT), TAKES(ACTUALS), TAKES(NOW), TAKES(OUT), TAKES(JSON),
          TAKES(LANGUAGE)}},
    [VERB_SWAP] =
        {"swap",
         "FOLDER OUT AGENT AGENT DATE",
         5,
         5,
         "may two agents swap a day?",
         "Each would work what the other has, or has off. Yes or no (exit code 7), with the "
         "rules that it breaks, the cover that it leaves short, and what it costs.",
         {READS, TAKES(WORKERS)}},
    [VERB_LEAVE] =
        {"leave",
         "FOLDER OUT [AGENT DATE..DATE]",
         2,
         4,
         "may an agent be away?",
         "Yes or no (exit code 7), with the rules that it breaks, the cover that it leaves "
         "short, and what it costs. With --room, and without an agent, how many more of "
         "each team can be off on each day.",
         {READS, TAKES(ROOM), TAKES(WORKERS)}},
    [VERB_DIFF] = {"diff",
                   "[FOLDER] OLD NEW",
                   2,
                   3,
                   "what differs between two rosters",
                   "Who changes, on which days, and what that does to hours, nights, cover and "
                   "cost. OLD and NEW are runs' folders or the roster.csv in one; with the plan "
                   "FOLDER they may be any roster files, and both are counted anew. --out writes "
                   "the changed days as CSV.",
                   {READS, TAKES(REQUIREMENT), TAKES(OUT), TAKES(JSON)}},
    [VERB_EXPLAIN] = {"explain",
                      "FOLDER OUT",
                      2,
                      2,
                      "why somebody has that week, or why a slot is short",
                      "--agent ID: what bound the week, each reason left out in turn and that "
                      "week solved again with the others as they are; the wishes with what they "
                      "cost; the next best week; balances against the group. With --shift DATE "
                      "also that day.\n"
                      "--slot TIME: need, cover, what one more person there is worth, and the "
                      "cheapest who could come. Money is what the whole roster would cost more "
                      "or less.",
                      {READS, TAKES(REQUIREMENT), TAKES(AGENT), TAKES(SHIFT), TAKES(AT),
                       TAKES(LANGUAGE), TAKES(JSON)}},
    [VERB_SHOW] = {"show",
                   "[FOLDER] OUT",
                   1,
                   2,
                   "draw a roster in the terminal",
                   "Need against cover, who is missing and over, then a line an agent by team; "
                   "--day draws one work date hour by hour, --agent one agent's shifts. OUT is a "
                   "run's folder or a roster.csv in one; with the plan FOLDER it may be any "
                   "roster file, and cover is counted anew.\n"
                   "As wide as the terminal, or COLUMNS; colours unless NO_COLOR is set; plain "
                   "letters where the locale is not UTF-8.",
                   {READS, TAKES(REQUIREMENT), TAKES(AGENT), TAKES(DAY)}},
    [VERB_REPORT] = {"report",
                     "FOLDER OUT",
                     2,
                     2,
                     "make a page of a run that people can look at",
                     "Reads the files of the run in OUT back and writes OUT/report.html, one file "
                     "that opens from disk and needs no network: forecast, need and cover, roster, "
                     "short and over, fairness and wellbeing by group, premiums; with --simulation "
                     "the simulated service level, with --whatif scenarios. With --agent it is "
                     "OUT/report-ID.html, with that agent's shifts, wishes and balances and nobody "
                     "else's. --out names another file. A roster that does not hold makes no page: "
                     "exit code 7.",
                     {READS, TAKES(OUT), TAKES(AGENT), TAKES(SIMULATION), TAKES(WHATIF)}},
    [VERB_PUBLISH] = {"publish",
                      "FOLDER [OUT]",
                      1,
                      2,
                      "hand out the roster that counts",
                      "Reads OUT/roster.csv and holds it against FOLDER/published.csv, the "
                      "register of what was published: what is the same stays as it is to the "
                      "byte, what has changed keeps its identity and gets a higher number. "
                      "FOLDER/changes.csv then has a short message for each agent concerned. "
                      "Without OUT the shifts stay; leave and the days that are shown (14 back, 60 "
                      "ahead) are looked at again.\n"
                      "Run again after a kill or a broken line, it does what is left; exit code 8 "
                      "if a server did not take all.",
                      {READS, TAKES(ROSTER), TAKES(FEEDS), TAKES(TOKENS), TAKES(URL), TAKES(FILES),
                       TAKES(MAIL), TAKES(CALDAV), TAKES(CREDENTIALS), TAKES(NOW)}},
    [VERB_FEEDS] = {"feeds",
                    "list|rotate|revoke DIR [WHO]",
                    2,
                    3,
                    "list, renew or take away the addresses of feeds",
                    "list prints who has which address since when. rotate gives WHO, an agent or "
                    "team:NAME, a new one (all who have one without WHO); the old one is dead at "
                    "once. revoke takes it away until the next rotate.",
                    {COMMON, TAKES(TOKENS), TAKES(URL), TAKES(NOW)}},
    [VERB_HELP] = {"help", "[VERB]", 0, 1, "print help, on a verb or on all", "", {TAKES(HELP)}},
    [VERB_MAN] = {"man",
                  "",
                  0,
                  0,
                  "print the manual page",
                  "The page is in roff; read it with: ronda man | man -l -",
                  {TAKES(HELP)}},
    [VERB_COMPLETION] = {"completion",
                         "bash",
                         1,
                         1,
                         "print a completion script",
                         "For this shell only: source <(ronda completion bash)",
                         {TAKES(HELP)}},
};
