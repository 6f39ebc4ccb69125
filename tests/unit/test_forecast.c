/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_forecast.c - made series whose truth is known and troubled ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "forecast/backtest.h"

#define HOURS 24

/* A history by the hour that begins on Monday 2026-01-05 UTC. */
struct fixture {
    struct arena *arena;
    struct diags *diags;
    struct account account;
    struct series series;
    struct forecast_input in;
    struct forecast out;
    struct grid grid;
};

static int64_t first_instant(void)
{
    return (int64_t)date_from_civil(2026, 1, 5) * 86400;
}

static void build(struct fixture *f, const char *zone, int days, int ahead)
{
    *f = (struct fixture){.arena = arena_new(), .diags = diags_new()};
    assert_int_equal(tz_load(&f->account.zone, zone, NULL, f->diags), OK);
    f->account.share = 1;
    f->series.grid = (struct grid){first_instant(), 3600, days * HOURS};
    f->series.offered = ARENA_ARRAY(f->arena, double, days *HOURS + 1);
    f->in = (struct forecast_input){
        .name = "q", .series = &f->series, .zone = f->account.zone, .aht_s = 200, .until = NO_DATE};
    f->grid = (struct grid){first_instant() + (int64_t)days * 86400, 3600, ahead * HOURS};
}

static void run(struct fixture *f)
{
    assert_int_equal(forecast_series(&f->out, &f->in, &f->grid, f->arena, f->diags), OK);
    for (int k = 0; k < f->grid.n_slots; k++) {
        assert_true(isfinite(f->out.calls[k]) && f->out.calls[k] >= 0);
        for (int i = 0; i < N_QUANTILES; i++)
            assert_true(isfinite(f->out.quantile[i][k]) && f->out.quantile[i][k] >= 0);
    }
}

static void end(struct fixture *f)
{
    tz_free(f->account.zone);
    diags_free(f->diags);
    arena_free(f->arena);
}

/* 10 at night to 110 at noon; Sundays half. */
static double usual(int day, int hour)
{
    double shape = 10 + 100 * exp(-(hour - 12) * (hour - 12) / 20.0);
    return day % 7 == 6 ? shape / 2 : shape;
}

static void fill(struct fixture *f)
{
    for (int k = 0; k < f->series.grid.n_slots; k++)
        f->series.offered[k] = usual(k / HOURS, k % HOURS);
}

/* The same with noise: 4 % a day, and that of counts. */
static void fill_noisy(struct fixture *f)
{
    struct rng rng;
    double day = 1;
    rng_seed(&rng, 5, 0, 0);
    for (int k = 0; k < f->series.grid.n_slots; k++) {
        if (k % HOURS == 0)
            day = exp(0.04 * rng_normal(&rng));
        double mean = usual(k / HOURS, k % HOURS) * day;
        f->series.offered[k] = fmax(0, round(mean + sqrt(mean) * rng_normal(&rng)));
    }
}

static double total(const struct fixture *f)
{
    double sum = 0;
    for (int k = 0; k < f->grid.n_slots; k++)
        sum += f->out.calls[k];
    return sum;
}

static void a_regular_series_goes_on(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "Asia/Manila", 140, 14);
    fill(&f);
    run(&f);
    for (int k = 0; k < f.grid.n_slots; k++) {
        double truth = usual(140 + k / HOURS, k % HOURS);
        assert_true(fabs(f.out.calls[k] - truth) < 0.02 * truth + 0.2);
    }
    assert_int_equal(f.diags->n, 0);
    end(&f);
}

/* New York springs forward on 2026-03-08: the day has 23 hours and 23/24 of its contacts. */
static void a_day_of_23_hours_is_short(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "America/New_York", 62, 0);
    for (int k = 0; k < f.series.grid.n_slots; k++)
        f.series.offered[k] = 60;
    f.grid = (struct grid){first_instant() + 62 * 86400 + 5 * 3600, 3600, 23};
    assert_int_equal(tz_date(f.in.zone, f.grid.begin), date_from_civil(2026, 3, 8));
    assert_int_equal(tz_date(f.in.zone, grid_end(&f.grid)), date_from_civil(2026, 3, 9));
    run(&f);
    for (int k = 0; k < 23; k++)
        assert_true(fabs(f.out.calls[k] - 60) < 0.5);
    end(&f);
}

/* 2026-11-01 has 25 hours: the hour that occurs twice gets its contacts twice. */
static void a_day_of_25_hours_is_long(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "America/New_York", 300, 0);
    for (int k = 0; k < f.series.grid.n_slots; k++)
        f.series.offered[k] = 60;
    f.grid = (struct grid){first_instant() + 300 * 86400 + 4 * 3600, 3600, 25};
    assert_int_equal(tz_date(f.in.zone, f.grid.begin), date_from_civil(2026, 11, 1));
    assert_int_equal(tz_date(f.in.zone, grid_end(&f.grid)), date_from_civil(2026, 11, 2));
    run(&f);
    assert_true(fabs(total(&f) - 25 * 60) < 10);
    end(&f);
}

static void missing_is_not_zero(void **state)
{
    (void)state;
    struct fixture f;
    struct rng rng;
    rng_seed(&rng, 3, 0, 0);
    build(&f, "Asia/Manila", 140, 7);
    fill(&f);
    for (int k = 0; k < f.series.grid.n_slots; k++)
        if (rng_below(&rng, 2))
            f.series.offered[k] = NAN;
    run(&f);
    double truth = 0;
    for (int k = 0; k < f.grid.n_slots; k++)
        truth += usual(k / HOURS, k % HOURS);
    assert_true(fabs(total(&f) / truth - 1) < 0.05);
    end(&f);
}

static void rows_that_are_never_there_are_closed(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 70, 7);
    fill(&f);
    for (int k = 0; k < f.series.grid.n_slots; k++)
        if (k % HOURS < 8 || k / HOURS % 7 == 6)
            f.series.offered[k] = NAN;
    run(&f);
    for (int k = 0; k < f.grid.n_slots; k++) {
        bool open = k % HOURS >= 8 && k / HOURS != 6;
        assert_true(f.out.open[k] == open);
        assert_true((f.out.calls[k] > 0) == open);
    }
    end(&f);
}

/* The forecast is of the usual days, and the one note says what was passed over. */
static void assert_as_usual(struct fixture *f, const char *note)
{
    double truth = 0;
    for (int k = 0; k < f->grid.n_slots; k++)
        truth += usual(k / HOURS, k % HOURS);
    assert_true(fabs(total(f) / truth - 1) < 0.03);
    assert_int_equal(f->diags->n, 1);
    assert_non_null(strstr(f->diags->item[0].message, note));
}

static void an_outage_is_passed_over(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 70, 7);
    fill(&f);
    for (int k = 60 * HOURS; k < 62 * HOURS; k++)
        f.series.offered[k] = 0;
    run(&f);
    assert_as_usual(&f, "2 days of zero");
    end(&f);
}

static void rest(struct fixture *f, int from, int n_days)
{
    for (int k = from * HOURS; k < (from + n_days) * HOURS; k++)
        f->series.offered[k] = 0;
}

/* Five weeks of nothing, then all as before; what came twice is the queue's own. */
static void a_long_outage_is_passed_over_once(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 203, 7);
    fill(&f);
    rest(&f, 154, 35);
    run(&f);
    assert_as_usual(&f, "35 days of zero");
    end(&f);
    build(&f, "UTC", 203, 7);
    fill(&f);
    rest(&f, 154, 35);
    rest(&f, 70, 30);
    run(&f);
    for (size_t i = 0; i < f.diags->n; i++)
        assert_null(strstr(f.diags->item[i].message, "days of zero"));
    end(&f);
}

/* A typing error at noon and a dead line one afternoon: neither shape nor level moves. */
static void spikes_and_dead_hours_are_passed_over(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 70, 7);
    fill_noisy(&f);
    f.series.offered[65 * HOURS + 12] = 110000;
    for (int h = 13; h < 16; h++)
        f.series.offered[67 * HOURS + h] = 0;
    run(&f);
    for (int k = 0; k < f.grid.n_slots; k++) {
        double truth = usual(k / HOURS, k % HOURS);
        assert_true(fabs(f.out.calls[k] - truth) < 0.2 * truth + 3);
    }
    assert_int_equal(f.diags->n, 1);
    assert_non_null(strstr(f.diags->item[0].message, "4 slots"));
    end(&f);
}

static void only_the_newest_weeks_are_read(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 140, 7);
    fill_noisy(&f);
    for (int k = 0; k < 70 * HOURS; k++)
        f.series.offered[k] = 1e5;
    f.in.weeks_of_history = 10;
    run(&f);
    assert_int_equal(f.diags->n, 0);
    assert_true(fabs(f.out.calls[12] - usual(140, 12)) < 12);
    end(&f);
}

static void a_stale_history_is_said_to_be(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 140, 7);
    fill_noisy(&f);
    f.grid.begin += 40 * 86400;
    run(&f);
    assert_int_equal(f.diags->n_warnings, 1);
    assert_true(fabs(f.out.calls[12] - usual(180, 12)) < 12);
    end(&f);
}

static void a_jump_of_level_is_followed(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 140, 7);
    fill_noisy(&f);
    for (int k = 112 * HOURS; k < f.series.grid.n_slots; k++)
        f.series.offered[k] *= 2;
    run(&f);
    double truth = 0;
    for (int k = 0; k < f.grid.n_slots; k++)
        truth += 2 * usual(k / HOURS, k % HOURS);
    assert_true(fabs(total(&f) / truth - 1) < 0.12);
    end(&f);
}

/* 2 % a month for two years: a level that is pulled back to the mean of all falls short of it. */
static void growth_is_followed(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 728, 14);
    double truth = 0;
    fill_noisy(&f);
    for (int k = 0; k < f.series.grid.n_slots; k++)
        f.series.offered[k] = round(f.series.offered[k] * pow(1.02, k / HOURS / 30.0));
    run(&f);
    for (int k = 0; k < f.grid.n_slots; k++)
        truth += usual(728 + k / HOURS, k % HOURS) * pow(1.02, (728 + k / HOURS) / 30.0);
    assert_true(fabs(total(&f) / truth - 1) < 0.02);
    end(&f);
}

static void an_event_scales_its_days(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 70, 7);
    fill(&f);
    int32_t monday = date_from_civil(2026, 1, 5) + 70;
    struct event events[3] = {
        {.from = monday + 1, .to = monday + 1, .queue = -1, .kind = "campaign", .effect = 1.5},
        {.from = monday + 2, .to = monday + 2, .queue = 4, .kind = "campaign", .effect = 9}};
    events[2] = (struct event){
        .from = monday + 4, .to = monday + 4, .queue = 3, .kind = "closed", .effect = 0};
    f.in.events = events;
    f.in.n_events = 3;
    f.in.queue = 3;
    run(&f);
    assert_true(f.out.calls[4 * HOURS + 12] == 0 && !f.out.open[4 * HOURS + 12]);
    for (int k = 0; k < 3 * HOURS; k++) {
        double truth = usual(k / HOURS, k % HOURS) * (k / HOURS == 1 ? 1.5 : 1);
        assert_true(fabs(f.out.calls[k] - truth) < 0.03 * truth + 0.2);
    }
    end(&f);
}

/* Closed on the first two holidays, so closed on one of another name; open where that was open. */
static void holidays_are_learnt(void **state)
{
    (void)state;
    int32_t day = date_from_civil(2026, 1, 5);
    struct holiday days[] = {{.calendar = "X", .date = day + 23, .name = "first"},
                             {.calendar = "X", .date = day + 51, .name = "second"},
                             {.calendar = "X", .date = day + 141, .name = "third"},
                             {.calendar = "Y", .date = day + 143, .name = "not ours"}};
    static const char *const calendars[] = {"X"};
    for (int closed = 0; closed < 2; closed++) {
        struct fixture f;
        build(&f, "UTC", 140, 7);
        fill_noisy(&f);
        for (int h = 0; h < HOURS; h++) {
            f.series.offered[23 * HOURS + h] *= closed ? NAN : 0.4;
            f.series.offered[51 * HOURS + h] *= closed ? NAN : 0.4;
        }
        f.in.holidays = days;
        f.in.n_holidays = 4;
        f.in.calendars = calendars;
        f.in.n_calendars = 1;
        run(&f);
        double noon = f.out.calls[HOURS + 12], other = f.out.calls[3 * HOURS + 12];
        assert_true(other > 100);
        if (closed)
            assert_true(noon == 0 && !f.out.open[HOURS + 12]);
        else
            assert_true(noon > 35 && noon < 80);
        end(&f);
    }
}

/* 25 December and the fourth Thursday of November rest in two years, with no calendar given; an
 * outage of a day does not make a holiday of its date. */
static void yearly_closures_are_learnt(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 1046, 21);
    fill_noisy(&f);
    int32_t first = (int32_t)(first_instant() / 86400);
    const int32_t rests[] = {date_from_civil(2026, 12, 25), date_from_civil(2027, 12, 25),
                             date_from_civil(2026, 11, 26), date_from_civil(2027, 11, 25),
                             date_from_civil(2027, 11, 17)};
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < HOURS; k++)
            f.series.offered[(rests[i] - first) * HOURS + k] = i == 3 ? 1 : NAN;
    run(&f);
    double day[21] = {0};
    int32_t from = (int32_t)(f.grid.begin / 86400);
    assert_int_equal(from, date_from_civil(2028, 11, 16));
    for (int k = 0; k < f.grid.n_slots; k++)
        day[k / HOURS] += f.out.calls[k];
    assert_true(day[7] < 0.3 * day[0]); /* 2028-11-23, low and not closed the year before */
    assert_true(fabs(day[1] / day[0] - 1) < 0.1);
    assert_true(fabs(day[8] / day[1] - 1) < 0.1);
    f.grid.begin += 30 * 86400;
    run(&f);
    from += 30;
    for (int k = 0; k < f.grid.n_slots; k++) {
        bool rest = from + k / HOURS == date_from_civil(2028, 12, 25);
        assert_true(f.out.open[k] == !rest && (f.out.calls[k] > 0) == !rest);
    }
    end(&f);
}

static void troubled_histories_still_give_something(void **state)
{
    (void)state;
    for (int trouble = 0; trouble < 8; trouble++) {
        struct fixture f;
        build(&f, "Europe/London", trouble == 3 ? 1 : trouble == 4 ? 10 : 400, 14);
        fill(&f);
        int n = f.series.grid.n_slots;
        for (int k = 0; k < n; k++)
            switch (trouble) {
            case 0: /* nothing ever came */
                f.series.offered[k] = 0;
                break;
            case 1: /* one spike */
                f.series.offered[k] = k == n / 2 ? 1e6 : 3;
                break;
            case 2: /* one known hour */
                f.series.offered[k] = k == n / 2 ? 5 : NAN;
                break;
            case 5: /* a year of nothing at the end */
                f.series.offered[k] = k > 40 * HOURS ? 0 : f.series.offered[k];
                break;
            case 6: /* tiny */
                f.series.offered[k] = k % 61 == 0;
                break;
            case 7: /* enormous */
                f.series.offered[k] *= 1e7;
                break;
            default: /* 3: one day, 4: ten days */
                break;
            }
        run(&f);
        if (trouble == 0 || trouble == 5)
            assert_true(total(&f) < 14 * HOURS * 0.2);
        if (trouble == 1)
            assert_true(total(&f) < 2 * 3 * 14 * HOURS);
        if (trouble == 6)
            assert_true(fabs(total(&f) - 14 * HOURS / 61.0) < 2);
        if (trouble == 3 || trouble == 4) {
            assert_int_equal(f.diags->n, 1);
            assert_non_null(strstr(f.diags->item[0].message, "days of history"));
        }
        end(&f);
    }
}

static void no_history_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 7, 7);
    for (int k = 0; k < f.series.grid.n_slots; k++)
        f.series.offered[k] = NAN;
    assert_int_equal(forecast_series(&f.out, &f.in, &f.grid, f.arena, f.diags), ERR_DATA);
    f.series.grid.n_slots = 0;
    assert_int_equal(forecast_series(&f.out, &f.in, &f.grid, f.arena, f.diags), ERR_DATA);
    assert_int_equal(f.diags->n_errors, 2);
    struct backtest b;
    assert_int_equal(backtest_run(&b, &f.in, 3600, 6, 14, f.arena, f.diags), ERR_DATA);
    end(&f);
}

static void handling_time_by_hour(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, "UTC", 70, 1);
    fill(&f);
    f.series.aht_s = ARENA_ARRAY(f.arena, double, f.series.grid.n_slots);
    for (int k = 0; k < f.series.grid.n_slots; k++)
        f.series.aht_s[k] = k % 5 == 0 ? NAN : k % HOURS < 12 ? 180 : 300;
    run(&f);
    assert_true(fabs(f.out.aht_s[11] - 180) < 10 && fabs(f.out.aht_s[12] - 300) < 10);
    end(&f);
}

/* Poisson counts: the bands hold about what they say. */
static void bands_hold(void **state)
{
    (void)state;
    struct fixture f;
    struct rng rng;
    rng_seed(&rng, 11, 0, 0);
    build(&f, "UTC", 210, 7);
    for (int k = 0; k < f.series.grid.n_slots; k++) {
        double mean = usual(k / HOURS, k % HOURS) * exp(0.1 * rng_normal(&rng));
        f.series.offered[k] = fmax(0, round(mean + sqrt(mean) * rng_normal(&rng)));
    }
    struct backtest b;
    assert_int_equal(backtest_run(&b, &f.in, 3600, 6, 14, f.arena, f.diags), OK);
    assert_true(b.row[0].cover[GRAIN_SLOT][BAND_80] > 0.75 &&
                b.row[0].cover[GRAIN_SLOT][BAND_80] < 0.86);
    assert_true(b.row[0].cover[GRAIN_SLOT][BAND_90] > 0.86 &&
                b.row[0].cover[GRAIN_SLOT][BAND_90] < 0.95);
    end(&f);
}

/* A plan with one queue of each kind of source. */
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_regular_series_goes_on),
        cmocka_unit_test(a_day_of_23_hours_is_short),
        cmocka_unit_test(a_day_of_25_hours_is_long),
        cmocka_unit_test(missing_is_not_zero),
        cmocka_unit_test(rows_that_are_never_there_are_closed),
        cmocka_unit_test(an_outage_is_passed_over),
        cmocka_unit_test(a_long_outage_is_passed_over_once),
        cmocka_unit_test(spikes_and_dead_hours_are_passed_over),
        cmocka_unit_test(only_the_newest_weeks_are_read),
        cmocka_unit_test(a_stale_history_is_said_to_be),
        cmocka_unit_test(a_jump_of_level_is_followed),
        cmocka_unit_test(growth_is_followed),
        cmocka_unit_test(an_event_scales_its_days),
        cmocka_unit_test(holidays_are_learnt),
        cmocka_unit_test(yearly_closures_are_learnt),
        cmocka_unit_test(troubled_histories_still_give_something),
        cmocka_unit_test(no_history_is_refused),
        cmocka_unit_test(handling_time_by_hour),
        cmocka_unit_test(bands_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
