/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_line.c - a line's arrivals, first and repeated, and the instants at which something happens
 * to those who wait.
 *
 * In a plain line who gives up is noticed when their turn comes.  Where callers try again, that is
 * too late: each who waits has a word in a heap for the instant at which patience ends, and each
 * who tries again one for the next arrival.  Words of those who were served are stale and passed
 * over. */
#include "scheduler/sim_line.h"

#define INDEX_BITS 24

static void heap_add(struct sim_heap *heap, int64_t at, int index)
{
    uint64_t key = (uint64_t)at << INDEX_BITS | (uint64_t)index;
    int i = heap->n;
    MEM_GROW(heap->key, heap->n, heap->cap);
    heap->n++;
    for (int parent; i > 0 && heap->key[parent = (i - 1) / 2] > key; i = parent)
        heap->key[i] = heap->key[parent];
    heap->key[i] = key;
}

static int64_t heap_at(const struct sim_heap *heap)
{
    return heap->n > 0 ? (int64_t)(heap->key[0] >> INDEX_BITS) : SIM_NEVER;
}

/* Takes the first off; its index. */
static int heap_take(struct sim_heap *heap)
{
    uint64_t first = heap->key[0], key = heap->key[--heap->n];
    int at = 0, child;
    while ((child = 2 * at + 1) < heap->n) {
        child += child + 1 < heap->n && heap->key[child + 1] < heap->key[child];
        if (key <= heap->key[child])
            break;
        heap->key[at] = heap->key[child];
        at = child;
    }
    heap->key[at] = key;
    return (int)(first & ((UINT64_C(1) << INDEX_BITS) - 1));
}

void sim_line_begin(struct sim_waiting *out, struct sim_count *cell, const struct sim_model *model,
                    int l, int replication)
{
    const struct sim_line *line = &model->line[l];
    sim_draw_line(&out->drawn, cell, model, l, replication);
    out->next = out->head = out->slot = out->n_drawn = 0;
    out->slot_end = model->slot_ticks;
    out->came.n = out->again.n = out->leaving.n = out->coming.n = 0;
    out->is_special = line->retry_share > 0 || line->overflow > 0;
    out->contact = out->is_special ? NULL : out->drawn.contact;
    out->due_at = SIM_NEVER;
    out->next_at = out->drawn.n > 0 ? out->drawn.contact[0].at : SIM_NEVER;
    if (line->retry_share > 0)
        sim_seed_retries(&out->rng, model, l, replication);
}

static int64_t first_visit(const struct sim_waiting *w)
{
    return w->n_drawn < w->drawn.n ? w->drawn.contact[w->n_drawn].at : SIM_NEVER;
}

bool sim_line_come(struct sim_waiting *w, struct sim_count *cell, const struct sim_model *model)
{
    int64_t first = first_visit(w), again = heap_at(&w->coming);
    if (w->next_at != first && w->next_at != again)
        return false;
    struct sim_contact contact =
        first <= again ? w->drawn.contact[w->n_drawn++] : w->again.contact[heap_take(&w->coming)];
    if (again < first) {
        cell[contact.at / model->slot_ticks].offered++;
        cell[contact.at / model->slot_ticks].retried++;
    }
    MEM_GROW(w->came.contact, w->came.n, w->came.cap);
    w->came.contact[w->came.n++] = contact;
    w->contact = w->came.contact;
    return true;
}

void sim_line_joined(struct sim_waiting *w)
{
    int last = w->came.n - 1;
    const struct sim_contact *contact = &w->came.contact[last];
    if (contact->patience < SIM_TICKS_MOST)
        heap_add(&w->leaving, contact->at + contact->patience + 1, last);
}

/* The queue takes contacts then. */
static bool is_open(const struct sim_model *model, const struct sim_line *line, int64_t at)
{
    int64_t slot = at / model->slot_ticks;
    return slot < model->grid.n_slots && line->rate[slot] > 0 && at >= line->open_from[slot] &&
           at < line->open_to[slot];
}

void sim_line_try_again(struct sim_waiting *w, const struct sim_model *model,
                        const struct sim_line *line, int i)
{
    struct sim_contact *contact = &w->contact[i], again = *contact;
    if (contact->handling == 0)
        return; /* drawn before */
    contact->handling = 0;
    if (!sim_draw_retry(&again, line, &w->rng))
        return;
    again.at += contact->at + contact->patience + 2; /* after whoever notices */
    if (!is_open(model, line, again.at))
        return;
    MEM_GROW(w->again.contact, w->again.n, w->again.cap);
    w->again.contact[w->again.n++] = again;
    heap_add(&w->coming, again.at, w->again.n - 1);
}

void sim_line_give_up(struct sim_waiting *w, const struct sim_model *model,
                      const struct sim_line *line, int64_t now)
{
    while (heap_at(&w->leaving) <= now) {
        int i = heap_take(&w->leaving);
        if (i >= w->head)
            sim_line_try_again(w, model, line, i);
    }
}

void sim_line_refresh(struct sim_waiting *w, const struct sim_line *line, int64_t now)
{
    int64_t at[] = {first_visit(w), heap_at(&w->coming), heap_at(&w->leaving), SIM_NEVER};
    if (line->overflow > 0 && w->head < w->next && w->contact[w->head].at + line->overflow > now)
        at[3] = w->contact[w->head].at + line->overflow;
    w->due_at = at[3];
    w->next_at = at[0];
    for (int i = 1; i < 4; i++)
        w->next_at = at[i] < w->next_at ? at[i] : w->next_at;
}

void sim_line_free(struct sim_waiting *w)
{
    mem_free(w->drawn.contact);
    mem_free(w->came.contact);
    mem_free(w->again.contact);
    mem_free(w->leaving.key);
    mem_free(w->coming.key);
}
