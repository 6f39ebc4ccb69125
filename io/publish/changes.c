/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changes.c - messages of at most 160 characters: what one SMS holds, as long as every character is
 * in the GSM alphabet (3GPP TS 23.038), which the sentence tables of changes keep to.  What does
 * not fit is counted: "2 more in your calendar". */
#include "io/publish/changes.h"

#include <stdio.h>
#include <string.h>

#include "io/out_csv.h"

/* "Tue 27 Oct" */
static void add_date(struct text *out, const struct ics_words *words, int32_t date)
{
    int year, month, day;
    char number[16];
    date_to_civil(&year, &month, &day, date);
    snprintf(number, sizeof number, "%d", day);
    ics_say(out, words->short_date, words->weekday[date_weekday(date)], number,
            words->month[month - 1], NULL);
}

/* "21:00-06:00", site time; leave by its name. */
static void add_span(struct text *out, const struct revision *revision,
                     const struct ics_words *words, const struct ics_entry *entry)
{
    char start[STAMP_TEXT], end[STAMP_TEXT];
    const struct tz *zone = revision->plan->site.zone;
    if (entry->kind != ICS_SHIFT) {
        text_add(out, entry->kind == ICS_TRAINING ? words->training : words->leave);
        return;
    }
    tz_format(start, zone, entry->start);
    tz_format(end, zone, entry->end);
    text_printf(out, "%.5s-%.5s", start + 11, end + 11);
}

/* The same to an agent's eye: times, shift, pauses, queues. */
static bool looks_same(const struct record *a, const struct record *b)
{
    if (a->entry.start != b->entry.start || a->entry.end != b->entry.end ||
        strcmp(a->entry.label, b->entry.label) != 0 || strcmp(a->serves, b->serves) != 0)
        return false;
    const struct duty *x = a->entry.duty, *y = b->entry.duty;
    if (!x || !y)
        return x == y;
    bool same = x->n_pauses == y->n_pauses;
    for (int i = 0; same && i < x->n_pauses; i++)
        same = x->pause[i].start == y->pause[i].start && x->pause[i].min == y->pause[i].min;
    return same;
}

static bool was_live(const struct record *record)
{
    return record->before && !record->before->entry.is_cancelled;
}

static bool is_over(const struct revision *revision, const struct ics_entry *entry)
{
    return entry->kind == ICS_SHIFT
               ? entry->end <= revision->now
               : entry->end <= tz_date(revision->plan->site.zone, revision->now);
}

/* A change that someone wants to hear of. */
static bool is_news(const struct revision *revision, const struct record *record)
{
    if (!record->is_changed || record->entry.kind == ICS_HOLIDAY)
        return false;
    bool over = is_over(revision, &record->entry) &&
                (!was_live(record) || is_over(revision, &record->before->entry));
    bool only_words =
        was_live(record) && !record->entry.is_cancelled && looks_same(record, record->before);
    return !over && !only_words;
}

/* "Tue 27 Oct 21:00-06:00 (was 20:00-05:00)" */
static void add_item(struct text *out, const struct revision *revision,
                     const struct ics_words *words, const struct record *record)
{
    struct text date = {0}, span = {0}, before = {0};
    add_date(&date, words, record->entry.date);
    add_span(&span, revision, words, &record->entry);
    if (was_live(record))
        add_span(&before, revision, words, &record->before->entry);
    bool moved = was_live(record) && strcmp(span.bytes, before.bytes) != 0;
    const char *sentence = record->entry.is_cancelled ? words->item_gone
                           : !was_live(record)        ? words->item_new
                           : moved                    ? words->item_moved
                                                      : words->item_details;
    ics_say(out, sentence, date.bytes, span.bytes, before.bytes ? before.bytes : "", NULL);
    text_free(&date);
    text_free(&span);
    text_free(&before);
}

/* All that is new are shifts of dates of which nothing was known: one sentence for the whole. */
static bool is_whole_roster(const struct revision *revision, const struct record *record, int n,
                            const struct record **first, const struct record **last, int *n_shifts)
{
    *first = *last = NULL;
    *n_shifts = 0;
    for (int i = 0; i < n; i++) {
        if (record[i].entry.kind != ICS_SHIFT || !revision_covers(revision, &record[i].entry))
            continue;
        if (record[i].before)
            return false;
        if (!is_news(revision, &record[i]))
            continue;
        *first = *first ? *first : &record[i];
        *last = &record[i];
        ++*n_shifts;
    }
    return *n_shifts > 1;
}

static void say_roster(struct text *out, const struct revision *revision,
                       const struct ics_words *words, const struct record *first,
                       const struct record *last, int n_shifts)
{
    struct text from = {0}, to = {0}, span = {0};
    char count[16];
    snprintf(count, sizeof count, "%d", n_shifts);
    add_date(&from, words, first->entry.date);
    add_date(&to, words, last->entry.date);
    add_span(&span, revision, words, &first->entry);
    ics_say(out, words->new_roster, from.bytes, to.bytes, count, span.bytes, NULL);
    text_free(&from);
    text_free(&to);
    text_free(&span);
}

/* The items that fit, then how many do not. */
static void say_items(struct text *out, const struct revision *revision,
                      const struct ics_words *words, const struct record *record, int n)
{
    struct text item = {0}, more = {0};
    int n_left = 0, n_said = 0;
    for (int i = 0; i < n; i++)
        n_left += is_news(revision, &record[i]);
    text_add(out, words->changed);
    for (int i = 0; i < n; i++) {
        if (!is_news(revision, &record[i]))
            continue;
        char count[16];
        text_clear(&item);
        text_clear(&more);
        text_add(&item, n_said > 0 ? "; " : " ");
        add_item(&item, revision, words, &record[i]);
        snprintf(count, sizeof count, "%d", n_left - 1);
        if (n_left > 1)
            ics_say(&more, words->items_more, count, NULL);
        if (out->n + item.n + more.n + 3 > MESSAGE_CHARACTERS)
            break;
        text_add(out, item.bytes);
        n_said++;
        n_left--;
    }
    if (n_left > 0) {
        char count[16];
        text_clear(&more);
        snprintf(count, sizeof count, "%d", n_left);
        ics_say(&more, words->items_more, count, NULL);
        text_printf(out, "%s%s", n_said > 0 ? "; " : " ", more.bytes);
    }
    text_add_char(out, '.');
    text_free(&item);
    text_free(&more);
}

int32_t changes_message(struct text *out, const struct revision *revision,
                        const struct ics_words *words, const struct record *record, int n)
{
    const struct record *first, *last;
    int n_shifts;
    int32_t date = NO_DATE;
    for (int i = 0; i < n; i++)
        if (is_news(revision, &record[i]) && (date == NO_DATE || record[i].entry.date < date))
            date = record[i].entry.date;
    if (date == NO_DATE)
        return date;
    if (is_whole_roster(revision, record, n, &first, &last, &n_shifts))
        say_roster(out, revision, words, first, last, n_shifts);
    else
        say_items(out, revision, words, record, n);
    return date;
}

void changes_head(struct text *out)
{
    text_add(out, "agent,revision,first,language,text\n");
}

void changes_row(struct text *out, const struct revision *revision, int agent,
                 const struct record *record, int n)
{
    const struct ics_words *words = ics_words_for(revision->plan, agent);
    struct text message = {0};
    char date[DATE_TEXT];
    int32_t first = changes_message(&message, revision, words, record, n);
    if (first != NO_DATE) {
        csv_add_field(out, revision->plan->agents[agent].id);
        text_printf(out, ",%d,%s,%s,", revision->number, date_format(date, first), words->language);
        csv_add_field(out, message.bytes);
        text_add_char(out, '\n');
    }
    text_free(&message);
}
