/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.c - the template with its parts put in.
 *
 * The page is page.html with each {{NAME}} replaced by the asset of that name, {{data}} by the
 * block of JSON.  Text of the plan reaches the page in that block alone, in a <script> of a type
 * that no browser runs, and the scripts set it as text, never as HTML: so no name can break out. */
#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "io/report/assets.h"
#include "io/report/report.h"

void report_add_script_json(struct text *out, const char *json)
{
    static const struct {
        const char *bytes, *escape;
    } unsafe[] = {{"<", "\\u003c"},
                  {">", "\\u003e"},
                  {"&", "\\u0026"},
                  {"\xe2\x80\xa8", "\\u2028"},
                  {"\xe2\x80\xa9", "\\u2029"}};
    const char *done = json;
    for (const char *s = json + strcspn(json, "<>&\xe2"); *s; s += strcspn(s, "<>&\xe2")) {
        size_t n = 1;
        for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++) {
            if (strncmp(s, unsafe[i].bytes, strlen(unsafe[i].bytes)) != 0)
                continue;
            n = strlen(unsafe[i].bytes);
            text_add_n(out, done, (size_t)(s - done));
            text_add(out, unsafe[i].escape);
            done = s + n;
            break;
        }
        s += n;
    }
    text_add(out, done);
}

static const char *part(const char *name, size_t n, const char *data)
{
    if (n == 4 && strncmp(name, "data", n) == 0)
        return data;
    for (int i = 0; i < N_ASSETS; i++)
        if (strlen(assets[i].name) == n && strncmp(assets[i].name, name, n) == 0)
            return assets[i].bytes;
    assert(false); /* the template names a part that nobody has */
    return "";
}

void report_page(struct text *out, const struct report *report, int agent)
{
    struct text json = {0}, data = {0};
    if (agent < 0)
        report_data(&json, report);
    else
        report_agent_data(&json, report, agent);
    report_add_script_json(&data, json.bytes);
    const char *done = asset_page;
    for (const char *at; (at = strstr(done, "{{")) != NULL;) {
        const char *name = at + 2, *end = strstr(name, "}}");
        assert(end);
        text_add_n(out, done, (size_t)(at - done));
        text_add(out, part(name, (size_t)(end - name), data.bytes));
        done = end + 2;
    }
    text_add(out, done);
    text_free(&json);
    text_free(&data);
}
