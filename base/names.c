/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.c - the words that files use for the enumerations of the model, in the order of the enums.
 */
#include "base/people.h"
#include "base/roster.h"
#include "base/rules.h"
#include "base/site.h"

const char *const channel_names[N_CHANNELS] = {"voice",       "chat",     "email",
                                               "back_office", "outbound", "counter"};
const char *const sl_definition_names[N_SL_DEFINITIONS] = {
    "answered_and_abandoned_in_time", "answered", "offered", "offered_less_abandoned_in_time",
    "short_abandon"};
const char *const target_over_names[N_TARGET_OVER] = {"interval", "day", "week"};
const char *const holiday_kind_names[N_HOLIDAY_KINDS] = {
    "regular", "special", "special_working", "joint_leave", "half_day", "local", "observance"};
const char *const holiday_status_names[N_HOLIDAY_STATUS] = {"confirmed", "estimated", "unverified"};
const char *const stage_names[N_STAGES] = {"class", "tandem", "pool", "full"};
const char *const role_names[N_ROLES] = {"agent", "senior", "leader", "analyst", "supervisor"};
const char *const profile_names[N_PROFILES] = {"rotating", "fixed_night_by_choice"};
const char *const leave_kind_names[N_LEAVE_KINDS] = {"leave", "sick", "training", "unavailable",
                                                     "fixed"};
const char *const leave_status_names[N_LEAVE_STATUS] = {"approved", "requested", "refused"};
const char *const attended_reason_names[N_ATTENDED_REASONS] = {"absent", "sick", "leave", "swap",
                                                               "changed"};
const char *const wish_order_names[N_WISH_ORDERS] = {"turns", "seniority", "points"};
const char *const pair_kind_names[N_PAIR_KINDS] = {"together", "apart"};
const char *const wish_kind_names[N_WISH_KINDS] = {"off",       "work",     "shift",
                                                   "not_shift", "team_off", "same_start"};
const char *const training_kind_names[N_TRAINING_KINDS] = {"training", "coaching", "meeting"};
const char *const condition_names[N_CONDITIONS] = {"minor", "pregnant", "night_unfit"};
const char *const offer_kind_names[N_OFFER_KINDS] = {"overtime", "rest_day", "time_off"};
const char *const night_what_names[N_NIGHT_WHATS] = {"transport_to", "transport_home", "meal"};
const char *const rule_kind_names[N_KINDS] = {
    "gap",     "recovery", "return",     "run",     "off_run",  "count",
    "minutes", "ordinary", "succession", "move",    "backward", "long_rest",
    "length",  "meal",     "pauses",     "stretch", "figure"};
const char *const rule_who_names[N_WHO] = {"anyone",
                                           "profile rotating",
                                           "profile fixed_night_by_choice",
                                           "under 18",
                                           "pregnant",
                                           "not fit for nights by a doctor's note",
                                           "without consent to night work on file",
                                           "without a health check on file",
                                           "without transport at night"};
const char *const rule_layer_names[N_LAYERS] = {"law", "gold", "care"};
const char *const pacing_names[N_PACINGS] = {"progressive", "power"};
const char *const staff_for_names[N_STAFF_FOR] = {"mean", "quantile", "cost"};
