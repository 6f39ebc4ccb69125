/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_object.c - reads what a server gives back.  The digest that we left in the event tells
 * whether someone has changed it since, without a memory of our own of what the server has. */
#include "io/ics_object.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io/ics_entry.h"
#include "io/ics_scan.h"

struct seen {
    const char *start, *end, *summary, *description, *digest;
    int n_events, n_alarms, depth, depth_of_event;
};

static const char *kept_text(struct arena *arena, char *value)
{
    ics_unescape(value);
    return arena_strdup(arena, value);
}

static void read_property(struct ics_object *out, struct seen *seen, struct ics_line *line,
                          struct arena *arena)
{
    if (strcasecmp(line->name, "UID") == 0)
        out->uid = kept_text(arena, line->value);
    else if (strcasecmp(line->name, "SEQUENCE") == 0)
        out->sequence = strspn(line->value, "0123456789") < 10 ? atoi(line->value) : 0;
    else if (strcasecmp(line->name, "DTSTART") == 0)
        seen->start = arena_strdup(arena, line->value);
    else if (strcasecmp(line->name, "DTEND") == 0)
        seen->end = arena_strdup(arena, line->value);
    else if (strcasecmp(line->name, "SUMMARY") == 0)
        seen->summary = kept_text(arena, line->value);
    else if (strcasecmp(line->name, "DESCRIPTION") == 0)
        seen->description = kept_text(arena, line->value);
    else if (strcasecmp(line->name, "X-RONDA-DIGEST") == 0)
        seen->digest = arena_strdup(arena, line->value);
}

static void read_line(struct ics_object *out, struct seen *seen, struct ics_line *line,
                      struct arena *arena)
{
    if (strcasecmp(line->name, "BEGIN") == 0) {
        seen->depth++;
        if (strcasecmp(line->value, "VEVENT") == 0 && ++seen->n_events == 1)
            seen->depth_of_event = seen->depth;
        seen->n_alarms += strcasecmp(line->value, "VALARM") == 0;
    } else if (strcasecmp(line->name, "END") == 0) {
        seen->depth--;
    } else if (seen->n_events == 1 && seen->depth == seen->depth_of_event) {
        read_property(out, seen, line, arena);
    }
}

bool ics_read_object(struct ics_object *out, char *text, size_t n, struct arena *arena)
{
    struct diags *diags = diags_new();
    struct ics_scan scan = {.file = "", .at = text, .end = text + n, .line = 1, .diags = diags};
    struct seen seen = {.start = "", .end = "", .summary = "", .description = "", .digest = ""};
    struct ics_line line;
    int second;
    *out = (struct ics_object){.uid = "", .end = NO_DATE};
    while (ics_next_line(&line, &scan))
        read_line(out, &seen, &line, arena);
    bool good = !scan.is_broken && seen.n_events > 0 && seen.depth == 0;
    diags_free(diags);
    out->is_ours = *seen.digest != 0;
    out->is_as_left =
        seen.n_events == 1 && strlen(seen.digest) == 16 &&
        strtoull(seen.digest, NULL, 16) ==
            ics_digest(seen.start, seen.end, seen.summary, seen.description, seen.n_alarms);
    if (!ics_parse_day(&out->end, &second, seen.end))
        out->end = NO_DATE;
    return good;
}
