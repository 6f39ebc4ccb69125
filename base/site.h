/* SPDX-License-Identifier: GPL-3.0-or-later */
/* site.h - where people work and whom they serve: site, accounts, queues, holidays, events, prices.
 * Plain data, owned by the plan's arena.  Optional numbers that were not given hold their default;
 * NAN means "not set" where a default would be a lie (a target nobody asked for). */
#ifndef RONDA_BASE_SITE_H
#define RONDA_BASE_SITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/ledger.h"
#include "base/tz.h"

enum channel {
    CHANNEL_VOICE,
    CHANNEL_CHAT,
    CHANNEL_EMAIL,
    CHANNEL_BACK_OFFICE,
    CHANNEL_OUTBOUND,
    CHANNEL_COUNTER,
    N_CHANNELS
};
extern const char
    *const channel_names[N_CHANNELS]; /* voice chat email back_office outbound counter */

/* Whether what was abandoned counts (facts: five definitions in use). */
enum sl_definition {
    SL_ANSWERED_AND_ABANDONED_IN_TIME, /* (answered + abandoned in T) / offered */
    SL_ANSWERED,                       /* answered in T / answered */
    SL_OFFERED,                        /* answered in T / (answered + all abandoned) = / offered */
    SL_OFFERED_LESS_ABANDONED_IN_TIME, /* answered in T / (answered + abandoned after T) */
    SL_SHORT_ABANDON,                  /* (answered in T + abandoned in the short time) / offered */
    N_SL_DEFINITIONS
};
extern const char *const sl_definition_names[N_SL_DEFINITIONS];
enum target_over { OVER_INTERVAL, OVER_DAY, OVER_WEEK, N_TARGET_OVER };
extern const char *const target_over_names[N_TARGET_OVER];

struct account {
    const char *id;
    struct tz *zone;              /* the client's; queues are forecast in it */
    const char *const *calendars; /* ids of holiday calendars, [n_calendars] */
    int n_calendars;
    double share; /* part of the volume that is routed here, (0, 1], default 1 */
    struct place at;
};

/* Opening hours, account's local wall clock.  No span at all: always open. */
struct open_span {
    unsigned weekdays;    /* bit 0 = Monday */
    int from_min, to_min; /* to may pass 1440: open past midnight of that day */
};

/* How outbound contacts are dialled. */
enum pacing {
    PACING_PROGRESSIVE, /* one number for each person who is free: nobody is abandoned */
    PACING_POWER,       /* ahead of who becomes free: of those who answer, some find nobody */
    N_PACINGS
};
extern const char *const pacing_names[N_PACINGS]; /* progressive power */

struct queue {
    const char *id;
    int account; /* index */
    enum channel channel;
    int skill; /* index into plan.skills */
    int level; /* least skill level an agent needs, default 1 */
    double aht_s;
    double volume_factor, aht_factor; /* on what is forecast, default 1 */
    double service_level;             /* 0.80; NAN = none asked */
    double answer_s;
    enum sl_definition sl_definition;
    enum target_over target_over;
    double asa_s, abandon_max, occupancy_max; /* NAN = none asked */
    double patience_s;                        /* mean patience; NAN = nobody abandons (Erlang C) */
    int concurrency;                          /* chats at once, default 1 */
    const double *pace_s; /* [n_pace] handling time with 1, 2, ... chats in hand; n_pace is 0 or
                             concurrency.  Only proportions count: aht_s is that of the last */
    int n_pace;
    const double *spread_s; /* [n_spread] handling times as they were measured, at even steps from
                               the shortest to the longest: only proportions count; n_spread 0:
                               not known */
    int n_spread;
    double retry_share, retry_min; /* who gives up and tries again, after so long in the mean */
    double callback_s;   /* who has waited so long leaves a number and keeps the place; NAN */
    double callback_min; /* promised to be rung within, from the first ring on */
    int priority;        /* of the lines that a person serves, the lowest first */
    double overflow_s;   /* people whose first skill is another one take contacts only after so long
                            a wait */
    double deadline_min; /* e-mail, back office; NAN */
    enum pacing pacing;  /* outbound */
    double shrinkage;    /* unplanned, divides by 1 - s; [0, 0.9], default of the policy */
    const struct open_span *open; /* [n_open] */
    int n_open;
    double price_short_per_h,
        price_surplus_per_h; /* currency a person-hour, > 0 resp. >= 0; defaulted */
    double abuse_share, recovery_s;
    struct place at;
};

enum holiday_kind {
    HOLIDAY_REGULAR,
    HOLIDAY_SPECIAL,
    HOLIDAY_SPECIAL_WORKING,
    HOLIDAY_JOINT_LEAVE,
    HOLIDAY_HALF_DAY,
    HOLIDAY_LOCAL,
    HOLIDAY_OBSERVANCE,
    N_HOLIDAY_KINDS
};
extern const char *const holiday_kind_names[N_HOLIDAY_KINDS];
enum holiday_status { HOLIDAY_CONFIRMED, HOLIDAY_ESTIMATED, HOLIDAY_UNVERIFIED, N_HOLIDAY_STATUS };
extern const char *const holiday_status_names[N_HOLIDAY_STATUS];

struct holiday {
    const char *calendar; /* "PH" */
    int32_t date;
    enum holiday_kind kind;
    const char *name;
    enum holiday_status status;
    const char *region; /* NULL */
    struct place at;
};

struct event {
    int32_t from, to; /* dates of the account's zone, inclusive */
    int queue;        /* -1: all */
    const char *kind; /* campaign, outage, billing, ... free word */
    double effect;    /* factor on volume; NAN: unknown, the days are left out of the fit */
    const char *note;
    struct place at;
};

/* site.json "prices": currency; defaulted from the mean wage, see plan_defaults in io. */
struct prices {
    double short_per_h;       /* a missing person-hour */
    double surplus_per_h;     /* a person-hour over the need */
    double wish_point;        /* one point of a wish not granted */
    double uneven[N_BURDENS]; /* a burden more, for each that the agent is above the group's mean */
    double span_per_h;        /* a leader or senior missing, an hour */
    double alone_per_h; /* a junior without company or guide, one alone at a counter, an hour */
    double pair_per_h;  /* two on duty against pairs.csv, an hour */
    double seat_per_h;  /* a person over the seats, an hour */
};

/* Whose wishes weigh more. */
enum wish_order { WISHES_BY_TURNS, WISHES_BY_SENIORITY, WISHES_BY_POINTS, N_WISH_ORDERS };
extern const char *const wish_order_names[N_WISH_ORDERS]; /* turns seniority points */

/* What volume people are staffed for, since forecasts err. */
enum staff_for { STAFF_MEAN, STAFF_QUANTILE, STAFF_COST, N_STAFF_FOR };
extern const char *const staff_for_names[N_STAFF_FOR]; /* mean quantile cost */

struct policy {
    enum staff_for staff_for;
    double staff_quantile;
    double shrinkage;            /* default of queues */
    double late_share, late_min; /* shifts that begin late, by how much in the mean; of shrinkage */
    int break_step_min; /* breaks start on multiples of this after the shift's start, default 15 */
    int weeks_of_history; /* 0 = all */
    const char *language; /* "en" */
    /* calendars */
    bool calendar_breaks, client_holidays; /* pauses, clients' holidays as events of their own */
    int alarm_min;                         /* before a shift's start; 0 = none */
    const char *organizer;                 /* mail address; NULL */
    enum wish_order wish_order;
    bool leader_hard, night_senior_hard, counter_hard; /* a roster without them is none */
    int leader_span, night_senior_span; /* people needed for each on duty; 0: not asked for */
};

/* site.json "capacity": the coming months, for `ronda capacity`. */
struct capacity_policy {
    int months;
    double growth;    /* of volume, a month */
    double attrition; /* share of people who leave in a month */
    double leave;     /* share of contract time on leave and in training, as a yearly mean */
    double fit;       /* share of the rostered hours that fall where people are needed */
    int training_days, nesting_days;
    int class_least, class_most; /* people */
};

struct site {
    const char *id;
    struct tz *zone;
    const char *currency; /* ISO 4217 */
    enum weekday week_start;
    int day_starts_min;           /* work dates begin here, default 0 */
    int slot_min;                 /* 15, 30, 60 */
    const char *const *calendars; /* site's holiday calendars [n_calendars] */
    int n_calendars;
    int seats;           /* 0 = no limit */
    const int *shuttles; /* [n_shuttles] minutes of day at which people are brought; 0: any time */
    int n_shuttles;
    struct place at;
};

#endif
