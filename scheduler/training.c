/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.c - classes, coaching and meetings placed where cover is best.
 *
 * A session takes its people from the queues for whole slots inside their shifts, off their pauses.
 * Given the shifts, its cost is the exact change of the price of cover (cover.h), less the price of
 * each who would else not attend.  For a row of training.csv all starts are tried with the people
 * who are there and have not attended, cheapest first, as long as one more is worth it; the best
 * start is held if it reaches the quorum, has its trainer and its room, and so on until none pays.
 * Classes are even: of n who are left and at most k at a time ceil(n / ceil(n / k)).  Then each
 * session is taken out once more and held where it is best with all others as they are.  Sessions
 * of days that stay (base/locks.h) stay first of all, where the row still asks for them, enough
 * people are left and the trainer is there.
 *
 * Bound.  A session takes units from the cover that people bring.  In the Lagrangian (scheduler.h)
 * that costs a person of group g the dearest price pi of their posts in each of its rows, which is
 * below 0 where a unit more is a surplus.  So with L its value at the prices found,
 *
 *     L(pi) - sum over attendances of max over starts of -sum_rows full_row w_g max_p pi_p,row
 *
 * each term at least 0, is a bound of rosters with sessions; trainers attend what they hold.  The
 * sum over rows is that of any start whose shift can be of a date that counts, worked by them or
 * not. */
#include "scheduler/training.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/training.h"
#include "scheduler/cover.h"
#include "scheduler/value.h"

#define MOST_PASSES 3
#define NOT_KNOWN INT64_MIN

struct session {
    int training, row, n_people;
    int *agent; /* [n_people], without the trainer; mem_free */
};

struct placing {
    const struct build *b;
    struct roster *roster;
    struct cover_state *state;
    int n_rows, n_people;
    int *duty_at;     /* [n_people * n_rows] duty that is at work all of the slot, -1 */
    int *in_row;      /* [n_people * n_rows] training held then, -1 */
    bool *attends;    /* [n_trainings * n_people] */
    int64_t *leaving; /* [n_groups * n_rows] what one fewer costs, NOT_KNOWN */
    int *n_lessons;   /* [n_duties] */
    struct session *session;
    size_t n_sessions, cap_sessions;
    size_t n_kept; /* of the sessions: those of an earlier roster, which do not move */
};

static const struct training *row_of(const struct placing *p, int training)
{
    return &p->b->plan->trainings[training];
}

static int rows_of(const struct placing *p, int training)
{
    return row_of(p, training)->length_min / p->b->problem.row_min;
}

static int group_of(const struct placing *p, int agent)
{
    return p->b->problem.people[agent].group;
}

static bool is_at_work(const struct duty *duty, int64_t from, int64_t to)
{
    if (from < duty->start || to > duty->end)
        return false;
    for (int k = 0; k < duty->n_pauses; k++)
        if (duty->pause[k].start < to && duty->pause[k].start + duty->pause[k].min * 60 > from)
            return false;
    return true;
}

static void find_slots_at_work(struct placing *p)
{
    const struct grid *grid = &p->b->horizon->grid;
    for (int i = 0; i < p->n_people * p->n_rows; i++)
        p->duty_at[i] = p->in_row[i] = -1;
    for (int d = 0; d < p->roster->n_duties; d++) {
        const struct duty *duty = &p->roster->duty[d];
        for (int t = 0; t < p->n_rows; t++) {
            int64_t from = grid->begin + (int64_t)t * grid->slot_s;
            if (is_at_work(duty, from, from + grid->slot_s))
                p->duty_at[duty->agent * p->n_rows + t] = d;
        }
    }
}

/* Moves the work of one of the agent's slots out of cover (-1) or back; the change of cost. */
static int64_t move_work(struct placing *p, int agent, int row, int by)
{
    return cover_add(p->state, row, group_of(p, agent), by * p->b->problem.full_row);
}

static int64_t move_session(struct placing *p, int training, int agent, int row, int by)
{
    int64_t cost = 0;
    for (int t = row; t < row + rows_of(p, training); t++)
        cost += move_work(p, agent, t, by);
    return cost;
}

static int64_t leaving(struct placing *p, int agent, int row)
{
    int group = group_of(p, agent);
    int64_t *known = &p->leaving[group * p->n_rows + row];
    if (*known == NOT_KNOWN)
        *known = cover_probe(p->state, row, group, -p->b->problem.full_row);
    return *known;
}

/* The agent is at work all the time, in one shift of a date that counts. */
static bool is_free(const struct placing *p, int training, int agent, int row)
{
    const int *duty_at = p->duty_at + agent * p->n_rows, *in_row = p->in_row + agent * p->n_rows;
    const struct training *what = row_of(p, training);
    int n = rows_of(p, training);
    if (row + n > p->n_rows || duty_at[row] < 0 || p->n_lessons[duty_at[row]] == MAX_LESSONS)
        return false;
    for (int t = row; t < row + n; t++)
        if (duty_at[t] != duty_at[row] || in_row[t] >= 0)
            return false;
    int32_t date = p->roster->duty[duty_at[row]].work_date;
    return (what->from == NO_DATE || date >= what->from) && date <= what->by;
}

/* The day that was of the agent's shift in that slot, if it stays as it was; else NULL. */
static const struct locked_day *kept_day(const struct placing *p, int agent, int row)
{
    int32_t date = p->roster->duty[p->duty_at[agent * p->n_rows + row]].work_date;
    const struct locked_day *day = p->b->locks ? locks_day(p->b->locks, agent, date) : NULL;
    return day && day->is_kept ? day : NULL;
}

/* Free, and on no day that stays: what has been published, or has begun, gets no session more. */
static bool may_come(const struct placing *p, int training, int agent, int row)
{
    return is_free(p, training, agent, row) && !kept_day(p, agent, row);
}

static bool is_same_room(const char *left, const char *right)
{
    return left && right && strcmp(left, right) == 0;
}

/* The room is free, and no other class of the row begins then: a roster could not tell them apart.
 */
static bool has_room(const struct placing *p, int training, int row)
{
    const char *room = row_of(p, training)->room;
    int to = row + rows_of(p, training);
    for (size_t i = 0; i < p->n_sessions; i++) {
        const struct session *other = &p->session[i];
        if (other->training == training && other->row == row)
            return false;
        if (is_same_room(room, row_of(p, other->training)->room) && other->row < to &&
            other->row + rows_of(p, other->training) > row)
            return false;
    }
    return true;
}

struct candidate {
    int agent;
    int64_t cost;
};

static int by_cost(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    return (a->agent > b->agent) - (a->agent < b->agent);
}

/* A row of training.csv while a place is looked for. */
struct search {
    int training, size; /* people at most */
    int64_t price;      /* grains for each who does not attend */
    struct candidate *candidate;
    int *chosen, *best;
    int n_best, best_row;
    int64_t best_gain;
};

static int list_candidates(struct search *s, struct placing *p, int row)
{
    int n = 0;
    for (int a = 0; a < p->n_people; a++) {
        if (p->attends[s->training * p->n_people + a] ||
            !training_wants(p->b->plan, s->training, a, p->b->horizon) ||
            !may_come(p, s->training, a, row))
            continue;
        int64_t cost = 0;
        for (int t = row; t < row + rows_of(p, s->training); t++)
            cost += leaving(p, a, t);
        s->candidate[n++] = (struct candidate){a, cost};
    }
    if (n > 1)
        qsort(s->candidate, (size_t)n, sizeof *s->candidate, by_cost);
    return n < s->size ? n : s->size;
}

/* No session there can gain more: costs rise with the number who leave. */
static int64_t most_gain(const struct search *s, int n)
{
    int64_t gain = 0;
    for (int i = 0; i < n; i++)
        gain += s->price > s->candidate[i].cost ? s->price - s->candidate[i].cost : 0;
    return gain;
}

/* The session that begins in a row, by its exact gain; kept if it is the best so far. */
static void try_row(struct search *s, struct placing *p, int row)
{
    const struct training *what = row_of(p, s->training);
    int n = list_candidates(s, p, row), n_chosen = 0;
    if (n < what->quorum || (s->n_best > 0 && most_gain(s, n) <= s->best_gain))
        return;
    int64_t gain = what->trainer >= 0 ? -move_session(p, s->training, what->trainer, row, -1) : 0;
    for (int i = 0; i < n; i++) {
        int agent = s->candidate[i].agent;
        int64_t more = s->price - move_session(p, s->training, agent, row, -1);
        if (more < 0 && n_chosen >= what->quorum) {
            move_session(p, s->training, agent, row, 1);
            break;
        }
        s->chosen[n_chosen++] = agent;
        gain += more;
    }
    for (int i = 0; i < n_chosen; i++)
        move_session(p, s->training, s->chosen[i], row, 1);
    if (what->trainer >= 0)
        move_session(p, s->training, what->trainer, row, 1);
    if (gain < 0 || (s->n_best > 0 && gain <= s->best_gain))
        return;
    s->best_gain = gain;
    s->best_row = row;
    s->n_best = n_chosen;
    for (int i = 0; i < n_chosen; i++)
        s->best[i] = s->chosen[i];
}

static int n_left(const struct placing *p, int training)
{
    int n = 0;
    for (int a = 0; a < p->n_people; a++)
        n += !p->attends[training * p->n_people + a] &&
             training_wants(p->b->plan, training, a, p->b->horizon);
    return n;
}

static int even_size(const struct training *what, int n)
{
    if (what->class_most == 0 || n <= what->class_most)
        return n;
    int classes = (n + what->class_most - 1) / what->class_most;
    return (n + classes - 1) / classes;
}

/* Into the tables (by 1) or out of them. */
static void enter(struct placing *p, const struct session *session, int by)
{
    const struct training *what = row_of(p, session->training);
    int n = rows_of(p, session->training);
    for (int g = 0; g < p->b->problem.n_groups; g++)
        for (int t = session->row; t < session->row + n; t++)
            p->leaving[g * p->n_rows + t] = NOT_KNOWN;
    for (int i = 0; i <= session->n_people; i++) {
        int agent = i < session->n_people ? session->agent[i] : what->trainer;
        if (agent < 0)
            continue;
        p->n_lessons[p->duty_at[agent * p->n_rows + session->row]] += by;
        for (int t = session->row; t < session->row + n; t++)
            p->in_row[agent * p->n_rows + t] = by > 0 ? session->training : -1;
        if (i < session->n_people)
            p->attends[session->training * p->n_people + agent] = by > 0;
        move_session(p, session->training, agent, session->row, -by);
    }
}

/* The best session for those who are left; false: none pays. */
static bool find_session(struct session *out, struct placing *p, int training)
{
    const struct training *what = row_of(p, training);
    double price = training_price(p->b->plan, training, p->b->horizon);
    struct search s = {
        .training = training,
        .size = even_size(what, n_left(p, training)),
        .price = llround(price / p->b->problem.currency_per_grain),
        .candidate = NEW_ARRAY(struct candidate, p->n_people + 1),
        .chosen = NEW_ARRAY(int, p->n_people + 1),
        .best = NEW_ARRAY(int, p->n_people + 1),
    };
    for (int row = 0; row < p->n_rows && s.size > 0; row++)
        if (has_room(p, training, row) &&
            (what->trainer < 0 || may_come(p, training, what->trainer, row)))
            try_row(&s, p, row);
    *out = (struct session){training, s.best_row, s.n_best, s.best};
    mem_free(s.candidate);
    mem_free(s.chosen);
    if (s.n_best == 0)
        mem_free(s.best);
    return s.n_best > 0;
}

/* The agent was in that session on a day that stays, and can be. */
static bool has_kept(const struct placing *p, int training, int row, int agent)
{
    const struct grid *grid = &p->b->horizon->grid;
    int64_t start = grid->begin + (int64_t)row * grid->slot_s;
    const struct locked_day *day =
        is_free(p, training, agent, row) ? kept_day(p, agent, row) : NULL;
    for (int k = 0; day && day->was && k < day->was->n_lessons; k++)
        if (day->was->lesson[k].training == training && day->was->lesson[k].start == start)
            return true;
    return false;
}

/* The session of that row as it was; false: there was none, or it cannot stay. */
static bool find_kept(struct session *out, const struct placing *p, int training, int row)
{
    const struct training *what = row_of(p, training);
    *out = (struct session){training, row, 0, NEW_ARRAY(int, p->n_people + 1)};
    for (int a = 0; a < p->n_people; a++)
        if (!p->attends[training * p->n_people + a] &&
            training_wants(p->b->plan, training, a, p->b->horizon) && has_kept(p, training, row, a))
            out->agent[out->n_people++] = a;
    bool stays = out->n_people >= what->quorum && has_room(p, training, row) &&
                 (what->class_most == 0 || out->n_people <= what->class_most) &&
                 (what->trainer < 0 || has_kept(p, training, row, what->trainer));
    if (!stays)
        mem_free(out->agent);
    return stays;
}

static void add_session(struct placing *p, const struct session *session)
{
    MEM_GROW(p->session, p->n_sessions, p->cap_sessions);
    p->session[p->n_sessions++] = *session;
    enter(p, session, 1);
}

static void keep_sessions(struct placing *p)
{
    for (int i = 0; p->b->locks && i < p->b->plan->n_trainings; i++) {
        struct session session;
        for (int row = 0; row + rows_of(p, i) <= p->n_rows; row++)
            if (find_kept(&session, p, i, row))
                add_session(p, &session);
    }
    p->n_kept = p->n_sessions;
}

static void hold_all(struct placing *p)
{
    for (int i = 0; i < p->b->plan->n_trainings; i++) {
        struct session session;
        while (training_is_open(p->b->plan, i, p->b->horizon) && find_session(&session, p, i))
            add_session(p, &session);
    }
}

/* Each session once more with all others as they are; true: some moved. */
static bool improve(struct placing *p)
{
    int64_t before = p->state->value;
    for (size_t i = p->n_kept; i < p->n_sessions; i++) {
        struct session old = p->session[i], better;
        enter(p, &old, -1);
        p->session[i].training = old.training;
        p->session[i].row = p->n_rows; /* in no room */
        bool is_found = find_session(&better, p, old.training);
        bool is_kept = !is_found || better.n_people < old.n_people;
        if (is_found)
            mem_free(is_kept ? better.agent : old.agent);
        p->session[i] = is_kept ? old : better;
        enter(p, &p->session[i], 1);
    }
    return p->state->value < before;
}

static int by_start(const void *left, const void *right)
{
    const struct lesson *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

static void write_lessons(struct placing *p)
{
    const struct grid *grid = &p->b->horizon->grid;
    for (size_t i = 0; i < p->n_sessions; i++) {
        const struct session *session = &p->session[i];
        int trainer = row_of(p, session->training)->trainer;
        for (int k = 0; k <= session->n_people; k++) {
            int agent = k < session->n_people ? session->agent[k] : trainer;
            if (agent < 0)
                continue;
            struct duty *duty = &p->roster->duty[p->duty_at[agent * p->n_rows + session->row]];
            duty->lesson[duty->n_lessons++] = (struct lesson){
                session->training, grid->begin + (int64_t)session->row * grid->slot_s};
        }
    }
    for (int d = 0; d < p->roster->n_duties; d++)
        if (p->roster->duty[d].n_lessons > 1)
            qsort(p->roster->duty[d].lesson, (size_t)p->roster->duty[d].n_lessons,
                  sizeof(struct lesson), by_start);
}

/* Grains that a person's absence from the queues for a row saves at the prices. */
static double row_saving(const struct placing *p, const double *dual, int agent, int row)
{
    const struct problem *problem = &p->b->problem;
    int at = problem_group(problem, group_of(p, agent), row);
    double dearest = -INFINITY;
    for (int post = 0; post < p->b->plan->n_queues; post++)
        if (problem->group_posts[at] >> post & 1)
            dearest = fmax(dearest, dual[post * p->n_rows + row]);
    double weight = problem->group_weight_q ? problem->group_weight_q[at] / 4.0 : 1;
    return isinf(dearest) ? 0 : -dearest * weight * problem->full_row;
}

/* Grains that one attendance can save at most: of all starts in shifts of dates that count, which
 * last a day at most. */
static double most_saved_by(const struct placing *p, const double *dual, int training, int agent)
{
    const struct horizon *horizon = p->b->horizon;
    const struct training *what = row_of(p, training);
    int n = rows_of(p, training), first = 0, last = what->by - horizon->first + 2;
    if (what->from != NO_DATE && what->from > horizon->first)
        first = what->from - horizon->first;
    int64_t begin = horizon->begin[first];
    int64_t end = horizon->begin[last < horizon->n_days ? last : horizon->n_days];
    double most = 0;
    for (int row = 0; row + n <= p->n_rows; row++) {
        int64_t at = horizon->grid.begin + (int64_t)row * horizon->grid.slot_s;
        double saving = 0;
        for (int t = row; t < row + n && at >= begin && at < end; t++)
            saving += row_saving(p, dual, agent, t);
        most = fmax(most, saving);
    }
    return most;
}

/* Grains that sessions can save in any roster, at the prices. */
static double most_saved(const struct placing *p, const double *dual)
{
    double most = 0;
    for (int i = 0; i < p->b->plan->n_trainings; i++) {
        const struct training *what = row_of(p, i);
        int n = 0;
        for (int a = 0; a < p->n_people; a++) {
            if (!training_wants(p->b->plan, i, a, p->b->horizon))
                continue;
            most += most_saved_by(p, dual, i, a);
            n++;
        }
        if (what->trainer >= 0)
            most += n / what->quorum * most_saved_by(p, dual, i, what->trainer);
    }
    return most;
}

static int64_t missing(const struct placing *p)
{
    double cost = 0;
    for (int i = 0; i < p->b->plan->n_trainings; i++)
        cost += n_left(p, i) * training_price(p->b->plan, i, p->b->horizon);
    return llround(cost / p->b->problem.currency_per_grain);
}

static void begin(struct placing *p, struct solution *solution)
{
    const struct build *b = p->b;
    int cells = p->n_people * p->n_rows;
    p->duty_at = NEW_ARRAY(int, cells + 1);
    p->in_row = NEW_ARRAY(int, cells + 1);
    p->attends = NEW_ARRAY(bool, b->plan->n_trainings * p->n_people + 1);
    p->n_lessons = NEW_ARRAY(int, p->roster->n_duties + 1);
    p->leaving = NEW_ARRAY(int64_t, b->problem.n_groups * p->n_rows + 1);
    for (int i = 0; i < b->problem.n_groups * p->n_rows; i++)
        p->leaving[i] = NOT_KNOWN;
    find_slots_at_work(p);
    tours_cover(p->state, solution->tours);
}

static void end(struct placing *p)
{
    for (size_t i = 0; i < p->n_sessions; i++)
        mem_free(p->session[i].agent);
    mem_free(p->session);
    mem_free(p->duty_at);
    mem_free(p->in_row);
    mem_free(p->attends);
    mem_free(p->n_lessons);
    mem_free(p->leaving);
}

int64_t training_place(struct roster *roster, const struct build *b, struct solution *solution)
{
    const struct problem *problem = &b->problem;
    struct placing p = {
        .b = b, .roster = roster, .n_rows = problem->n_rows, .n_people = problem->n_people};
    if (b->plan->n_trainings == 0)
        return 0;
    struct cover_model *model = cover_model_new(problem);
    p.state = cover_state_new(model);
    begin(&p, solution);
    int64_t before = p.state->value, lost;
    keep_sessions(&p);
    hold_all(&p);
    for (int pass = 0; pass < MOST_PASSES && improve(&p); pass++)
        ;
    write_lessons(&p);
    lost = missing(&p);
    solution->value += p.state->value - before + lost;
    int64_t bound = (int64_t)floor(solution->lagrangian - most_saved(&p, solution->dual));
    solution->bound = bound < solution->bound ? bound : solution->bound;
    for (int post = 0; post < problem->n_posts; post++)
        for (int row = 0; row < p.n_rows; row++)
            solution->given_to[post * p.n_rows + row] =
                p.state->total[row * problem->n_posts + post];
    end(&p);
    cover_state_free(p.state);
    cover_model_free(model);
    return lost;
}
