/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wellbeing.h - a score of each agent's weeks by rules of good practice, each with its source.
 * It is ronda's own sum, no official index. */
#ifndef RONDA_BASE_WELLBEING_H
#define RONDA_BASE_WELLBEING_H

#include "base/rules.h"

/* A rule of the table, whether in force at the site or not, with the figure that the score uses. */
struct wellbeing_rule {
    enum rule_id id;
    double value;
    double points; /* off the score for each unit broken in a week */
    const char *source;
    char certainty;
};
#define N_WELLBEING 12
extern const struct wellbeing_rule wellbeing_rules[N_WELLBEING];

struct wellbeing {
    double score;              /* 100 down to 0 */
    double units[N_WELLBEING]; /* beyond each figure, over the horizon; 0 where the rule is not for
                                  the agent */
};

#endif
