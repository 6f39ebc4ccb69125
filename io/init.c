/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init.c - the plan folder that `ronda init` writes.
 *
 * Twelve people in Manila answer a shop in New York round the clock.  The calls are made up by a
 * formula, the same bytes each time: per half hour of New York, mean(hour) x factor(weekday), plus
 * a spread of about its square root taken from a hash of the slot's number.  The ten weeks end a
 * week after the clocks of New York went forward, so the folder holds a week that jumps. */
#include "io/init.h"

#include <math.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/time.h"
#include "io/file.h"
#include "io/outputs.h"

/* A file of the folder, as it is. */
struct template
{
    const char *name, *bytes;
};

static const struct template templates[] = {
    {"README.md",
     "# A plan folder to begin with\n"
     "\n"
     "Twelve people in Manila answer a shop in New York, day and night.  All of it is made up: "
     "put\n"
     "your own in place of it, file by file.\n"
     "\n"
     "    ronda check .            every fault with its file, line and column\n"
     "    ronda check --explain .  every column: what it means, what it may hold, its default\n"
     "    ronda plan . -o week     forecast, people needed, roster, one calendar file an agent\n"
     "\n"
     "| file | what it holds | you have it as |\n"
     "|---|---|---|\n"
     "| `site.json` | the site, the clients, contracts, prices; comments explain each | - |\n"
     "| `queues.csv` | what has to be served: handling time, target, opening hours | contract with "
     "the client |\n"
     "| `shifts.csv` | the catalogue: one length and break pattern, several starts | shift list |\n"
     "| `agents.csv` | people, contract, skills (`voice;chat:2`) | people list |\n"
     "| `calls/*.csv` | contacts per interval, the client's local time | export of the telephone "
     "system, see `ronda import` |\n"
     "| `holidays/*.csv` | holidays of client and site (`*.ics` feeds are read too) | - |\n"
     "| `leave.csv` | who is away, or fixed on a shift | leave sheet |\n"
     "| `wishes.csv` | what people would like, with points | - |\n"
     "| `ledger.csv` | what last week left: last shift, run of days | last roster |\n"
     "| `events.csv` | campaigns and outages that move the volume | - |\n"
     "| `whatif/*.json` | patches for `ronda whatif . --scenario FILE` | - |\n"
     "\n"
     "A client's own forecast goes into `forecast/`, head-counts that are given into\n"
     "`requirement/`.  Columns stand in any order; an empty cell takes its default.  Dates are\n"
     "2026-03-16, times 21:05 on the site's wall clock (in `calls/` the client's).  CSV files "
     "have\n"
     "no comments; `site.json` has.\n"},
    {"site.json",
     "// Who works where, and for whom.  Comments are allowed.\n"
     "// An editor that knows JSON Schema completes this file with site.schema.json of ronda.\n"
     "{\n"
     "  \"schema\": 1,\n"
     "  \"site\": {\n"
     "    \"id\": \"manila-1\",\n"
     "    \"zone\": \"Asia/Manila\",       // people's clock\n"
     "    \"currency\": \"PHP\",           // of wages and prices\n"
     "    \"week_start\": \"monday\",\n"
     "    \"day_starts\": \"06:00\",       // a shift that starts before it belongs to the day "
     "before\n"
     "    \"slot_min\": 30,              // cover is counted in 15, 30 or 60 minutes\n"
     "    \"rules\": [\"PH\", \"gold-eu\"],  // packs of working-time rules; later figures win\n"
     "    // \"rules_override\": {\"weekly_rest_h\": {\"waiver\": \"why this gold rule is given "
     "up\"}},\n"
     "    \"holidays\": [\"PH\"]           // calendars of holidays/\n"
     "  },\n"
     "  \"accounts\": {\n"
     "    // share: the part of the client's volume that is routed here\n"
     "    \"shop\": {\"zone\": \"America/New_York\", \"holidays\": [\"US\"], \"share\": 1}\n"
     "  },\n"
     "  \"contracts\": {\n"
     "    // paid time, meals excluded: a number, or [least, most]\n"
     "    \"full\": {\"days_week\": 5, \"hours_week\": 40, \"hours_day\": 8},\n"
     "    \"part\": {\"days_week\": [3, 5], \"hours_week\": [18, 30], \"hours_day\": 6}\n"
     "  },\n"
     "  // What a roster is judged by.  Left out, prices follow from the mean wage.\n"
     "  // \"prices\": {\"short_per_h\": 800, \"surplus_per_h\": 100},\n"
     "  \"policy\": {\n"
     "    \"shrinkage\": 0.08            // lost unplanned; breaks and leave are in the roster\n"
     "  }\n"
     "}\n"},
    {"queues.csv", "id,account,channel,skill,aht_s,service_level,answer_s,patience_s,open\n"
                   "shop-voice,shop,voice,voice,180,0.80,30,150,always\n"},
    {"shifts.csv",
     "id,start,start_last,start_step_min,length_min,meal_min,meal_from_min,meal_to_min,breaks,"
     "longest_work_min,away_share_max\n"
     "D,06:00,10:00,60,540,60,180,330,2x15,240,0.34\n"
     "E,13:00,16:00,60,540,60,180,330,2x15,240,0.34\n"
     "N,20:00,00:00,60,540,60,180,330,2x15,240,0.34\n"
     "P,06:00,00:00,60,390,30,120,240,1x15,240,0.34\n"},
    {"agents.csv", "id,name,contract,skills,team,role,wage,night_consent,health_check,transport\n"
                   "A01,Sampaguita,full,voice,red,senior,230,yes,yes,yes\n"
                   "A02,Gumamela,full,voice,red,agent,190,yes,yes,yes\n"
                   "A03,Ilang,full,voice,red,agent,190,yes,yes,yes\n"
                   "A04,Narra,full,voice,red,agent,185,yes,yes,yes\n"
                   "A05,Molave,full,voice,red,agent,185,yes,yes,yes\n"
                   "A06,Kamagong,full,voice,red,agent,180,yes,yes,yes\n"
                   "A07,Waling,full,voice,blue,senior,230,yes,yes,yes\n"
                   "A08,Camia,full,voice,blue,agent,190,yes,yes,yes\n"
                   "A09,Rosal,full,voice,blue,agent,185,yes,yes,yes\n"
                   "A10,Yakal,full,voice,blue,agent,180,yes,yes,yes\n"
                   "A11,Talisay,part,voice,blue,agent,185,no,no,yes\n"
                   "A12,Mahogany,part,voice,blue,agent,185,yes,yes,yes\n"},
    {"leave.csv", "agent,from,to,kind,status,shift,note\n"
                  "A04,2026-03-18,2026-03-19,leave,approved,,\n"
                  "A09,2026-03-20,2026-03-20,leave,approved,,\n"
                  "A07,2026-03-16,2026-03-16,fixed,approved,D,opens the week\n"
                  "A10,2026-03-21,2026-03-22,leave,requested,,not decided yet\n"},
    {"wishes.csv", "agent,date,weekday,wish,shift,points\n"
                   "A02,,sun,off,,3\n"
                   "A05,,sat,off,,2\n"
                   "A08,2026-03-17,,shift,D,1\n"
                   "A12,,wed,not_shift,N,1\n"},
    {"ledger.csv", "agent,until,last_shift_end,run_days,run_nights\n"
                   "A01,2026-03-15,2026-03-15T15:00,2,0\n"
                   "A02,2026-03-15,2026-03-16T00:00,1,0\n"
                   "A03,2026-03-15,2026-03-16T06:00,3,3\n"
                   "A06,2026-03-15,2026-03-14T06:00,0,0\n"},
    {"events.csv", "from,to,queue,kind,effect,note\n"
                   "2026-02-13,2026-02-14,shop-voice,campaign,1.3,Valentine's week-end\n"},
    {"holidays/PH.csv", "calendar,date,kind,name,status\n"
                        "PH,2026-01-01,regular,New Year's Day,confirmed\n"
                        "PH,2026-02-17,special,Chinese New Year,confirmed\n"
                        "PH,2026-03-20,regular,Eid'l Fitr,confirmed\n"
                        "PH,2026-04-02,regular,Maundy Thursday,confirmed\n"
                        "PH,2026-04-03,regular,Good Friday,confirmed\n"
                        "PH,2026-04-04,special,Black Saturday,confirmed\n"
                        "PH,2026-04-09,regular,Araw ng Kagitingan,confirmed\n"
                        "PH,2026-05-01,regular,Labor Day,confirmed\n"},
    {"holidays/US.csv", "calendar,date,kind,name,status\n"
                        "US,2026-01-01,regular,New Year's Day,confirmed\n"
                        "US,2026-01-19,regular,Martin Luther King Jr. Day,confirmed\n"
                        "US,2026-02-16,regular,Washington's Birthday,confirmed\n"
                        "US,2026-05-25,regular,Memorial Day,confirmed\n"},
    {"whatif/one-more-agent.json",
     "// A merge patch: what it names is changed or added, null takes away.\n"
     "{\"agents\": {\"A13\": {\"contract\": \"full\", \"skills\": \"voice\", \"team\": "
     "\"blue\"}}}\n"},
    {"whatif/nine-tenths.json", "// A tenth of the volume is routed elsewhere.\n"
                                "{\"accounts\": {\"shop\": {\"share\": 0.9}}}\n"},
};
#define N_TEMPLATES (sizeof templates / sizeof *templates)

/* Mean calls per half hour, in tenths, by hour of day in New York. */
static const int hour_mean[24] = {13, 10, 9,  8,  8,  10, 14, 19, 26, 34, 38, 40,
                                  39, 38, 37, 36, 34, 32, 30, 28, 26, 22, 18, 15};
static const int weekday_percent[7] = {116, 108, 104, 102, 100, 84, 76};

#define FIRST_DATE date_from_civil(2026, 1, 5)
#define N_WEEKS 10
#define JUMP_DATE date_from_civil(2026, 3, 8) /* 02:00 to 03:00 do not exist in New York */

/* A spread in [-1.5, 1.5] that only the number decides. */
static double spread(unsigned number)
{
    unsigned x = number * 2654435761u;
    x ^= x >> 15;
    x *= 2246822519u;
    x ^= x >> 13;
    return (double)(x % 3001) / 1000.0 - 1.5;
}

static void make_calls(struct text *out)
{
    text_add(out, "start,queue,offered\n");
    for (int day = 0; day < 7 * N_WEEKS; day++) {
        char date[DATE_TEXT];
        date_format(date, FIRST_DATE + day);
        int percent = weekday_percent[date_weekday(FIRST_DATE + day)];
        for (int half = 0; half < 48; half++) {
            if (FIRST_DATE + day == JUMP_DATE && half / 2 == 2)
                continue;
            double mean = hour_mean[half / 2] * percent / 1000.0;
            long calls = lround(mean + sqrt(mean) * spread((unsigned)(day * 48 + half)));
            text_printf(out, "%sT%02d:%02d,shop-voice,%ld\n", date, half / 2, half % 2 * 30,
                        calls > 0 ? calls : 0);
        }
    }
}

enum status init_check_empty(const char *folder, struct diags *diags)
{
    const char *const *names;
    int n = 0;
    if (!file_exists(folder))
        return OK;
    struct arena *arena = arena_new();
    enum status status = folder_list(&names, &n, folder, arena, diags);
    arena_free(arena);
    if (status == OK && n > 0) {
        struct place at = {.file = folder};
        diag_error(diags, &at, "the folder is not empty: name a new one");
        status = ERR_USAGE;
    }
    return status;
}

enum status init_write(const char *folder, struct diags *diags)
{
    enum status status = OK;
    struct out_folder *out = NULL;
    struct text calls = {0};
    TRY_OUT(init_check_empty(folder, diags));
    TRY_OUT(out_begin(&out, folder, diags));
    for (size_t i = 0; i < N_TEMPLATES; i++) {
        struct text text = {0};
        text_add(&text, templates[i].bytes);
        status = out_file(out, templates[i].name, text.bytes, text.n, diags);
        text_free(&text);
        if (status != OK)
            goto out;
    }
    make_calls(&calls);
    TRY_OUT(out_file(out, "calls/shop.csv", calls.bytes, calls.n, diags));
    TRY_OUT(out_commit(out, diags));
out:
    out_abort(out);
    text_free(&calls);
    return status;
}
