/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h - the command line as data: one table of options, one of verbs, one of exit codes.
 * They make the parser (options.c) and the help, the manual and the completion (manual.c). */
#ifndef RONDA_CLI_OPTIONS_H
#define RONDA_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/status.h"

/* Exit codes: what a run came to. */
enum outcome {
    DONE,
    FAILED,
    USAGE,
    INVALID,
    INFEASIBLE,
    LIMIT_WITH_ROSTER,
    LIMIT_WITHOUT_ROSTER,
    NOT_HELD,
    IN_PART,
    N_OUTCOMES
};
extern const char *const outcome_help[N_OUTCOMES];

enum value_kind {
    VALUE_NONE, /* a flag */
    VALUE_TEXT,
    VALUE_FILE,
    VALUE_FOLDER,
    VALUE_TEXTS,   /* may be given again: each is kept, in order, in options.repeated */
    VALUE_FILES,   /* the same */
    VALUE_COUNT,   /* a whole number in [least, most] */
    VALUE_NUMBER,  /* in [least, most] */
    VALUE_WEEK,    /* 2003-W44 or any date in it */
    VALUE_DATE,    /* 2003-10-27 */
    VALUE_INSTANT, /* 2003-10-27T12:00:00Z, or with +08:00 */
    VALUE_CHOICE   /* one of the words in option_def.value, split by '|' */
};

enum option_id {
    OPT_OUT,
    OPT_WEEK,
    OPT_WEEKS,
    OPT_ROSTER,
    OPT_REQUIREMENT,
    OPT_WORKED,
    OPT_GRID,
    OPT_SCENARIO,
    OPT_SWEEP,
    OPT_OLD,
    OPT_EVENT,
    OPT_ACTUALS,
    OPT_ROOM,
    OPT_SCREEN,
    OPT_CSV,
    OPT_PROFILE,
    OPT_COLUMNS,
    OPT_ROWS,
    OPT_SHEET,
    OPT_AS,
    OPT_DATE_FORMAT,
    OPT_DECIMAL,
    OPT_MISSING,
    OPT_REPEATS,
    OPT_QUEUE,
    OPT_ZONE,
    OPT_SLOT,
    OPT_CALLS,
    OPT_FROM,
    OPT_INIT_FROM,
    OPT_EARLIER,
    OPT_LOCK_UNTIL,
    OPT_WRITE_MPS,
    OPT_DAYS,
    OPT_HOLIDAYS,
    OPT_EVENTS,
    OPT_ORIGINS,
    OPT_HORIZON_DAYS,
    OPT_EXPLAIN,
    OPT_AGENT,
    OPT_DAY,
    OPT_SHIFT,
    OPT_AT,
    OPT_TIME_LIMIT,
    OPT_ITERATIONS,
    OPT_GAP,
    OPT_WORKERS,
    OPT_PROVE,
    OPT_HALF_WIDTH,
    OPT_REPLICATIONS,
    OPT_HANDLING_CV,
    OPT_SEED,
    OPT_NOW,
    OPT_LANGUAGE,
    OPT_DST,
    OPT_FEEDS,
    OPT_TOKENS,
    OPT_URL,
    OPT_FILES,
    OPT_MAIL,
    OPT_CALDAV,
    OPT_CREDENTIALS,
    OPT_HIRES,
    OPT_SIMULATION,
    OPT_WHATIF,
    OPT_JSON,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_HELP,
    OPT_VERSION,
    N_OPTIONS
};

struct option_def {
    const char *name;
    char letter; /* 0: none */
    enum value_kind kind;
    const char *value;     /* how help calls the value; VALUE_CHOICE: the words */
    double least, most;    /* VALUE_COUNT, VALUE_NUMBER */
    const char *otherwise; /* the default, in words; NULL: none */
    const char *help;      /* one sentence */
};
extern const struct option_def option_defs[N_OPTIONS];

#define MAX_ARGUMENTS 5
#define MAX_REPEATED 200
struct verb_def {
    const char *name;
    const char *arguments;   /* "FOLDER [OUT]" */
    int least, most;         /* how many */
    const char *summary;     /* one line */
    const char *more;        /* paragraphs, split by newlines */
    bool options[N_OPTIONS]; /* which it takes */
};
enum verb_id {
    VERB_INIT,
    VERB_CHECK,
    VERB_IMPORT,
    VERB_FORECAST,
    VERB_BACKTEST,
    VERB_ACCURACY,
    VERB_STAFF,
    VERB_ROSTER,
    VERB_PLAN,
    VERB_VERIFY,
    VERB_RULES,
    VERB_CLOSE,
    VERB_SIMULATE,
    VERB_CAPACITY,
    VERB_WHATIF,
    VERB_REPLAN,
    VERB_SWAP,
    VERB_LEAVE,
    VERB_DIFF,
    VERB_EXPLAIN,
    VERB_SHOW,
    VERB_REPORT,
    VERB_PUBLISH,
    VERB_FEEDS,
    VERB_HELP,
    VERB_MAN,
    VERB_COMPLETION,
    N_VERBS
};
extern const struct verb_def verb_defs[N_VERBS];

/* A command line, parsed. */
struct options {
    enum verb_id verb;
    struct option_value {
        bool given;
        const char *text;
        double number;   /* VALUE_COUNT, VALUE_NUMBER */
        int choice;      /* VALUE_CHOICE: which word */
        int32_t date;    /* VALUE_WEEK: any date of it; VALUE_DATE */
        int64_t instant; /* VALUE_INSTANT */
    } option[N_OPTIONS];
    struct {
        enum option_id option;
        const char *text;
    } repeated[MAX_REPEATED]; /* [n_repeated] of those that may be, as they stand */
    int n_repeated;
    const char *argument[MAX_ARGUMENTS];
    int n_arguments;
};

/* argv[1..argc-1] by the tables.  --help and --version are taken anywhere and end the parse well;
 * a verb with --help is complete without its arguments.  Errors: ERR_USAGE, every fault in diags
 * with the nearest right name.  Strings are argv's. */
enum status options_parse(struct options *out, int argc, char *const argv[], struct diags *diags);

bool verb_takes(const struct verb_def *verb, enum option_id option);

#endif
