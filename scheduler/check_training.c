/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_training.c - sessions of training.csv as the roster has them.
 *
 * Each lies within its shift, off the pauses and other sessions, on whole slots, on a work date
 * that counts, for somebody who is asked, once.  Those of one row and start are one session: no
 * more people than class_max, no fewer than the quorum, with the trainer; a room holds one at a
 * time. Who is asked and attends none costs the row's price, in the horizon that holds its
 * deadline. */
#include <string.h>

#include "base/training.h"
#include "scheduler/check_part.h"

/* One place in a session. */
struct place_in {
    int duty;
    const struct lesson *lesson;
};

struct sessions {
    struct check *check;
    struct place_in *place; /* [n] */
    int n;
};

static const struct training *row_of(const struct sessions *s, const struct lesson *lesson)
{
    return &s->check->plan->trainings[lesson->training];
}

static int64_t end_of(const struct sessions *s, const struct lesson *lesson)
{
    return lesson->start + (int64_t)row_of(s, lesson)->length_min * 60;
}

static int agent_of(const struct sessions *s, int i)
{
    return s->check->roster->duty[s->place[i].duty].agent;
}

#define FAULT(s, i, ...) check_fault((s)->check, agent_of(s, i), (s)->place[i].duty, __VA_ARGS__)

static void check_time(const struct sessions *s, int i)
{
    const struct check *c = s->check;
    const struct lesson *lesson = s->place[i].lesson;
    const struct duty *duty = &c->roster->duty[s->place[i].duty];
    const struct training *row = row_of(s, lesson);
    const char *who = check_agent(c, duty->agent), *at = check_stamp(c, lesson->start);
    const struct grid *grid = &c->requirement->grid;
    int64_t end = end_of(s, lesson);
    if (lesson->start < duty->start || end > duty->end)
        FAULT(s, i, "%s: session %s at %s is not inside the shift", who, row->id, at);
    if ((lesson->start - grid->begin) % grid->slot_s != 0)
        FAULT(s, i, "%s: session %s at %s does not begin with a slot", who, row->id, at);
    for (int k = 0; k < duty->n_pauses; k++)
        if (duty->pause[k].start < end &&
            duty->pause[k].start + (int64_t)duty->pause[k].min * 60 > lesson->start)
            FAULT(s, i, "%s: session %s at %s lies on a pause", who, row->id, at);
    for (const struct lesson *other = duty->lesson; other < lesson; other++)
        if (other->start < end && end_of(s, other) > lesson->start)
            FAULT(s, i, "%s: sessions %s and %s at %s overlap", who, row_of(s, other)->id, row->id,
                  at);
    if ((row->from != NO_DATE && duty->work_date < row->from) || duty->work_date > row->by)
        FAULT(s, i, "%s: session %s at %s is outside its dates (deadline %s)", who, row->id, at,
              check_date(c, row->by));
}

static void check_who(const struct sessions *s, int i)
{
    const struct lesson *lesson = s->place[i].lesson;
    const struct training *row = row_of(s, lesson);
    const char *who = check_agent(s->check, agent_of(s, i));
    if (agent_of(s, i) == row->trainer)
        return;
    if (!training_asks(s->check->plan, lesson->training, agent_of(s, i)))
        FAULT(s, i, "%s is not asked to session %s", who, row->id);
    for (int k = 0; k < i; k++)
        if (agent_of(s, k) == agent_of(s, i) && s->place[k].lesson->training == lesson->training)
            FAULT(s, i, "%s attends session %s twice", who, row->id);
}

static bool is_same_session(const struct lesson *a, const struct lesson *b)
{
    return a->training == b->training && a->start == b->start;
}

/* The session of place i, looked at once: at its first place. */
static void check_session(const struct sessions *s, int i)
{
    const struct lesson *lesson = s->place[i].lesson;
    const struct training *row = row_of(s, lesson);
    const char *at = check_stamp(s->check, lesson->start);
    int n = 0, n_trainers = 0;
    for (int k = 0; k < s->n; k++) {
        const struct lesson *other = s->place[k].lesson;
        if (is_same_session(other, lesson) && k < i)
            return;
        if (is_same_session(other, lesson))
            *(agent_of(s, k) == row->trainer ? &n_trainers : &n) += 1;
        else if (k < i && row->room && row_of(s, other)->room &&
                 strcmp(row->room, row_of(s, other)->room) == 0 &&
                 other->start < end_of(s, lesson) && end_of(s, other) > lesson->start)
            FAULT(s, i, "room %s holds %s and %s at once at %s", row->room, row_of(s, other)->id,
                  row->id, at);
    }
    if (row->trainer >= 0 && n_trainers == 0)
        FAULT(s, i, "session %s at %s is held without its trainer %s", row->id, at,
              check_agent(s->check, row->trainer));
    if (n < row->quorum)
        FAULT(s, i, "session %s at %s has %d people; its quorum is %d", row->id, at, n,
              row->quorum);
    if (row->class_most > 0 && n > row->class_most)
        FAULT(s, i, "session %s at %s has %d people; it takes %d", row->id, at, n, row->class_most);
}

static bool attends(const struct sessions *s, int training, int agent)
{
    for (int i = 0; i < s->n; i++)
        if (s->place[i].lesson->training == training && agent_of(s, i) == agent)
            return true;
    return false;
}

void check_training(struct check *check)
{
    const struct plan *plan = check->plan;
    struct sessions s = {.check = check};
    for (int d = 0; d < check->roster->n_duties; d++)
        s.n += check->roster->duty[d].n_lessons;
    s.place = ARENA_ARRAY(check->arena, struct place_in, s.n + 1);
    s.n = 0;
    for (int d = 0; d < check->roster->n_duties; d++)
        for (int k = 0; k < check->roster->duty[d].n_lessons; k++)
            s.place[s.n++] = (struct place_in){d, &check->roster->duty[d].lesson[k]};
    for (int i = 0; i < s.n; i++) {
        check_time(&s, i);
        check_who(&s, i);
        check_session(&s, i);
    }
    for (int i = 0; i < plan->n_trainings; i++)
        for (int a = 0; a < plan->n_agents; a++)
            if (training_wants(plan, i, a, check->horizon) && !attends(&s, i, a))
                check->out->cost_training += training_price(plan, i, check->horizon);
}
