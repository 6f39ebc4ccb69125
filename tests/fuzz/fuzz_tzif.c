/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_tzif.c - zone files, and local times of whatever was accepted. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/tz.h"
#include "base/tzif.h"
#include "tests/fuzz/fuzz.h"

/* An instant of the reading of an instant is that instant. */
static void look_up(const struct tz *tz, int64_t instant)
{
    struct civil civil;
    int64_t first, second;
    tz_civil(&civil, tz, instant);
    int32_t date = date_from_civil(civil.year, civil.month, civil.day);
    enum local_kind kind =
        tz_instant(&first, &second, tz, date, civil.hour * 60 + civil.min, civil.s);
    if (kind == LOCAL_GAP || (first != instant && second != instant && kind == LOCAL_ONE))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct tz *tz = NEW(struct tz);
    tz->name = mem_strdup("fuzz");
    if (!tzif_parse(tz, data, n)) {
        for (int64_t instant = -2000000000; instant < 20000000000; instant += 987654321)
            look_up(tz, instant);
        for (int i = 1; i < tz->n_spans && i < 50; i++)
            if (tz->from[i] > -60000000000 && tz->from[i] < 250000000000) {
                look_up(tz, tz->from[i]);
                look_up(tz, tz->from[i] - 1);
            }
    }
    tz_free(tz);
    return 0;
}
