/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hours.c - opening hours are weekly spans of local wall clock; no span at all is always open. */
#include "forecast/hours.h"

static bool span_holds(const struct open_span *span, int32_t date, int minute)
{
    return span->weekdays >> date_weekday(date) & 1 && minute >= span->from_min &&
           minute < span->to_min;
}

bool hours_open(const struct queue *queue, int32_t date, int minute)
{
    if (queue->n_open == 0)
        return true;
    for (int i = 0; i < queue->n_open; i++)
        if (span_holds(&queue->open[i], date, minute) ||
            span_holds(&queue->open[i], date - 1, minute + 1440))
            return true;
    return false;
}

/* The next minute after `minute` at which the state may change, at most `end`. */
static int next_edge(const struct queue *queue, int minute, int end)
{
    for (int i = 0; i < queue->n_open; i++) {
        const int edges[] = {queue->open[i].from_min, queue->open[i].to_min,
                             queue->open[i].to_min - 1440};
        for (int k = 0; k < 3; k++)
            if (edges[k] > minute && edges[k] < end)
                end = edges[k];
    }
    return end;
}

int hours_open_s(const struct queue *queue, const struct tz *zone, int64_t begin, int slot_s)
{
    if (queue->n_open == 0)
        return slot_s;
    /* A change of the clock moves at most the end of the quarter hour that it falls in. */
    int open_s = 0;
    for (int64_t at = begin, end = begin + slot_s; at < end;) {
        int64_t stop = at - at % 900 + 900 < end ? at - at % 900 + 900 : end;
        int minute = tz_minute(zone, at);
        int32_t date = tz_date(zone, at);
        int last = minute + (int)((stop - at + 59) / 60);
        while (minute < last) {
            int next = next_edge(queue, minute, last);
            if (hours_open(queue, date, minute))
                open_s += (next - minute) * 60;
            minute = next;
        }
        at = stop;
    }
    return open_s < slot_s ? open_s : slot_s;
}
