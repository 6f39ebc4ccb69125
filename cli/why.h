/* SPDX-License-Identifier: GPL-3.0-or-later */
/* why.h - what the answers of `explain` have in common. */
#ifndef RONDA_CLI_WHY_H
#define RONDA_CLI_WHY_H

#include "cli/ran.h"
#include "cli/why_words.h"
#include "io/ics_words.h"
#include "scheduler/own_week.h"

struct why {
    const struct ran *ran;
    const struct plan *plan;
    struct own_week *own;
    const struct why_words *words;
    const struct ics_words *dates;
    struct command *command;
    struct text *out;
    bool is_json;
    int agent;
    double value;           /* of the roster as it is */
    struct found_week best; /* of the agent under all that binds */
};

/* Each clears `to` and returns its bytes. */
const char *why_date(struct text *to, const struct why *why, int32_t date);
const char *why_money(struct text *to, const struct why *why, double value);
const char *why_week(struct text *to, const struct why *why, const struct found_week *week);
/* The days on which a week is not the roster's. */
const char *why_differences(struct text *to, const struct why *why, int agent,
                            const struct found_week *week);

const struct duty *why_duty_on(const struct duty *duty, int n, int agent, int32_t date);
void why_begin(const struct why *why); /* of an item's line */
void why_end(const struct why *why);

/* The next member of an object. */
void why_json_key(const struct why *why, const char *name);
void why_json_number(const struct why *why, const char *name, double value);

/* The slot at a site time, queue by queue. */
enum outcome why_slot(struct why *why, const char *time);

#endif
