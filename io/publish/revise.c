/* SPDX-License-Identifier: GPL-3.0-or-later */
/* revise.c - a merge of two sorted lists: what an agent's calendar has today (shifts of the roster,
 * shifts published before for other dates, absences and holidays of the plan) and what the register
 * has.  In both: is the visible content the same?  In the register only: it is gone, if today's
 * sources speak of its dates at all. */
#include "io/publish/revise.h"

#include <stdlib.h>
#include <string.h>

void revision_begin(struct revision *out, const struct plan *plan, const struct roster *roster,
                    const struct records *old, int64_t now, struct arena *arena)
{
    int32_t today = tz_date(plan->site.zone, now);
    *out = (struct revision){.plan = plan,
                             .roster = roster,
                             .now = now,
                             .shown_from = today - SHOWN_DAYS_BACK,
                             .shown_to = today + SHOWN_DAYS_AHEAD + 1,
                             .kept_from = today - KEPT_DAYS_BACK,
                             .number = 1,
                             .arena = arena};
    for (int i = 0; i < old->n; i++)
        if (old->record[i].entry.revision >= out->number)
            out->number = old->record[i].entry.revision + 1;
}

bool entry_within(const struct ics_entry *entry, int32_t from, int32_t to)
{
    int32_t last = entry->kind == ICS_SHIFT ? entry->date : (int32_t)entry->end - 1;
    return entry->date < to && last >= from;
}

bool revision_covers(const struct revision *revision, const struct ics_entry *entry)
{
    const struct roster *roster = revision->roster;
    return roster && entry_within(entry, roster->horizon.first,
                                  roster->horizon.first + roster->horizon.n_days);
}

static bool is_forgotten(const struct revision *revision, const struct ics_entry *entry)
{
    return entry->end / (entry->kind == ICS_SHIFT ? 86400 : 1) < revision->kept_from;
}

/* Today's sources say whether the entry is there. */
static bool is_spoken_of(const struct revision *revision, const struct ics_entry *entry)
{
    if (entry->kind == ICS_SHIFT)
        return revision_covers(revision, entry);
    return entry_within(entry, revision->shown_from, revision->shown_to);
}

static int compare(const void *left, const void *right)
{
    const struct ics_entry *a = left, *b = right;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* What the agent's calendar has today, in order. */
static void collect(struct ics_entries *out, const struct revision *revision, int agent,
                    const struct record *old, int n_old)
{
    const struct roster *roster = revision->roster;
    if (roster) {
        struct ics_entries of_roster = {0};
        int32_t from = roster->horizon.first, to = from + roster->horizon.n_days;
        if (from < revision->kept_from)
            from = revision->kept_from;
        ics_collect(&of_roster, revision->plan, roster, agent, from, to);
        for (int i = 0; i < of_roster.n && of_roster.entry[i].kind == ICS_SHIFT; i++) {
            MEM_GROW(out->entry, out->n, out->cap);
            out->entry[out->n++] = of_roster.entry[i];
        }
        mem_free(of_roster.entry);
    }
    for (int i = 0; i < n_old; i++)
        if (old[i].entry.kind == ICS_SHIFT && !old[i].entry.is_cancelled &&
            !is_forgotten(revision, &old[i].entry) && !is_spoken_of(revision, &old[i].entry)) {
            MEM_GROW(out->entry, out->n, out->cap);
            out->entry[out->n++] = old[i].entry;
        }
    ics_collect(out, revision->plan, NULL, agent, revision->shown_from, revision->shown_to);
    if (out->n > 1)
        qsort(out->entry, (size_t)out->n, sizeof *out->entry, compare);
}

/* Queues or account, as the register names them. */
static const char *serves_text(const struct plan *plan, const struct ics_entry *entry,
                               struct arena *arena)
{
    if (entry->kind == ICS_HOLIDAY)
        return plan->accounts[entry->account].id;
    if (!entry->duty)
        return "";
    struct text list = {0};
    text_clear(&list);
    for (int q = 0; q < plan->n_queues; q++)
        if (entry->duty->queues >> q & 1)
            text_printf(&list, "%s%s", list.n > 0 ? " " : "", plan->queues[q].id);
    const char *kept = arena_strndup(arena, list.bytes, list.n);
    text_free(&list);
    return kept;
}

static struct record *append(struct records *out, const struct record *record)
{
    MEM_GROW(out->record, out->n, out->cap);
    out->record[out->n] = *record;
    return &out->record[out->n++];
}

/* The version after `before`. */
static void renew(struct record *record, const struct revision *revision)
{
    struct ics_entry *entry = &record->entry;
    const struct record *before = record->before;
    record->is_changed = true;
    entry->sequence = before ? before->entry.sequence + 1 : 0;
    entry->stamp =
        before && before->entry.stamp > revision->now ? before->entry.stamp : revision->now;
    entry->revision = revision->number;
}

/* An entry of today; `before` is its row, NULL if it is new. */
static void add_today(struct records *out, const struct revision *revision,
                      const struct ics_entry *today, const struct record *before,
                      struct arena *words)
{
    const struct plan *plan = revision->plan;
    struct record *record =
        append(out, &(struct record){
                        .agent = plan->agents[today->agent].id,
                        .entry = *today,
                        .before = before,
                        .put = before ? before->put : -1,
                        .is_shown = entry_within(today, revision->shown_from, revision->shown_to)});
    struct ics_entry *entry = &record->entry;
    entry->is_cancelled = false;
    if (before)
        memcpy(entry->uid, before->entry.uid, UUID_TEXT);
    else
        ics_identify(entry, plan);
    if (!record->is_shown && !revision_covers(revision, entry)) { /* past: stays as it was */
        *record = *before;
        record->before = before;
        return;
    }
    ics_put_into_words(entry, plan, ics_words_for(plan, entry->agent), words);
    record->serves = before && entry->duty == before->entry.duty
                         ? before->serves /* a queue that has gone is not forgotten */
                         : serves_text(plan, entry, revision->arena);
    record->hash = ics_content_hash(entry, plan);
    record->n_breaks = ics_n_breaks(entry, plan);
    entry->n_breaks_before = before ? before->n_breaks : 0;
    if (before && !before->entry.is_cancelled && before->hash == record->hash) {
        entry->sequence = before->entry.sequence;
        entry->stamp = before->entry.stamp;
        entry->revision = before->entry.revision;
    } else {
        renew(record, revision);
    }
}

/* A row that nothing of today stands for. */
static void add_gone(struct records *out, const struct revision *revision,
                     const struct record *before, struct arena *words)
{
    const struct plan *plan = revision->plan;
    if (is_forgotten(revision, &before->entry))
        return;
    struct record *record = append(out, before);
    record->before = before;
    record->is_changed = false;
    record->entry.n_breaks_before = before->n_breaks;
    if (!before->entry.is_cancelled && is_spoken_of(revision, &before->entry)) {
        record->entry.is_cancelled = true;
        renew(record, revision);
    }
    if (record->entry.is_cancelled &&
        (before->entry.kind != ICS_HOLIDAY || before->entry.account >= 0))
        ics_put_into_words(&record->entry, plan, ics_words_for(plan, before->entry.agent), words);
    record->is_shown = record->entry.is_cancelled && record->entry.summary &&
                       entry_within(&record->entry, revision->shown_from, revision->shown_to);
}

void revise_agent(struct records *out, const struct revision *revision, int agent,
                  const struct record *old, int n_old, struct arena *words)
{
    struct ics_entries today = {0};
    collect(&today, revision, agent, old, n_old);
    for (int i = 0, o = 0; i < today.n || o < n_old;) {
        int order = i == today.n ? 1 : o == n_old ? -1 : compare(&today.entry[i], &old[o].entry);
        if (order > 0)
            add_gone(out, revision, &old[o], words);
        else
            add_today(out, revision, &today.entry[i], order == 0 ? &old[o] : NULL, words);
        i += order <= 0;
        o += order >= 0;
    }
    mem_free(today.entry);
}

void revise_stranger(struct records *out, const struct revision *revision, const struct record *old,
                     int n_old)
{
    for (int i = 0; i < n_old; i++)
        if (!is_forgotten(revision, &old[i].entry))
            append(out, &old[i])->before = &old[i];
}
