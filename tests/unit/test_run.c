/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_run.c - budget, stop flag, progress; and that the clock does not run back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/run.h"

static void stops_by_flag_or_clock_only(void **state)
{
    (void)state;
    volatile sig_atomic_t stop = 0;
    struct run run = {.started_s = clock_now_s() - 10, .stop = &stop};
    assert_false(run_should_stop(&run)); /* no limit */
    run.time_limit_s = 3600;
    assert_false(run_should_stop(&run));
    assert_false(run.stopped_by_clock);
    run.time_limit_s = 5;
    assert_true(run_should_stop(&run));
    assert_true(run.stopped_by_clock);
    run = (struct run){.started_s = clock_now_s(), .stop = &stop};
    stop = 1;
    assert_true(run_should_stop(&run));
    assert_true(run.stopped_by_clock);
    assert_true(run_elapsed_s(&run) >= 0 && run_elapsed_s(&run) < 60);
}

static void remember(void *context, const struct progress *progress)
{
    memcpy(context, progress, sizeof *progress);
}

static void progress_is_passed_on(void **state)
{
    (void)state;
    struct progress got = {0};
    struct run run = {.started_s = clock_now_s() - 2, .on_progress = remember, .context = &got};
    run_progress(&run, "dive", 12.5, 11, NAN);
    assert_string_equal(got.stage, "dive");
    assert_true(got.objective == 12.5 && got.bound == 11 && isnan(got.gap));
    assert_true(got.elapsed_s >= 2 && got.elapsed_s < 60);
    run.on_progress = NULL;
    run_progress(&run, "dive", 0, 0, 0);
    assert_true(got.objective == 12.5);
}

static void clock_goes_forward(void **state)
{
    (void)state;
    double before = clock_now_s();
    for (int i = 0; i < 1000; i++) {
        double now = clock_now_s();
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_by_flag_or_clock_only),
        cmocka_unit_test(progress_is_passed_on),
        cmocka_unit_test(clock_goes_forward),
    };
    return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
