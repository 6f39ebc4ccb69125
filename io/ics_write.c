/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_write.c - the calendar that a run leaves for an agent: the first version of each entry. */
#include "io/ics_write.h"

#include "io/ics_entry.h"

int ics_calendar(struct text *out, const struct plan *plan, const struct roster *roster, int agent,
                 int64_t now)
{
    const struct horizon *horizon = &roster->horizon;
    const struct ics_words *words = ics_words_for(plan, agent);
    struct arena *arena = arena_new();
    struct ics_entries entries = {0};
    struct text events = {0};
    struct ics_voice voice;
    int n = 0;
    ics_voice_begin(&voice, plan, words, "PUBLISH", NULL);
    ics_collect(&entries, plan, roster, agent, horizon->first, horizon->first + horizon->n_days);
    for (int i = 0; i < entries.n; i++) {
        struct ics_entry *entry = &entries.entry[i];
        entry->stamp = now != NO_TIME ? now : horizon->begin[0];
        ics_identify(entry, plan);
        ics_put_into_words(entry, plan, words, arena);
        n += ics_add_events(&events, &voice, entry, false);
    }
    if (n > 0) /* a single event is imported into a calendar that has its name */
        ics_add_calendar(out, &voice, &events, n > 1);
    ics_voice_end(&voice);
    text_free(&events);
    mem_free(entries.entry);
    arena_free(arena);
    return n;
}
