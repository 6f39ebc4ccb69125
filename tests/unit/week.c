/* SPDX-License-Identifier: GPL-3.0-or-later */
/* week.c - the plan and roster of week.h. */
#include "week.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static struct tz *zone(const char *name)
{
    struct diags *diags = diags_new();
    struct tz *tz = NULL;
    enum status status = tz_load(&tz, name, NULL, diags);
    assert(status == OK);
    (void)status;
    diags_free(diags);
    return tz;
}

static void add_agents(struct plan *plan)
{
    static const char *const ids[WEEK_AGENTS] = {"A1", "B2", "C3", "D4", "E5"};
    plan->n_agents = WEEK_AGENTS;
    plan->agents = ARENA_ARRAY(plan->arena, struct agent, WEEK_AGENTS);
    for (int i = 0; i < WEEK_AGENTS; i++) {
        struct agent *agent = &plan->agents[i];
        agent->id = ids[i];
        agent->name = "Nick Name";
        agent->team = "night";
        agent->from = agent->to = NO_DATE;
        agent->mentor = -1;
        agent->role = i == 1 ? ROLE_SENIOR : ROLE_AGENT;
    }
}

static void add_leave(struct plan *plan, int agent, int32_t from, int32_t to, enum leave_kind kind,
                      enum leave_status status)
{
    plan->leaves[plan->n_leaves++] = (struct leave){.agent = agent,
                                                    .from = from,
                                                    .to = to,
                                                    .kind = kind,
                                                    .status = status,
                                                    .shift = -1,
                                                    .fixed_start_min = -1,
                                                    .note = "a reason that is nobody's business"};
}

struct plan *week_plan(const char *site_zone, const char *client_zone, int32_t first)
{
    struct arena *arena = arena_new();
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->arena = arena;
    plan->site =
        (struct site){.id = "site-1", .zone = zone(site_zone), .currency = "PHP", .slot_min = 30};
    plan->policy.language = "en";
    plan->n_accounts = 2;
    plan->accounts = ARENA_ARRAY(arena, struct account, 2);
    plan->accounts[0] = (struct account){.id = "bank", .zone = zone(client_zone), .share = 1};
    plan->accounts[1] = (struct account){.id = "shop", .zone = zone("Europe/London"), .share = 1};
    plan->n_queues = 3;
    plan->queues = ARENA_ARRAY(arena, struct queue, 3);
    plan->queues[0] = (struct queue){.id = "bank-voice", .account = 0, .price_short_per_h = 9};
    plan->queues[1] = (struct queue){.id = "shop-chat", .account = 1, .price_short_per_h = 8};
    plan->queues[2] = (struct queue){.id = "bank-mail", .account = 0, .price_surplus_per_h = 1};
    plan->n_shifts = 2;
    plan->shifts = ARENA_ARRAY(arena, struct shift, 2);
    plan->shifts[0] = (struct shift){
        .id = "N", .start_min = 1260, .start_last_min = 1260, .length_min = 540, .meal_min = 60};
    plan->shifts[1] =
        (struct shift){.id = "D", .start_min = 540, .start_last_min = 540, .length_min = 300};
    add_agents(plan);
    plan->leaves = ARENA_ARRAY(arena, struct leave, 4);
    add_leave(plan, 2, first - 3, first + 1, LEAVE_SICK, LEAVE_APPROVED);
    add_leave(plan, 3, first, first, LEAVE_TRAINING, LEAVE_APPROVED);
    add_leave(plan, 4, first, first + 6, LEAVE_LEAVE, LEAVE_REQUESTED);
    return plan;
}

static void add_duty(struct roster *roster, const struct plan *plan, int agent, int32_t date,
                     int shift, uint64_t queues)
{
    const struct shift *s = &plan->shifts[shift];
    struct duty *duty = &roster->duty[roster->n_duties++];
    int64_t second;
    *duty = (struct duty){.agent = agent, .work_date = date, .shift = shift, .queues = queues};
    tz_instant(&duty->start, &second, plan->site.zone, date, s->start_min, 0);
    duty->end = duty->start + s->length_min * 60;
    duty->paid_min = s->length_min - s->meal_min;
    duty->pause[duty->n_pauses++] = (struct pause){duty->start + 90 * 60, 15, false};
    if (s->meal_min > 0) /* 01:30 where no clock changes: read twice in an autumn night */
        duty->pause[duty->n_pauses++] = (struct pause){duty->start + 270 * 60, s->meal_min, true};
    duty->pause[duty->n_pauses++] = (struct pause){duty->end - 45 * 60, 15, false};
}

struct roster *week_roster(const struct plan *plan, int32_t first)
{
    struct arena *arena = plan->arena;
    struct roster *roster = ARENA_NEW(arena, struct roster);
    struct diags *diags = diags_new();
    enum status status = horizon_make(&roster->horizon, plan->site.zone, first, WEEK_DAYS,
                                      plan->site.day_starts_min, plan->site.slot_min, diags);
    assert(status == OK);
    (void)status;
    diags_free(diags);
    roster->reproducible = true;
    roster->duty = ARENA_ARRAY(arena, struct duty, 4 * WEEK_DAYS);
    for (int day = 0; day < WEEK_DAYS; day++)
        add_duty(roster, plan, 0, first + day, 0, 1);
    for (int day = 0; day < WEEK_DAYS; day++)
        add_duty(roster, plan, 1, first + day, day % 2, 7);
    for (int day = 1; day < 4; day++)
        add_duty(roster, plan, 3, first + day, 1, 2);
    add_duty(roster, plan, 3, first + 3, 0, 2); /* a second one on that date */
    roster->absence = ARENA_ARRAY(arena, struct absence, 3);
    roster->absence[roster->n_absences++] = (struct absence){2, first, LEAVE_SICK};
    roster->absence[roster->n_absences++] = (struct absence){2, first + 1, LEAVE_SICK};
    roster->absence[roster->n_absences++] = (struct absence){3, first, LEAVE_TRAINING};
    return roster;
}
