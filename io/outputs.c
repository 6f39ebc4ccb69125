/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outputs.c - which files a run leaves.  A new output is one more file of io and one line here. */
#include "io/outputs.h"

#include <string.h>

#include "io/ics_write.h"
#include "io/manifest.h"
#include "io/out_csv.h"
#include "io/payroll.h"

static enum status write_text(struct out_folder *out, const char *name, struct text *text,
                              struct diags *diags)
{
    enum status status = out_file(out, name, text->bytes ? text->bytes : "", text->n, diags);
    text_clear(text);
    return status;
}

/* ics/<agent>.ics of everyone who has something in it: an empty calendar is not a valid one. */
static enum status write_calendars(struct out_folder *out, const struct outputs *what,
                                   struct text *text, struct diags *diags)
{
    enum status status = OK;
    struct ics_names *names = ics_names_new(what->plan);
    struct text name = {0};
    for (int agent = 0; agent < what->plan->n_agents; agent++) {
        if (ics_calendar(text, what->plan, what->roster, agent, what->now) == 0)
            continue;
        text_clear(&name);
        text_printf(&name, "ics/%s.ics", ics_name(names, agent));
        TRY_OUT(write_text(out, name.bytes, text, diags));
    }
out:
    text_free(&name);
    ics_names_free(names);
    return status;
}

enum status outputs_write(struct out_folder *out, const struct outputs *what, struct diags *diags)
{
    enum status status = OK;
    struct text text = {0};
    if (what->demand) {
        forecast_csv(&text, what->plan, what->demand);
        TRY_OUT(write_text(out, "forecast.csv", &text, diags));
    }
    if (what->requirement) {
        requirement_csv(&text, what->plan, what->requirement);
        TRY_OUT(write_text(out, "requirement.csv", &text, diags));
    }
    if (what->requirement && what->cover) {
        coverage_csv(&text, what->plan, what->requirement, what->cover);
        TRY_OUT(write_text(out, "coverage.csv", &text, diags));
    }
    if (what->requirement && what->share) {
        groups_csv(&text, what->plan, &what->requirement->grid, what->share, what->n_shares);
        TRY_OUT(write_text(out, "groups.csv", &text, diags));
    }
    if (what->roster) {
        roster_csv(&text, what->plan, what->roster);
        TRY_OUT(write_text(out, "roster.csv", &text, diags));
        roster_grid_csv(&text, what->plan, what->roster);
        TRY_OUT(write_text(out, "roster-grid.csv", &text, diags));
        payroll_csv(&text, what->plan, what->roster);
        TRY_OUT(write_text(out, "payroll.csv", &text, diags));
        offers_csv(&text, what->plan, what->roster);
        TRY_OUT(write_text(out, "offers.csv", &text, diags));
        night_csv(&text, what->plan, what->roster);
        TRY_OUT(write_text(out, "night.csv", &text, diags));
        TRY_OUT(write_calendars(out, what, &text, diags));
    }
    if (what->even) {
        fairness_csv(&text, what->plan, what->even, what->n_even);
        TRY_OUT(write_text(out, "fairness.csv", &text, diags));
    }
    if (what->wellbeing) {
        wellbeing_csv(&text, what->plan, what->wellbeing);
        TRY_OUT(write_text(out, "wellbeing.csv", &text, diags));
    }
    if (what->n_wishes > 0) {
        wishes_csv(&text, what->plan, what->wishes, what->n_wishes);
        TRY_OUT(write_text(out, "wishes.csv", &text, diags));
    }
    if (what->summary_json) {
        text_add(&text, what->summary_json);
        TRY_OUT(write_text(out, "summary.json", &text, diags));
    }
    if (what->write_more)
        TRY_OUT(what->write_more(out, what, diags));
    TRY_OUT(manifest_json(&text, what, out, diags));
    TRY_OUT(write_text(out, "manifest.json", &text, diags));
out:
    text_free(&text);
    return status;
}
