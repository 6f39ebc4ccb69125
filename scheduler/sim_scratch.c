/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_scratch.c - who serves which line, once for all replications of a worker. */
#include "scheduler/sim_scratch.h"

/* The group's lines by priority, then number. */
static void group_lines(struct group *out, const struct sim_model *model, uint64_t lines)
{
    out->line = NEW_ARRAY(int, model->n_lines + 1);
    for (int l = 0; l < model->n_lines; l++) {
        if (!(lines >> l & 1))
            continue;
        int at = out->n_lines++;
        for (; at > 0 && model->line[out->line[at - 1]].priority > model->line[l].priority; at--)
            out->line[at] = out->line[at - 1];
        out->line[at] = l;
    }
}

struct sim_scratch *sim_scratch_new(const struct sim_model *model)
{
    struct sim_scratch *s = NEW(struct sim_scratch);
    int concurrency = 0;
    s->model = model;
    s->server = NEW_ARRAY(struct server, model->n_servers + 1);
    s->late = NEW_ARRAY(int64_t, model->n_servers + 1);
    s->line = NEW_ARRAY(struct line, model->n_lines + 1);
    s->group = NEW_ARRAY(struct group, model->n_groups + 1);
    for (int g = 0; g < model->n_groups; g++)
        group_lines(&s->group[g], model, model->group[g].lines);
    for (int l = 0; l < model->n_lines; l++) {
        struct line *line = &s->line[l];
        int most = model->line[l].concurrency;
        concurrency = most > concurrency ? most : concurrency;
        line->part = NEW_ARRAY(struct list, most + 1);
        line->group = NEW_ARRAY(int, model->n_groups + 1);
        for (int own = 1; own >= 0; own--) {
            for (int g = 0; g < model->n_groups; g++)
                if (model->group[g].lines >> l & 1 &&
                    (model->group[g].own >> l & 1) == (unsigned)own)
                    line->group[line->n_groups++] = g;
            line->n_own = own ? line->n_groups : line->n_own;
        }
        for (int k = 0; k < line->n_groups; k++)
            line->yields |=
                model->line[s->group[line->group[k]].line[0]].priority < model->line[l].priority;
    }
    s->most_held = concurrency;
    s->end = NEW_ARRAY(int64_t, (size_t)model->n_servers *(size_t)concurrency + 1);
    return s;
}

void sim_scratch_free(struct sim_scratch *s)
{
    if (!s)
        return;
    for (int l = 0; l < s->model->n_lines; l++) {
        sim_line_free(&s->line[l].w);
        mem_free(s->line[l].part);
        mem_free(s->line[l].group);
    }
    for (int g = 0; g < s->model->n_groups; g++)
        mem_free(s->group[g].line);
    mem_free(s->server);
    mem_free(s->late);
    mem_free(s->line);
    mem_free(s->group);
    mem_free(s->heap);
    mem_free(s->end);
    mem_free(s);
}
