/* SPDX-License-Identifier: GPL-3.0-or-later */
/* columns_week.h - the columns of leave.csv, wishes.csv, pairs.csv, training.csv and ledger.csv: a
 * part of tables.c, for nobody else. */
#ifndef RONDA_IO_COLUMNS_WEEK_H
#define RONDA_IO_COLUMNS_WEEK_H

#include "base/ledger.h"
#include "base/people.h"
#include "io/column.h"

static const struct column leave_columns[] = {
    COL("agent", YES, CELL_REF, struct leave, agent, .ref = TABLE_AGENTS, HELP("Agent.")),
    COL("from", YES, CELL_DATE, struct leave, from, HELP("First work date.")),
    COL("to", YES, CELL_DATE, struct leave, to, HELP("Last work date.")),
    COL("kind", YES, CELL_WORD, struct leave, kind, WORDS(leave_kind_names, N_LEAVE_KINDS),
        HELP("What it is; fixed: the shift named is worked.")),
    COL("status", NO, CELL_WORD, struct leave, status, WORDS(leave_status_names, N_LEAVE_STATUS),
        OR("approved"), HELP("Only approved rows bind.")),
    COL2("shift", NO, CELL_SHIFT_START, struct leave, shift, fixed_start_min,
         HELP("kind fixed: the shift, N, or with its start, N@21:00.")),
    COL("note", NO, CELL_TEXT, struct leave, note, HELP("For people; never shown to others.")),
};

static const struct column wish_columns[] = {
    COL("agent", YES, CELL_REF, struct wish, agent, .ref = TABLE_AGENTS, HELP("Agent.")),
    COL2("date", NO, CELL_DATE_OR_DAY, struct wish, date, weekday,
         HELP("A work date, or a weekday; this column or the next.")),
    COL("weekday", NO, CELL_WEEKDAY, struct wish, weekday, HELP("Every such day.")),
    COL("wish", YES, CELL_WORD, struct wish, kind, WORDS(wish_kind_names, N_WISH_KINDS),
        HELP("What is wished.")),
    COL("shift", NO, CELL_REF, struct wish, shift, .ref = TABLE_SHIFTS,
        HELP("wish shift and not_shift: which.")),
    COL("points", NO, CELL_NUMBER, struct wish, points, WITHIN(0, 1000), OR("1"),
        HELP("Weight of the wish.")),
};

#define BALANCE(name, member, help) \
    COL(name, NO, CELL_NUMBER, struct ledger_entry, member, WITHIN(-1e6, 1e6), OR("0"), HELP(help))

static const struct column pair_columns[] = {
    COL("agent", YES, CELL_REF, struct pair, agent, .ref = TABLE_AGENTS, HELP("Agent.")),
    COL("other", YES, CELL_REF, struct pair, other, .ref = TABLE_AGENTS, HELP("Another one.")),
    COL("kind", YES, CELL_WORD, struct pair, kind, WORDS(pair_kind_names, N_PAIR_KINDS),
        HELP("together: they begin at once, whenever one of them works; apart: never both on "
             "duty.")),
};

static const struct column training_columns[] = {
    COL("id", YES, CELL_ID, struct training, id, HELP("Name of the session.")),
    COL("by", YES, CELL_DATE, struct training, by, HELP("Last work date: the deadline.")),
    COL("length_min", YES, CELL_INTEGER, struct training, length_min, WITHIN(5, 480),
        HELP("Length in minutes, whole slots.")),
    COL("kind", NO, CELL_WORD, struct training, kind, WORDS(training_kind_names, N_TRAINING_KINDS),
        OR("training"), HELP("What it is, for calendars.")),
    COL2("agents", NO, CELL_NAMES, struct training, agents, n_agents, OR(""),
         HELP("Who is to attend, after ';'.")),
    COL2("teams", NO, CELL_NAMES, struct training, teams, n_teams, OR(""),
         HELP("Teams that are to attend, too; without agents and teams everybody is.")),
    COL2("done", NO, CELL_NAMES, struct training, done, n_done, OR(""),
         HELP("Who has attended already, in weeks before.")),
    COL("from", NO, CELL_DATE, struct training, from, HELP("First work date.")),
    COL("class_max", NO, CELL_INTEGER, struct training, class_most, WITHIN(0, 1000), OR("0"),
        HELP("Most people in one session, 0 = no limit; it is held as often as that asks for.")),
    COL("quorum", NO, CELL_INTEGER, struct training, quorum, WITHIN(1, 1000), OR("1"),
        HELP("Fewest people for whom a session is held.")),
    COL("trainer", NO, CELL_REF, struct training, trainer, .ref = TABLE_AGENTS,
        HELP("Agent who holds it, in a shift of their own.")),
    COL("room", NO, CELL_NAME, struct training, room, HELP("Room: one session at a time in it.")),
    COL("price", NO, CELL_NUMBER, struct training, price, MONEY, OR("(8 x the mean wage)"),
        HELP("What it costs for each who has not attended by the deadline.")),
};

static const struct column ledger_columns[] = {
    COL("agent", YES, CELL_REF, struct ledger_entry, agent, .ref = TABLE_AGENTS, HELP("Agent.")),
    COL("until", YES, CELL_DATE, struct ledger_entry, until, HELP("Last work date that counts.")),
    COL("last_shift_end", YES, CELL_STAMP, struct ledger_entry, last_shift_end, OR("(none known)"),
        HELP("End of the last shift, with offset or site time.")),
    COL("run_days", NO, CELL_INTEGER, struct ledger_entry, run_days, WITHIN(0, 366), OR("0"),
        HELP("Consecutive work dates up to `until`.")),
    COL("run_nights", NO, CELL_INTEGER, struct ledger_entry, run_nights, WITHIN(0, 366), OR("0"),
        HELP("Consecutive nights up to `until`.")),
    BALANCE("nights", burden[BURDEN_NIGHTS], "Balance of nights."),
    BALANCE("weekends", burden[BURDEN_WEEKENDS], "Balance of weekends."),
    BALANCE("holidays", burden[BURDEN_HOLIDAYS], "Balance of the site's holidays."),
    BALANCE("observances", burden[BURDEN_OBSERVANCES], "Balance of holidays of one's own."),
    BALANCE("undesired_starts", burden[BURDEN_UNDESIRED], "Balance of undesired shifts."),
    BALANCE("wishes_granted", wishes_granted, "Balance of points granted."),
    BALANCE("late_changes", late_changes, "Balance of late changes."),
    BALANCE("hours", hours, "Balance of paid hours above the least of the contract."),
};

#endif
