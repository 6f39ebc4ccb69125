/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wellbeing.c - the rules that the score counts.
 *
 * The figures are those of the sources, whatever the site has in force.  The points are ronda's
 * own: ten for what a source ties to about a third more injuries or risk (a quick return, a night
 * beyond the third), five for a day, one or two for an hour.  The Fatigue and Risk Index was
 * withdrawn in 2021 and is not what this is. */
#include "base/wellbeing.h"

#define HSE "HSE, good-practice guidelines for shift work"

const struct wellbeing_rule wellbeing_rules[N_WELLBEING] = {
    {RULE_ROTATING_NIGHTS, 3, 10, HSE ": 2-3 nights", 'A'},
    {RULE_FIXED_NIGHTS, 5, 10, "fixed nights by choice: five, then two days off", 'C'},
    {RULE_QUICK_RETURN, 11, 10, "SJWEH 3770: injury rate ratio 1.39 at 11 h or less", 'A'},
    {RULE_ROTATING_RECOVERY, 24, 1, "BMC Public Health 2022, s12889-022-14098-5", 'A'},
    {RULE_NIGHT_TO_DAY, 48, 1, HSE ": two full nights' sleep", 'A'},
    {RULE_RUN_DAYS, 6, 5, HSE ": 5-7 days", 'A'},
    {RULE_NIGHT_HOURS, 8, 2, HSE ": 8 h", 'A'},
    {RULE_BACKWARD, 1, 1, HSE ": rotate forward", 'A'},
    {RULE_START_MOVE, 3, 1, "practice: steady starts", 'C'},
    {RULE_OFF_TOGETHER, 2, 5, "practice: no split days off", 'C'},
    {RULE_WEEKEND_DAYS, 1, 5, "practice: one day of a weekend free", 'C'},
    {RULE_NOTICE, 14, 1, "PMC10865088: sleep is better at one to two weeks' notice", 'A'},
};
