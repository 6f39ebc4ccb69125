/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_words.h - what calendars say, one row a language.  "{0}" ... "{9}" stand for the arguments
 * that ics_say is given, so that a language can order them as it likes. */
#ifndef RONDA_IO_ICS_WORDS_H
#define RONDA_IO_ICS_WORDS_H

#include "base/people.h"
#include "base/text.h"

struct ics_words {
    const char *language; /* "en" */
    const char *weekday[7];
    const char *role[N_ROLES];
    const char *calendar; /* 0 site */
    const char *shift;    /* 0 shift, 1 accounts, 2 role */
    const char *leave;    /* also of the sick: the reason is nobody's business */
    const char *training;
    const char *shift_category, *leave_category;
    const char *site_time;     /* 0 zone, 1 span */
    const char *client_time;   /* 0 account, 1 zone, 2 span */
    const char *span;          /* 0 start, 1 end, 2 offset */
    const char *span_change;   /* 0 start, 1 end, 2 offset before, 3 offset after */
    const char *queues;        /* 0 list */
    const char *role_is;       /* 0 role */
    const char *meal, *breaks; /* 0 list of: */
    const char *pause;         /* 0 time, 1 minutes */
    const char *session_kind[N_TRAINING_KINDS];
    const char *session;       /* 0 kind, 1 id, 2 time, 3 minutes */
    const char *sessions;      /* 0 list of those */
    const char *length;        /* 0 duration, 1 paid duration */
    const char *duration;      /* 0 hours, 1 minutes */
    const char *clocks;        /* 0 duration: the site's clocks change in the shift */
    const char *client_clocks; /* 0 account */
    const char *revision;      /* 0 number of the publication that changed the event last */
    const char *cancelled;     /* 0 what it was */
    const char *holiday;       /* 0 its name, 1 account */
    const char *holiday_category;
    const char *meal_event, *break_event;
    /* Messages: in the alphabet of GSM, without what counts twice there. */
    const char *month[12];
    const char *short_date; /* 0 weekday, 1 day, 2 month */
    const char *new_roster; /* 0 first date, 1 last, 2 number of shifts, 3 span of the first */
    const char *changed;    /* then items, or: */
    const char *items_more; /* 0 how many */
    const char *item_new, *item_gone, *item_moved,
        *item_details;       /* 0 date, 1 span, 2 the earlier */
    const char *keep_secret; /* on the sheet with a link */
};

/* English where the language is not known. */
const struct ics_words *ics_words_of(const char *language);
bool ics_speaks(const char *language);

/* Adds the sentence with its arguments, which end with NULL. */
void ics_say(struct text *out, const char *sentence, ...) __attribute__((sentinel));

#endif
