/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.h - the plan folder, described once: each column of each file and each member of site.json
 * is one row of data here.  It makes the reader, the checks of single cells, `check --explain`, the
 * JSON Schema and the manual's list. */
#ifndef RONDA_IO_TABLES_H
#define RONDA_IO_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/text.h"

enum cell_kind {
    CELL_ID,          /* const char *: the row's key in the document */
    CELL_TEXT,        /* const char *, NULL = not given */
    CELL_NAME,        /* the same, an id */
    CELL_NUMBER,      /* double within [least, most], NAN = not given */
    CELL_INTEGER,     /* int, -1 */
    CELL_FLAG,        /* bool: yes, no */
    CELL_WORD,        /* enum: one of words */
    CELL_CLOCK,       /* int: minute of day, "21:05", -1 */
    CELL_DATE,        /* int32_t: "2026-12-24", NO_DATE */
    CELL_WEEKDAY,     /* int, also an enum: "sat" or "saturday"; untouched if not given */
    CELL_DATE_OR_DAY, /* int32_t date and, at offset_n, int weekday: a date or "sat" */
    CELL_STAMP,       /* int64_t: "2026-12-24T21:00+08:00", or site time without offset; NO_TIME */
    CELL_REF,         /* int: row of the table `ref`, -1 */
    CELL_SHIFT_START, /* int shift and, at offset_n, int start minute or -1: "N" or "N@21:00" */
    CELL_SKILL,       /* int: index into plan.skills */
    CELL_SKILLS,      /* struct skill_level * and, at offset_n, int: "bank;en:3" */
    CELL_NAMES,       /* const char ** and, at offset_n, int: "red;blue" */
    CELL_WEEKDAYS,    /* unsigned bits: "mon-fri;sun" */
    CELL_OPEN,        /* struct open_span * and, at offset_n, int: "mon-fri 07:00-21:05" */
    CELL_BREAKS,      /* int[MAX_BREAKS - 1] and, at offset_n, int: "2x15" */
    CELL_CLOCKS,      /* int * and, at offset_n, int: "21:00;23:00" */
    CELL_NUMBERS,    /* double *, each within [least, most], and, at offset_n, int: "300/420/540" */
    CELL_ZONE,       /* struct tz *: "Asia/Manila" */
    CELL_DAYS_RANGE, /* int[2]: 5 or [4, 5] */
    CELL_RANGE,      /* double[2] */
    CELL_OTHER,      /* read by code of its own; described here only */
    N_CELL_KINDS
};

enum table_id {
    TABLE_SITE, /* site.json: one object each ... */
    TABLE_PRICES,
    TABLE_POLICY,
    TABLE_CAPACITY,
    TABLE_SITES, /* ... and objects keyed by id */
    TABLE_ACCOUNTS,
    TABLE_CONTRACTS,
    TABLE_TENURE,
    TABLE_QUEUES, /* CSV files */
    TABLE_SHIFTS,
    TABLE_AGENTS,
    TABLE_EVENTS,
    TABLE_HOLIDAYS,
    TABLE_LEAVE,
    TABLE_WISHES,
    TABLE_PAIRS,
    TABLE_LISTS,
    TABLE_TRAINING,
    TABLE_LEDGER,
    TABLE_CALLS, /* streamed, not in the document */
    TABLE_FORECAST,
    TABLE_REQUIREMENT,
    N_TABLES
};

struct column {
    const char *name;
    bool required; /* the column or member must be there */
    enum cell_kind kind;
    size_t offset, offset_n;
    double least, most;
    const char *const *words; /* [n_words] CELL_WORD; CELL_INTEGER: the only values */
    int n_words;
    enum table_id ref;     /* CELL_REF */
    const char *otherwise; /* what an empty cell means, read like a cell; "(...)" says how it is
                              found; NULL: the cell must be filled if required, else not given */
    const char *help;
};

#define MOST_COLUMNS 40
#define MOST_KEYS 5

struct table {
    const char *name; /* member of the document: "agents" */
    const char *row;  /* what one row is: "agent" */
    const char *file; /* "agents.csv", or a pattern of one folder */
    bool required;    /* the file must be there */
    bool is_json;     /* a member of site.json */
    bool is_one;      /* one object, not rows by key */
    bool may_repeat;  /* the same key again becomes "KEY #2" */
    const struct column *column;
    int n_columns;
    const char *key[MOST_KEYS]; /* columns whose cells make the key, joined by a blank */
    size_t offset_at;           /* of struct place in the row's struct */
    const char *help;
};

extern const struct table tables[N_TABLES];

int table_column(const struct table *table, const char *name); /* index, -1 */
/* Reports members of the document's root that nobody knows; with_tables: those of CSV files are
 * allowed, as in a patch. */
struct doc_node;
void doc_check_root(const struct doc_node *root, bool with_tables, struct diags *diags);
/* What a kind of cell may hold, for people: "a time of day such as 21:05". */
void column_describe(struct text *out, const struct column *column);

/* Every file, column, default and meaning: what `check --explain` prints. */
void tables_explain(struct text *out);
/* The part of it on working-time rules: what `rules` prints without a folder. */
void tables_explain_rules(struct text *out);
/* JSON Schema (2020-12) of site.json: doc/site.schema.json. */
void tables_schema(struct text *out);

#endif
