/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_model.c - plan, forecast and roster as what the replications need.
 *
 * Uncertain volume: one factor a day and queue, so that a bad forecast is bad for the whole day.
 * Its deviation is the forecast's own (day_cv); of a demand without one, counts have variance
 * m + c m^2 round their mean m, and with sd = (p95 - p05) / (2 x 1.645) a queue's c is
 * sum (sd^2 - m) / sum m^2 over its slots, at least 0.
 *
 * Absence and lateness: a queue's shrinkage s is the share of its people's time that is lost
 * unplanned; of a shift that serves several, the mean of theirs.  Lateness loses l = share x mean /
 * length of a shift, so a shift does not come at all with the chance (s - l) / (1 - l).  Shrinkage
 * is what the requirement was divided by: it is taken off here once and nowhere else.
 *
 * For queues whose work does not wait in a line, or that have head-counts and no contacts, as many
 * people as they need are kept in each slot, first those who serve nothing else, then those kept in
 * the slot before, then by number.  Where such a queue has contacts its work is simulated too
 * (sim_backlog.c), done by these and by whoever is idle.
 *
 * Contacts come while the queue is open: from its first open minute of the slot to its last. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/posts.h"
#include "scheduler/sim_part.h"

#define ANSWER_UNSTATED_S 20
#define SHORT_ABANDON_S 5
#define NORMAL_95 1.6448536269514722

/* ---- lines ---- */

static bool is_open(const struct queue *queue, int32_t date, int minute)
{
    for (int i = 0; i < queue->n_open; i++) {
        const struct open_span *span = &queue->open[i];
        for (int back = 0; back < 2; back++) {
            int at = minute + back * 1440;
            if (span->weekdays >> date_weekday(date - back) & 1 && at >= span->from_min &&
                at < span->to_min)
                return true;
        }
    }
    return queue->n_open == 0;
}

/* First and last open minute of slot k, in ticks, and how much of it is open; the first two are
 * the whole slot if none is. */
static double open_window(int64_t *open_from, int64_t *open_to, const struct sim_model *model,
                          const struct queue *queue, int k)
{
    const struct tz *zone = model->plan->accounts[queue->account].zone;
    int64_t begin = (int64_t)k * model->grid.slot_s, from = -1, to = -1, open_s = 0;
    for (int64_t at = begin; at < begin + model->grid.slot_s; at += 60) {
        int64_t instant = model->grid.begin + at;
        if (queue->n_open > 0 && !is_open(queue, tz_date(zone, instant), tz_minute(zone, instant)))
            continue;
        from = from < 0 ? at : from;
        to = at + 60;
        open_s += 60;
    }
    *open_from = (from < 0 ? begin : from) * SIM_TICKS;
    *open_to = (to < 0 ? begin + model->grid.slot_s : to) * SIM_TICKS;
    return (double)open_s / model->grid.slot_s;
}

static bool is_ahead(const struct queue *queue)
{
    return queue->channel == CHANNEL_OUTBOUND && queue->pacing == PACING_POWER;
}

/* Who is dialled ahead of people answers at once or is lost: a line without a queue. */
static bool has_line(const struct queue *queue)
{
    return queue->channel == CHANNEL_VOICE || queue->channel == CHANNEL_COUNTER ||
           queue->channel == CHANNEL_CHAT || is_ahead(queue);
}

/* Contacts, those of lists among them. */
static double expected(const struct demand *demand, const struct requirement *requirement,
                       int queue)
{
    double calls = 0;
    const double *reached = requirement->dialled.reached;
    size_t n = (size_t)demand->grid.n_slots, from = (size_t)queue * n;
    for (size_t at = from; at < from + n; at++)
        calls += demand->calls[at] + (reached ? reached[at] : 0);
    return calls;
}

/* c of the queue's quantiles. */
static double dispersion(const struct demand *demand, int queue)
{
    double excess = 0, squares = 0;
    if (!demand->p05 || !demand->p95)
        return 0;
    for (int k = 0; k < demand->grid.n_slots; k++) {
        size_t at = (size_t)queue * (size_t)demand->grid.n_slots + (size_t)k;
        double mean = demand->calls[at];
        double deviation = (demand->p95[at] - demand->p05[at]) / (2 * NORMAL_95);
        if (!(mean > 0) || !isfinite(deviation))
            continue;
        excess += deviation * deviation - mean;
        squares += mean * mean;
    }
    return excess > 0 ? excess / squares : 0;
}

static void log_of_unit_mean(double *mu, double *sigma, double variance)
{
    *sigma = sqrt(log1p(variance));
    *mu = -*sigma * *sigma / 2;
}

/* Slots in which a queue's work may be done, the one in which it comes among them; 0: a line. */
static int reach_of(const struct queue *queue, const struct grid *grid)
{
    if (has_line(queue))
        return 0;
    if (queue->channel == CHANNEL_OUTBOUND && isnan(queue->deadline_min))
        return grid->n_slots; /* a list is for the week */
    double slots = queue->deadline_min * 60 / grid->slot_s;
    return !(slots > 1) ? 1 : slots < grid->n_slots ? (int)slots : grid->n_slots;
}

/* Measured handling times as factors of mean 1. */
static void make_spread(struct sim_line *out, const struct queue *queue, struct arena *arena)
{
    double sum = 0;
    if (queue->n_spread < 2)
        return;
    for (int i = 1; i < queue->n_spread; i++)
        sum += (queue->spread_s[i - 1] + queue->spread_s[i]) / 2;
    double *spread = ARENA_ARRAY(arena, double, queue->n_spread);
    for (int i = 0; i < queue->n_spread; i++)
        spread[i] = queue->spread_s[i] * (queue->n_spread - 1) / sum;
    out->spread = spread;
    out->n_spread = queue->n_spread;
}

static int64_t whole_ticks(double s)
{
    return s > 0 ? (int64_t)(s * SIM_TICKS + 0.5) : 0;
}

static void make_line(struct sim_line *out, const struct sim_model *model, int q,
                      const struct demand *demand, const struct sim_options *options,
                      struct arena *arena)
{
    const struct queue *queue = &model->plan->queues[q];
    int n = model->grid.n_slots;
    bool is_chat = queue->channel == CHANNEL_CHAT && queue->concurrency > 1;
    *out = (struct sim_line){
        .queue = q,
        .reach = reach_of(queue, &model->grid),
        .priority = queue->priority,
        .overflow = whole_ticks(queue->overflow_s),
        .callback = whole_ticks(queue->callback_s),
        .promise = whole_ticks(queue->callback_min * 60),
        .retry_share = queue->patience_s > 0 ? queue->retry_share : 0,
        .retry_s = queue->retry_min * 60,
        .concurrency = is_chat ? queue->concurrency : 1,
        .short_abandon = (int64_t)SHORT_ABANDON_S * SIM_TICKS,
        .patience_s = is_ahead(queue)         ? 0
                      : queue->patience_s > 0 ? queue->patience_s
                                              : NAN,
        .abuse_share = queue->abuse_share,
        .recovery_s = queue->recovery_s,
        .rate = ARENA_ARRAY(arena, double, n),
        .aht_s = ARENA_ARRAY(arena, double, n),
        .open_from = ARENA_ARRAY(arena, int64_t, n),
        .open_to = ARENA_ARRAY(arena, int64_t, n),
    };
    if (out->concurrency > 1 && queue->n_pace == out->concurrency) {
        out->pace = ARENA_ARRAY(arena, double, queue->n_pace);
        for (int i = 0; i < queue->n_pace; i++)
            out->pace[i] = queue->pace_s[i] / queue->pace_s[queue->n_pace - 1];
    }
    make_spread(out, queue, arena);
    out->answer =
        (int64_t)((isnan(queue->answer_s) ? ANSWER_UNSTATED_S : queue->answer_s) * SIM_TICKS);
    double cv = options->volume_cv;
    if (isnan(cv))
        cv = demand->day_cv ? demand->day_cv[q] : sqrt(dispersion(demand, q));
    log_of_unit_mean(&out->volume_mu, &out->volume_sigma, cv * cv);
    if (out->reach > 0)
        out->open_share = ARENA_ARRAY(arena, double, n);
    for (int k = 0; k < n; k++) {
        size_t at = (size_t)q * (size_t)n + (size_t)k;
        if (!(demand->calls[at] > 0) && out->reach == 0)
            continue;
        double share = open_window(&out->open_from[k], &out->open_to[k], model, queue, k);
        if (out->reach > 0)
            out->open_share[k] = share;
        if (!(demand->calls[at] > 0))
            continue;
        out->rate[k] = demand->calls[at] / (double)(out->open_to[k] - out->open_from[k]);
        out->aht_s[k] = demand->aht_s[at];
    }
}

/* What is dialled of a queue's lists: contacts of a line that is dialled ahead, else work. */
static void add_lists(struct sim_line *out, const struct sim_model *model,
                      const struct dialled *dialled, struct arena *arena)
{
    int n = model->grid.n_slots;
    size_t row = (size_t)out->queue * (size_t)n;
    double *share = ARENA_ARRAY(arena, double, n);
    for (int k = 0; k < n && dialled->dials; k++) {
        double dials = dialled->dials[row + (size_t)k], reached = dialled->reached[row + (size_t)k];
        double open_s = dialled->open_s[row + (size_t)k];
        if (out->reach > 0 && !(out->rate[k] > 0))
            out->open_share[k] = open_s / model->grid.slot_s;
        share[k] = dials > 0 ? reached / dials : 0;
        out->aht_s[k] = dials > 0 ? model->plan->queues[out->queue].aht_s : out->aht_s[k];
        if (!(dials > 0) || out->reach > 0)
            continue;
        out->open_from[k] = (int64_t)k * model->slot_ticks;
        out->open_to[k] = out->open_from[k] + (int64_t)(open_s * SIM_TICKS);
        out->rate[k] = reached / (open_s * SIM_TICKS);
    }
    if (out->reach > 0 && dialled->dials) {
        out->dials = dialled->dials + row;
        out->dial_s = dialled->dial_s + row;
        out->reach_share = share;
    }
}

static void make_lines(struct sim_model *out, const struct demand *demand,
                       const struct requirement *requirement, const struct sim_options *options,
                       struct arena *arena)
{
    const struct plan *plan = out->plan;
    out->line = ARENA_ARRAY(arena, struct sim_line, plan->n_queues + 1);
    for (int deferred = 0; deferred < 2; deferred++)
        for (int q = 0; q < plan->n_queues && q < demand->n_queues; q++) {
            int *n = deferred ? &out->n_deferred : &out->n_lines;
            struct sim_line *line = &out->line[out->n_lines + out->n_deferred];
            if (has_line(&plan->queues[q]) != deferred && expected(demand, requirement, q) > 0) {
                make_line(line, out, q, demand, options, arena);
                add_lists(line, out, &requirement->dialled, arena);
                (*n)++;
            }
        }
    if (options->handling == SIM_LOG_NORMAL)
        log_of_unit_mean(&out->handling_mu, &out->handling_sigma,
                         options->handling_cv * options->handling_cv);
}

/* ---- servers and what they are away for ---- */

struct away {
    int64_t from, to;
    bool is_reserved;
};

/* A server while the model is made. */
struct shift_of {
    int64_t from, to;    /* ticks */
    uint64_t queues;     /* of the plan */
    struct away *away;   /* [n] in time order once joined */
    int n, cap, kept_at; /* slot for which it was kept last */
};

struct maker {
    struct sim_model *out;
    const struct requirement *requirement;
    struct shift_of *shift; /* [n_servers] */
    int32_t first;          /* date on which everybody's stage is looked at */
    int kept_cap;
    struct arena *arena;
};

static const struct agent *agent_of(const struct plan *plan, int agent)
{
    return agent < plan->n_agents ? &plan->agents[agent] : NULL;
}

/* What an agent does of these queues. */
static struct sim_group group_for(const struct sim_model *model, int agent, uint64_t queues)
{
    struct sim_group group = {0};
    const struct agent *person = agent_of(model->plan, agent);
    int first = person && person->n_skills > 0 ? person->skills[0].skill : -1;
    for (int l = 0; l < model->n_lines + model->n_deferred; l++) {
        int q = model->line[l].queue;
        if (!(queues >> q & 1))
            continue;
        if (l >= model->n_lines) {
            group.deferred |= UINT64_C(1) << (l - model->n_lines);
            continue;
        }
        bool is_first = first < 0 || model->plan->queues[q].skill == first;
        group.lines |= UINT64_C(1) << l;
        group.own |= (uint64_t)(is_first || model->line[l].overflow == 0) << l;
    }
    return group;
}

static int group_index(struct sim_model *model, const struct sim_group *group)
{
    for (int g = 0; g < model->n_groups; g++) {
        const struct sim_group *of = &model->group[g];
        if (of->lines == group->lines && of->own == group->own && of->deferred == group->deferred)
            return g;
    }
    model->group[model->n_groups] = *group;
    return model->n_groups++;
}

/* Mean shrinkage of those of the queues that are simulated, less what lateness loses. */
static double absence_of(const struct sim_model *model, uint64_t queues, int64_t length)
{
    double sum = 0;
    int n = 0;
    for (int l = 0; l < model->n_lines + model->n_deferred; l++)
        if (queues >> model->line[l].queue & 1) {
            sum += model->plan->queues[model->line[l].queue].shrinkage;
            n++;
        }
    double late = length > 0 ? model->late_share * model->late_s * SIM_TICKS / (double)length : 0;
    return n == 0 || late >= 1 ? 0 : fmax(0, (sum / n - late) / (1 - late));
}

static int64_t ticks_at(const struct sim_model *model, int64_t instant)
{
    int64_t s = instant - model->grid.begin;
    return s > 0 ? s * SIM_TICKS : 0;
}

static void add_away(struct shift_of *shift, int64_t from, int64_t to, bool is_reserved)
{
    from = from > shift->from ? from : shift->from;
    to = to < shift->to ? to : shift->to;
    if (from >= to)
        return;
    MEM_GROW(shift->away, shift->n, shift->cap);
    shift->away[shift->n++] = (struct away){from, to, is_reserved};
}

/* guiding: part of their time that learners without a mentor named take. */
static struct shift_of *add_server(struct maker *m, const struct duty *duty, double guiding)
{
    struct sim_model *model = m->out;
    int agent = duty->agent;
    int32_t date = duty->work_date;
    int64_t from = duty->start, to = duty->end;
    uint64_t queues = duty->queues;
    struct shift_of *shift = &m->shift[model->n_servers];
    struct sim_group group = group_for(model, agent, queues);
    *shift = (struct shift_of){
        .from = ticks_at(model, from), .to = ticks_at(model, to), .queues = queues, .kept_at = -2};
    model->server[model->n_servers++] =
        (struct sim_server){.group = group_index(model, &group),
                            .come = shift->from,
                            .pace = sim_pace(model->plan, agent, date, guiding),
                            .absence = absence_of(model, queues, shift->to - shift->from),
                            .absence_item = (uint64_t)agent << 32 | (uint32_t)date};
    return shift;
}

static void add_duties(struct maker *m, const struct roster *roster)
{
    bool guided = sim_any_guided(m->out->plan, roster);
    for (int i = 0; i < roster->n_duties; i++) {
        const struct duty *duty = &roster->duty[i];
        struct shift_of *shift =
            add_server(m, duty, guided ? sim_guided_part(m->out->plan, roster, duty) : 0);
        for (int k = 0; k < duty->n_pauses; k++) {
            const struct pause *pause = &duty->pause[k];
            add_away(shift, ticks_at(m->out, pause->start),
                     ticks_at(m->out, pause->start + (int64_t)pause->min * 60), false);
        }
        for (int k = 0; k < duty->n_lessons; k++) {
            int64_t from = duty->lesson[k].start;
            int minutes = m->out->plan->trainings[duty->lesson[k].training].length_min;
            add_away(shift, ticks_at(m->out, from), ticks_at(m->out, from + minutes * 60), false);
        }
    }
}

/* Whoever is on duty from before. */
static void add_ledger(struct maker *m)
{
    const struct plan *plan = m->out->plan;
    for (int i = 0; i < plan->n_ledger; i++) {
        const struct ledger_entry *entry = &plan->ledger[i];
        int64_t end = entry->last_shift_end;
        struct duty rest = {.agent = entry->agent,
                            .work_date = entry->until,
                            .start = m->out->grid.begin,
                            .end = end,
                            .queues = posts_queues(plan, entry->agent, m->first)};
        if (rest.queues && entry->until < m->first && end != NO_TIME && end > rest.start)
            add_server(m, &rest, 0);
    }
}

/* ---- people kept for queues that are not simulated ---- */

static double presence(const struct shift_of *shift, int64_t from, int64_t to)
{
    int64_t a = from > shift->from ? from : shift->from, b = to < shift->to ? to : shift->to;
    int64_t sum = b > a ? b - a : 0;
    for (int i = 0; i < shift->n; i++) {
        const struct away *away = &shift->away[i];
        int64_t c = away->from > a ? away->from : a, d = away->to < b ? away->to : b;
        sum -= !away->is_reserved && d > c ? d - c : 0;
    }
    return (double)sum / (double)(to - from);
}

static bool has_no_line(const struct sim_model *model, int server)
{
    return model->group[model->server[server].group].lines == 0;
}

/* That time of a server is for deferred work. */
static void add_kept(struct maker *m, int server, int slot, double part)
{
    struct sim_model *model = m->out;
    if (!(part > 0) || model->group[model->server[server].group].deferred == 0)
        return;
    MEM_GROW(model->kept, model->n_kept, m->kept_cap);
    model->kept[model->n_kept++] =
        (struct sim_kept){server, slot, (int64_t)(part * (double)model->slot_ticks + 0.5)};
}

/* Keeps people of one preference for queue q in slot k until `need` is met; the people still
 * missing. */
static double keep_some(struct maker *m, int q, int k, int preference, double need)
{
    struct sim_model *model = m->out;
    int64_t from = k * model->slot_ticks, to = from + model->slot_ticks;
    for (int i = 0; i < model->n_servers && need >= 0.5; i++) {
        struct shift_of *shift = &m->shift[i];
        if (!(shift->queues >> q & 1) || shift->kept_at == k || shift->to <= from ||
            shift->from >= to)
            continue;
        bool only = has_no_line(model, i);
        int mine = only ? 0 : shift->kept_at == k - 1 ? 1 : 2;
        double here = mine == preference ? presence(shift, from, to) : 0;
        if (!(here > 0))
            continue;
        add_away(shift, from, to, true);
        shift->kept_at = k;
        need -= here;
        if (only)
            continue;
        model->reserved_h[q] += here * model->grid.slot_s / 3600.0;
        add_kept(m, i, k, here);
    }
    return need;
}

static void keep_people(struct maker *m)
{
    struct sim_model *model = m->out;
    uint64_t simulated = 0;
    for (int l = 0; l < model->n_lines; l++)
        simulated |= UINT64_C(1) << model->line[l].queue;
    for (int k = 0; k < model->grid.n_slots; k++)
        for (int q = 0; q < model->plan->n_queues; q++) {
            double need = m->requirement->need[(size_t)q * (size_t)model->grid.n_slots + (size_t)k];
            for (int preference = 0; preference < 3 && !(simulated >> q & 1); preference++)
                need = keep_some(m, q, k, preference, need);
        }
}

/* Whoever serves no line works on what waits all the time. */
static void keep_others(struct maker *m)
{
    struct sim_model *model = m->out;
    for (int i = 0; i < model->n_servers; i++) {
        const struct shift_of *shift = &m->shift[i];
        if (!has_no_line(model, i))
            continue;
        for (int64_t k = shift->from / model->slot_ticks;
             k < model->grid.n_slots && k * model->slot_ticks < shift->to; k++)
            add_kept(m, i, (int)k,
                     presence(shift, k * model->slot_ticks, (k + 1) * model->slot_ticks));
    }
}

/* ---- events ---- */

static int by_from(const void *a, const void *b)
{
    const struct away *x = a, *y = b;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
                              : (x->to > y->to) - (x->to < y->to);
}

/* Spans that meet become one; with a reserved part the whole ends when it ends. */
static void join_away(struct shift_of *shift)
{
    int n = 0;
    if (shift->n == 0)
        return;
    qsort(shift->away, (size_t)shift->n, sizeof *shift->away, by_from);
    for (int i = 1; i < shift->n; i++) {
        struct away *last = &shift->away[n], *next = &shift->away[i];
        if (next->from > last->to) {
            shift->away[++n] = *next;
            continue;
        }
        last->to = next->to > last->to ? next->to : last->to;
        last->is_reserved |= next->is_reserved;
    }
    shift->n = n + 1;
}

/* Within an instant pauses come before arrivals, so that nobody takes a contact in between. */
static int by_time(const void *a, const void *b)
{
    static const int rank[] = {[SIM_PAUSE] = 0, [SIM_RESERVED] = 1, [SIM_COME] = 2, [SIM_GO] = 3};
    const struct sim_event *x = a, *y = b;
    if (x->at != y->at)
        return x->at > y->at ? 1 : -1;
    if (x->turn != y->turn)
        return rank[x->turn] - rank[y->turn];
    return x->server - y->server;
}

static void make_events(struct maker *m)
{
    struct sim_model *model = m->out;
    int n = 1;
    for (int i = 0; i < model->n_servers; i++) {
        join_away(&m->shift[i]);
        n += m->shift[i].n + 2;
    }
    model->event = ARENA_ARRAY(m->arena, struct sim_event, n);
    for (int i = 0; i < model->n_servers; i++) {
        const struct shift_of *shift = &m->shift[i];
        if (has_no_line(model, i) || shift->from >= shift->to)
            continue;
        model->event[model->n_events++] = (struct sim_event){shift->from, 0, i, SIM_COME};
        model->event[model->n_events++] = (struct sim_event){shift->to, 0, i, SIM_GO};
        for (int k = 0; k < shift->n; k++) {
            const struct away *away = &shift->away[k];
            model->event[model->n_events++] =
                away->is_reserved
                    ? (struct sim_event){away->from, away->to, i, SIM_RESERVED}
                    : (struct sim_event){away->from, away->to - away->from, i, SIM_PAUSE};
        }
    }
    qsort(model->event, (size_t)model->n_events, sizeof *model->event, by_time);
    model->event[model->n_events] = (struct sim_event){.at = SIM_NEVER};
}

/* ---- all of it ---- */

static void make_days(struct sim_model *out, const struct horizon *horizon, struct arena *arena)
{
    int *day_of = ARENA_ARRAY(arena, int, out->grid.n_slots);
    for (int k = 0, d = 0; k < out->grid.n_slots; k++) {
        int64_t at = out->grid.begin + (int64_t)k * out->grid.slot_s;
        while (d + 1 < horizon->n_days && at >= horizon->begin[d + 1])
            d++;
        day_of[k] = d;
    }
    out->day_of = day_of;
}

void sim_model(struct sim_model *out, const struct plan *plan, const struct demand *demand,
               const struct requirement *requirement, const struct roster *roster,
               const struct sim_options *options, uint64_t seed, struct arena *arena)
{
    const struct horizon *horizon = &roster->horizon;
    int most = roster->n_duties + plan->n_ledger;
    assert(demand->grid.n_slots == horizon->grid.n_slots && most < 1 << SIM_SERVER_BITS);
    *out = (struct sim_model){.plan = plan,
                              .grid = horizon->grid,
                              .n_days = horizon->n_days,
                              .slot_ticks = (int64_t)horizon->grid.slot_s * SIM_TICKS,
                              .seed = seed,
                              .handling = options->handling,
                              .late_share = plan->policy.late_share,
                              .late_s = plan->policy.late_min * 60};
    make_days(out, horizon, arena);
    make_lines(out, demand, requirement, options, arena);
    out->server = ARENA_ARRAY(arena, struct sim_server, most + 1);
    out->group = ARENA_ARRAY(arena, struct sim_group, most + 1);
    out->reserved_h = ARENA_ARRAY(arena, double, plan->n_queues + 1);
    struct maker m = {.out = out,
                      .requirement = requirement,
                      .shift = NEW_ARRAY(struct shift_of, most + 1),
                      .first = horizon->first,
                      .arena = arena};
    add_duties(&m, roster);
    add_ledger(&m);
    keep_people(&m);
    keep_others(&m);
    make_events(&m);
    for (int i = 0; i < out->n_servers; i++)
        mem_free(m.shift[i].away);
    mem_free(m.shift);
}
