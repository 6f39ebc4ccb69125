/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pay.h - what a shift earns beside the contract's wage, to the minute.  A scheme is data of the
 * rule packs; no code knows a country.  doc/pay.md states the calculation for people. */
#ifndef RONDA_BASE_PAY_H
#define RONDA_BASE_PAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rules.h"
#include "base/site.h"

struct plan;
struct duty;

/* What a date is for pay, alone and as a day off that is worked.  A class without rates of its own
 * takes those of the class that pay_fallback names. */
enum pay_day {
    PAY_ORDINARY,
    PAY_REST,
    PAY_SPECIAL,
    PAY_SPECIAL_REST,
    PAY_REGULAR,
    PAY_REGULAR_REST,
    PAY_DOUBLE, /* two regular holidays of one calendar on one date */
    PAY_DOUBLE_REST,
    PAY_REGULAR_SHORTEST, /* a regular holiday on the weekday with the fewest hours */
    N_PAY_DAYS
};
extern const char *const pay_day_names[N_PAY_DAYS];
extern const enum pay_day pay_fallback[N_PAY_DAYS];

#define MAX_PAY_TIERS 4

/* Rates by paid minute of the shift, counted from its start.  The first tier is the day's ordinary
 * time, what follows is overtime. */
struct pay_rates {
    int n;                        /* tiers; 0: none of its own */
    int until_min[MAX_PAY_TIERS]; /* paid minutes at which the tier ends; the last one's is not used
                                   */
    double rate[MAX_PAY_TIERS];   /* of the hourly wage */
    bool on_top;                  /* the first tier is paid beside the contract's wage */
    const char *article;          /* NULL */
    char certainty;               /* A B C X; 0 */
};

enum pay_stacking {
    PAY_MULTIPLY, /* rate x (1 + night) */
    PAY_ADD,      /* rate + night */
    N_PAY_STACKINGS
};
extern const char *const pay_stacking_names[N_PAY_STACKINGS];
enum holiday_attribution {
    BY_CALENDAR_HOURS, /* each minute takes its own local date */
    BY_SHIFT_START,    /* the whole shift takes the date of its start */
    N_HOLIDAY_ATTRIBUTIONS
};
extern const char *const holiday_attribution_names[N_HOLIDAY_ATTRIBUTIONS];
enum pay_holiday { PAY_NO_HOLIDAY, PAY_SPECIAL_HOLIDAY, PAY_REGULAR_HOLIDAY, N_PAY_HOLIDAYS };
extern const char *const pay_holiday_names[N_PAY_HOLIDAYS]; /* none special regular */
enum pay_rounding { ROUND_NONE, ROUND_DOWN, ROUND_NEAREST, ROUND_UP, N_PAY_ROUNDINGS };
extern const char *const pay_rounding_names[N_PAY_ROUNDINGS];

/* All zero: every paid hour earns the wage, and the night premium of the rules. */
struct pay_scheme {
    struct pay_rates day[N_PAY_DAYS];
    enum pay_holiday holiday[N_HOLIDAY_KINDS]; /* what each kind of holiday is */
    enum pay_stacking stacking;
    enum holiday_attribution attribution;
    enum pay_rounding rounding; /* of an hourly wage made from a month's, to whole currency */
    double hours_of_month;      /* a month's wage / this = an hour's; 0: not known */
    unsigned shortest_days;     /* weekdays with the fewest hours, bit 0 = Monday */
    const char *pack;           /* that spoke last; NULL: none did */
};

/* The rates that hold for a class. */
const struct pay_rates *pay_rates(const struct pay_scheme *scheme, enum pay_day day);
/* Paid minutes of a shift that are the contract's, by the ordinary date's first tier; the others
 * are overtime. */
int pay_ordinary_min(const struct pay_scheme *scheme, int paid_min);
/* An hour's wage from a month's: wage / hours_of_month, rounded as the scheme says. */
double pay_hourly(const struct pay_scheme *scheme, double wage_per_month);

/* A shift as pay sees it. */
struct pay_work {
    int64_t start, end;
    int64_t meal, meal_end; /* unpaid; the same: none */
    bool is_rest_day;       /* a day off that is worked */
};
struct pay_work pay_work_of(const struct duty *duty);

/* Paid minutes by class, tier and night. */
struct pay_minutes {
    int min[N_PAY_DAYS][MAX_PAY_TIERS][2];
};

/* Adds the paid minutes of the part [from, to) of a shift, on the site's clock, with its holidays
 * and the night window of `rules`.  The parts of a shift, cut at whole minutes, add up to it. */
void pay_count(struct pay_minutes *out, const struct plan *plan, const struct rule_set *rules,
               const struct pay_work *work, int64_t from, int64_t to);

/* One class of a shift's minutes, as payroll.csv has it. */
struct payroll_row {
    int agent;
    int32_t work_date;
    enum pay_day day;
    int tier; /* from 0 */
    bool is_night;
    int min;
    double rate, extra; /* of the hourly wage; currency beside the contract's wage */
    struct place at;
};

/* Rate of one class, tier and night: multiples of the hourly wage. */
double pay_rate(const struct pay_scheme *scheme, enum pay_day day, int tier, bool night,
                double night_share);
/* What of that rate the contract's wage holds already: 1 or 0. */
double pay_base(const struct pay_scheme *scheme, enum pay_day day, int tier);
bool pay_is_rest(enum pay_day day);

/* What is paid beside the contract's wage, by cause, in hours of wage.  Of a rate, the night's part
 * is the night's; the rest is of the day off, else the holiday, else overtime. */
enum premium { PREMIUM_NIGHT, PREMIUM_OVERTIME, PREMIUM_REST_DAY, PREMIUM_HOLIDAY, N_PREMIUMS };
extern const char *const premium_names[N_PREMIUMS];
struct premiums {
    double hours[N_PREMIUMS];
};
void pay_premiums(struct premiums *out, const struct pay_scheme *scheme,
                  const struct pay_minutes *minutes, double night_share);
double pay_sum(const struct premiums *premiums);
/* The same of a shift of the roster. */
void pay_of_duty(struct premiums *out, const struct plan *plan, const struct duty *duty);

#endif
