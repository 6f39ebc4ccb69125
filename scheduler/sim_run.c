/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_run.c - one replication: contacts drawn (sim_draw.c), then events in time order.
 *
 * Three sources of events, merged: the roster's turns (sorted once for all replications), a heap of
 * servers that become free, and each line's next event (sim_line.c).  Nobody joins a line while
 * somebody who may serve it at once is idle, so who gave up is noticed when their turn comes, which
 * is exact for the same reason.
 *
 * A contact goes to whoever has been idle longest among those who can serve it; to somebody who
 * holds the fewest contacts of a line with concurrency if nobody is idle, or before that if the
 * line yields to another one of the same people, for whose contacts the idle are kept.  Those for
 * whom it is an overflow take it only after its wait.  Who becomes free takes, of their lines with
 * the first priority in which somebody waits, the contact that has waited longest.  Ties go to the
 * lower index.
 *
 * Who leaves a number keeps the place: they are served in turn as if they had waited, but never
 * give up, and their wait on the line ended when they left it.
 *
 * Where contacts take the longer the more a person holds, what is left of each is stretched or
 * shrunk whenever that number changes, and the heap's older word for the person is stale. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "scheduler/sim_scratch.h"

/* ---- begin ---- */

static void begin_line(struct sim_scratch *s, int l, int replication)
{
    const struct sim_model *model = s->model;
    struct line *line = &s->line[l];
    sim_line_begin(&line->w, &s->counts->cell[(size_t)l * (size_t)model->grid.n_slots], model, l,
                   replication);
    for (int i = 0; i < model->line[l].concurrency; i++)
        line->part[i] = (struct list){NOBODY, NOBODY};
}

static void begin_servers(struct sim_scratch *s, int replication)
{
    for (int i = 0; i < s->model->n_servers; i++) {
        bool is_absent = sim_draw_absence(s->model, i, replication);
        s->server[i] = (struct server){.next = NOBODY,
                                       .prev = NOBODY,
                                       .is_absent = is_absent,
                                       .pace = s->model->server[i].pace};
        s->late[i] = is_absent ? -1 : sim_draw_lateness(s->model, i, replication);
    }
}

/* ---- heap ---- */

static void heap_down(struct sim_scratch *s, uint64_t key)
{
    uint64_t *heap = s->heap;
    int n = s->n_heap, at = 0, child;
    while ((child = 2 * at + 1) < n) {
        child += child + 1 < n && heap[child + 1] < heap[child];
        if (key <= heap[child])
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = key;
}

static void heap_push(struct sim_scratch *s, int64_t at, int server)
{
    uint64_t key = (uint64_t)at << SIM_SERVER_BITS | (uint64_t)server;
    if (s->hole) {
        s->hole = false;
        heap_down(s, key);
        return;
    }
    int i = s->n_heap;
    MEM_GROW(s->heap, s->n_heap, s->heap_cap);
    s->n_heap++;
    for (int parent; i > 0 && s->heap[parent = (i - 1) / 2] > key; i = parent)
        s->heap[i] = s->heap[parent];
    s->heap[i] = key;
}

static void heap_close(struct sim_scratch *s)
{
    if (!s->hole)
        return;
    s->hole = false;
    uint64_t last = s->heap[--s->n_heap];
    if (s->n_heap > 0)
        heap_down(s, last);
}

/* ---- lists and sums ---- */

static void list_add(struct sim_scratch *s, struct list *list, int i)
{
    s->server[i].prev = list->last;
    s->server[i].next = NOBODY;
    *(list->last == NOBODY ? &list->first : &s->server[list->last].next) = i;
    list->last = i;
}

static void list_remove(struct sim_scratch *s, struct list *list, int i)
{
    int next = s->server[i].next, prev = s->server[i].prev;
    *(prev == NOBODY ? &list->first : &s->server[prev].next) = next;
    *(next == NOBODY ? &list->last : &s->server[next].prev) = prev;
}

/* Adds [from, to) / divisor to the slots it lies in, from slot k on. */
static void add_span(int64_t *sum, const struct sim_model *model, int k, int64_t from, int64_t to,
                     int divisor)
{
    int64_t edge = (k + 1) * model->slot_ticks;
    for (; k < model->grid.n_slots && from < to; k++, edge += model->slot_ticks) {
        int64_t until = to < edge ? to : edge;
        sum[k] += (until - from) / divisor;
        from = until;
    }
}

static int64_t *of_group(const struct sim_scratch *s, int64_t *sums, int server)
{
    return sums + (size_t)s->model->server[server].group * (size_t)s->model->grid.n_slots;
}

/* ---- contacts and servers ---- */

static struct sim_count *count_of_head(struct sim_scratch *s, int l)
{
    struct sim_waiting *w = &s->line[l].w;
    while (w->contact[w->head].at >= w->slot_end) {
        w->slot++;
        w->slot_end += s->model->slot_ticks;
    }
    return &s->counts->cell[(size_t)l * (size_t)s->model->grid.n_slots + (size_t)w->slot];
}

static void give_up(struct sim_scratch *s, int l)
{
    const struct sim_line *of = &s->model->line[l];
    struct sim_waiting *w = &s->line[l].w;
    struct sim_count *count = count_of_head(s, l);
    int64_t patience = w->contact[w->head].patience;
    if (of->retry_share > 0)
        sim_line_try_again(w, s->model, of, w->head);
    count->abandoned++;
    count->abandoned_in_time += patience <= of->answer;
    count->abandoned_short += patience <= of->short_abandon;
    count->wait_abandoned += patience;
    w->head++;
}

/* Somebody waits in the line; those whose patience has ended are counted first. */
static bool someone_waits(struct sim_scratch *s, int l)
{
    struct sim_waiting *w = &s->line[l].w;
    bool can_go = !isnan(s->model->line[l].patience_s);
    while (w->head < w->next) {
        const struct sim_contact *contact = &w->contact[w->head];
        if (!can_go || contact->at + contact->patience >= s->now)
            return true;
        give_up(s, l);
    }
    return false;
}

static bool is_due(const struct sim_scratch *s, const struct server *server)
{
    return server->owed > 0 || server->goes || server->until > s->now;
}

/* From now on the server holds `held` contacts of a line with pace: so far n_held of the ends in
 * its row.  What is left of each goes on at the new pace. */
static void set_held(struct sim_scratch *s, int i, int held)
{
    struct server *server = &s->server[i];
    const struct sim_line *of = &s->model->line[server->line];
    int64_t *end = s->end + (size_t)i * (size_t)s->most_held, first = SIM_NEVER;
    int before = server->n_held;
    for (int h = 0; h < before; h++)
        add_span(of_group(s, s->counts->busy, i), s->model,
                 (int)(server->since / s->model->slot_ticks), server->since, s->now,
                 of->concurrency);
    for (int h = 0; h < held; h++) {
        if (h < before && before != held)
            end[h] = s->now + (int64_t)((double)(end[h] - s->now) * of->pace[held - 1] /
                                            of->pace[before - 1] +
                                        0.5);
        first = end[h] < first ? end[h] : first;
    }
    server->n_held = held;
    server->since = s->now;
    server->next_end = first;
    if (held > 0)
        heap_push(s, first, i);
}

/* Takes the contact that ends now off the row. */
static void drop_ended(struct sim_scratch *s, int i)
{
    int64_t *end = s->end + (size_t)i * (size_t)s->most_held;
    int h = 0, last = s->server[i].n_held - 1;
    while (end[h] != s->server[i].next_end)
        h++;
    end[h] = end[last];
}

static void count_answer(struct sim_count *count, const struct sim_line *of, int64_t wait)
{
    bool is_called_back = of->callback > 0 && wait > of->callback;
    count->answered++;
    count->in_time += wait <= of->answer && !is_called_back;
    count->called_back += is_called_back;
    count->kept_promise += is_called_back && wait <= of->promise;
    count->wait_answered += is_called_back ? of->callback : wait;
}

/* The line's head to a server that is in no list. */
static void serve(struct sim_scratch *s, int i, int l)
{
    struct server *server = &s->server[i];
    struct sim_waiting *w = &s->line[l].w;
    const struct sim_line *of = &s->model->line[l];
    const struct sim_contact *contact = &w->contact[w->head];
    double handling = contact->handling * server->pace;
    int64_t end = s->now + (int64_t)(handling + 0.5);
    count_answer(count_of_head(s, l), of, s->now - contact->at);
    w->head++;
    server->place = BUSY;
    server->line = l;
    if (of->pace) {
        double left = handling * of->pace[server->n_held] + 0.5;
        s->end[(size_t)i * (size_t)s->most_held + (size_t)server->n_held] = s->now + (int64_t)left;
        set_held(s, i, server->n_held + 1);
        return;
    }
    add_span(of_group(s, s->counts->busy, i), s->model, s->slot, s->now, end, of->concurrency);
    server->n_held++;
    heap_push(s, end, i);
}

/* Shows that the server has room for more contacts of its line. */
static void offer_rest(struct sim_scratch *s, int i)
{
    struct server *server = &s->server[i];
    if (server->n_held >= s->model->line[server->line].concurrency || is_due(s, server))
        return;
    server->n_listed = server->n_held;
    list_add(s, &s->line[server->line].part[server->n_listed], i);
}

static void withdraw_rest(struct sim_scratch *s, int i)
{
    struct server *server = &s->server[i];
    if (server->n_listed > 0)
        list_remove(s, &s->line[server->line].part[server->n_listed], i);
    server->n_listed = 0;
}

/* As many as the server may hold of those who wait. */
static void fill(struct sim_scratch *s, int i, int l)
{
    const int most = s->model->line[l].concurrency;
    while (s->server[i].n_held < most && someone_waits(s, l))
        serve(s, i, l);
    offer_rest(s, i);
}

/* Leaves the work, for a pause or for good. */
static void leave(struct sim_scratch *s, int i)
{
    struct server *server = &s->server[i];
    add_span(of_group(s, s->counts->staffed, i), s->model,
             (int)(server->here_since / s->model->slot_ticks), server->here_since, s->now, 1);
    if (server->goes) {
        server->place = OUT;
        return;
    }
    int64_t back = s->now + server->owed;
    back = server->until > back ? server->until : back;
    server->owed = 0;
    server->place = AWAY;
    server->next_end = back;
    heap_push(s, back, i);
}

static void become_free(struct sim_scratch *s, int i)
{
    struct server *server = &s->server[i];
    if (is_due(s, server)) {
        leave(s, i);
        return;
    }
    struct group *group = &s->group[s->model->server[i].group];
    int best = NOBODY;
    int64_t longest = SIM_NEVER;
    for (int k = 0; k < group->n_lines; k++) {
        int l = group->line[k];
        const struct sim_line *of = &s->model->line[l];
        if (best != NOBODY && of->priority > s->model->line[best].priority)
            break;
        if (!someone_waits(s, l))
            continue;
        int64_t at = s->line[l].w.contact[s->line[l].w.head].at;
        bool is_own = of->overflow == 0 || s->now - at >= of->overflow ||
                      (s->model->group[s->model->server[i].group].own >> l & 1) != 0;
        if (at < longest && is_own) {
            longest = at;
            best = l;
        }
    }
    if (best != NOBODY) {
        fill(s, i, best);
        return;
    }
    server->place = IDLE;
    server->idle_since = s->now;
    list_add(s, &group->idle, i);
}

/* ---- events ---- */

/* Of the line's first n groups. */
static int find_idle(const struct sim_scratch *s, const struct line *line, int n)
{
    int best = NOBODY;
    int64_t longest = SIM_NEVER;
    for (int k = 0; k < n; k++) {
        int i = s->group[line->group[k]].idle.first;
        if (i != NOBODY && s->server[i].idle_since < longest) {
            longest = s->server[i].idle_since;
            best = i;
        }
    }
    return best;
}

static void serve_idle(struct sim_scratch *s, int i, int l)
{
    list_remove(s, &s->group[s->model->server[i].group].idle, i);
    serve(s, i, l);
    offer_rest(s, i);
}

/* Who holds the fewest contacts of the line and has room for one more. */
static int find_part(const struct sim_scratch *s, int l)
{
    for (int held = 1; held < s->model->line[l].concurrency; held++)
        if (s->line[l].part[held].first != NOBODY)
            return s->line[l].part[held].first;
    return NOBODY;
}

/* Contact `position` of the line comes. */
static void arrive(struct sim_scratch *s, int l, int position)
{
    struct line *line = &s->line[l];
    if (line->w.head < position)
        return; /* others wait: nobody is free */
    int i = line->yields ? find_part(s, l) : NOBODY;
    if (i == NOBODY && (i = find_idle(s, line, line->n_own)) != NOBODY) {
        serve_idle(s, i, l);
        return;
    }
    if (i == NOBODY && (i = find_part(s, l)) == NOBODY)
        return;
    withdraw_rest(s, i);
    serve(s, i, l);
    offer_rest(s, i);
}

/* Those who have waited long enough go to whoever is idle, first skill or not. */
static void flow_over(struct sim_scratch *s, int l)
{
    struct line *line = &s->line[l];
    int i;
    while (someone_waits(s, l) &&
           s->now - line->w.contact[line->w.head].at >= s->model->line[l].overflow &&
           (i = find_idle(s, line, line->n_groups)) != NOBODY)
        serve_idle(s, i, l);
}

static void line_event(struct sim_scratch *s, int l)
{
    struct sim_waiting *w = &s->line[l].w;
    const struct sim_line *of = &s->model->line[l];
    if (!w->is_special) {
        int position = w->next++;
        w->next_at = w->next < w->drawn.n ? w->drawn.contact[w->next].at : SIM_NEVER;
        arrive(s, l, position);
        return;
    }
    struct sim_count *cell = &s->counts->cell[(size_t)l * (size_t)s->model->grid.n_slots];
    if (sim_line_come(w, cell, s->model)) {
        arrive(s, l, w->next++);
        if (of->retry_share > 0 && w->head < w->next)
            sim_line_joined(w);
    } else if (w->due_at == s->now)
        flow_over(s, l);
    sim_line_give_up(w, s->model, of, s->now);
    sim_line_refresh(w, of, s->now);
}

static void end_contact(struct sim_scratch *s, int i)
{
    struct server *server = &s->server[i];
    withdraw_rest(s, i);
    if (s->model->line[server->line].pace) {
        drop_ended(s, i);
        set_held(s, i, server->n_held - 1);
    } else
        server->n_held--;
    if (server->n_held == 0)
        become_free(s, i);
    else if (is_due(s, server))
        return;
    else
        fill(s, i, server->line);
}

static void server_event(struct sim_scratch *s, int i)
{
    const struct server *server = &s->server[i];
    s->hole = true;
    if (server->place == BUSY) {
        bool is_stale = s->model->line[server->line].pace && server->next_end != s->now;
        if (!is_stale)
            end_contact(s, i);
    } else if (server->place == AWAY && server->next_end == s->now) {
        s->server[i].here_since = s->now;
        become_free(s, i);
    }
    heap_close(s);
}

static void roster_event(struct sim_scratch *s, const struct sim_event *event)
{
    struct server *server = &s->server[event->server];
    if (server->is_absent)
        return;
    switch (event->turn) {
    case SIM_PAUSE:
        server->owed += event->length;
        break;
    case SIM_RESERVED:
        server->until = event->length > server->until ? event->length : server->until;
        break;
    case SIM_COME:
        if (s->late[event->server] > 0) {
            server->place = AWAY;
            server->next_end = s->now + s->late[event->server];
            heap_push(s, server->next_end, event->server);
            return;
        }
        server->here_since = s->now;
        become_free(s, event->server);
        return;
    case SIM_GO:
        server->goes = true;
        break;
    }
    if (server->place == IDLE) {
        list_remove(s, &s->group[s->model->server[event->server].group].idle, event->server);
        leave(s, event->server);
    } else if (server->place == BUSY) {
        withdraw_rest(s, event->server);
    }
}

static void set_now(struct sim_scratch *s, int64_t now)
{
    s->now = now;
    while (now >= s->slot_end) {
        s->slot++;
        s->slot_end += s->model->slot_ticks;
    }
}

static void run_events(struct sim_scratch *s)
{
    const struct sim_event *event = s->model->event;
    for (;;) {
        int l = 0;
        for (int k = 1; k < s->model->n_lines; k++)
            l = s->line[k].w.next_at < s->line[l].w.next_at ? k : l;
        int64_t call = s->line[l].w.next_at;
        int64_t free = s->n_heap > 0 ? (int64_t)(s->heap[0] >> SIM_SERVER_BITS) : SIM_NEVER;
        if (event->at <= free && event->at <= call) {
            if (event->at == SIM_NEVER)
                return;
            set_now(s, event->at);
            roster_event(s, event++);
        } else if (free <= call) {
            set_now(s, free);
            server_event(s, (int)(s->heap[0] & ((UINT64_C(1) << SIM_SERVER_BITS) - 1)));
        } else {
            set_now(s, call);
            line_event(s, l);
        }
    }
}

/* Who waits when everybody has gone home gives up sooner or later, or is never rung back. */
static void send_home(struct sim_scratch *s, int l)
{
    struct sim_waiting *w = &s->line[l].w;
    const struct sim_line *of = &s->model->line[l];
    int n = w->is_special ? w->came.n : w->drawn.n;
    while (w->head < n && !isnan(of->patience_s)) {
        if (of->callback > 0 && w->contact[w->head].patience == SIM_TICKS_MOST) {
            struct sim_count *count = count_of_head(s, l);
            count->called_back++;
            count->wait_abandoned += of->callback;
            w->head++;
        } else
            give_up(s, l);
    }
}

void sim_replicate(struct sim_counts *out, const struct sim_model *model, int replication,
                   struct sim_scratch *s)
{
    size_t n_slots = (size_t)model->grid.n_slots;
    memset(out->cell, 0,
           (size_t)(model->n_lines + model->n_deferred) * n_slots * sizeof *out->cell);
    memset(out->busy, 0, (size_t)model->n_groups * n_slots * sizeof *out->busy);
    memset(out->staffed, 0, (size_t)model->n_groups * n_slots * sizeof *out->staffed);
    s->counts = out;
    s->n_heap = 0;
    s->hole = false;
    s->now = s->slot = 0;
    s->slot_end = model->slot_ticks;
    for (int g = 0; g < model->n_groups; g++)
        s->group[g].idle = (struct list){NOBODY, NOBODY};
    begin_servers(s, replication);
    for (int l = 0; l < model->n_lines; l++)
        begin_line(s, l, replication);
    if (model->n_lines > 0)
        run_events(s);
    for (int l = 0; l < model->n_lines; l++)
        send_home(s, l);
    if (model->n_deferred > 0)
        sim_backlog(out, model, s->late, replication);
}
