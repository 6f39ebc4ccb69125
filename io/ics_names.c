/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_names.c - agents' ids as file names that are safe on every file system. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/hash.h"
#include "io/ics_write.h"

#define ID_MOST 64
#define READABLE_MOST 40 /* of an id that needs its hash */
#define SAFE "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

struct ics_names {
    char **name; /* [n] */
    int n;
};

struct folded {
    char *lower; /* ASCII only: other letters are not safe anyway */
    int agent;
};

static int compare(const void *a, const void *b)
{
    const struct folded *x = a, *y = b;
    int order = strcmp(x->lower, y->lower);
    return order ? order : (x->agent > y->agent) - (x->agent < y->agent);
}

/* twin[agent]: another id differs from it in case only. */
static void find_twins(bool *twin, const struct plan *plan)
{
    struct folded *folded = NEW_ARRAY(struct folded, plan->n_agents);
    for (int i = 0; i < plan->n_agents; i++) {
        folded[i] = (struct folded){mem_strdup(plan->agents[i].id), i};
        for (char *s = folded[i].lower; *s; s++)
            if (*s >= 'A' && *s <= 'Z')
                *s = (char)(*s + ('a' - 'A'));
    }
    qsort(folded, (size_t)plan->n_agents, sizeof *folded, compare);
    for (int i = 1; i < plan->n_agents; i++)
        if (strcmp(folded[i - 1].lower, folded[i].lower) == 0)
            twin[folded[i - 1].agent] = twin[folded[i].agent] = true;
    for (int i = 0; i < plan->n_agents; i++)
        mem_free(folded[i].lower);
    mem_free(folded);
}

static char *file_name(const char *id, bool twin)
{
    size_t n = strlen(id);
    if (!twin && n >= 1 && n <= ID_MOST && strspn(id, SAFE) == n)
        return mem_strdup(id);
    char hash[SHA256_TEXT];
    struct text name = {0};
    for (size_t i = 0; i < n && name.n < READABLE_MOST; i++)
        if (id[i] && strchr(SAFE, id[i]))
            text_add_char(&name, id[i]);
        else if (name.n > 0 && name.bytes[name.n - 1] != '-')
            text_add_char(&name, '-');
    text_printf(&name, "%s%.12s", name.n > 0 && name.bytes[name.n - 1] != '-' ? "-" : "",
                sha256_of(hash, id, n));
    return name.bytes;
}

struct ics_names *ics_names_new(const struct plan *plan)
{
    struct ics_names *names = NEW(struct ics_names);
    names->n = plan->n_agents;
    names->name = NEW_ARRAY(char *, plan->n_agents);
    bool *twin = NEW_ARRAY(bool, plan->n_agents);
    find_twins(twin, plan);
    for (int i = 0; i < plan->n_agents; i++)
        names->name[i] = file_name(plan->agents[i].id, twin[i]);
    mem_free(twin);
    return names;
}

const char *ics_name(const struct ics_names *names, int agent)
{
    return names->name[agent];
}

void ics_names_free(struct ics_names *names)
{
    if (!names)
        return;
    for (int i = 0; i < names->n; i++)
        mem_free(names->name[i]);
    mem_free(names->name);
    mem_free(names);
}
