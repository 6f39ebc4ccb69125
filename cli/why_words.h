/* SPDX-License-Identifier: GPL-3.0-or-later */
/* why_words.h - what `explain` says, one row a language; "{0}" ... as in io/ics_words.h. */
#ifndef RONDA_CLI_WHY_WORDS_H
#define RONDA_CLI_WHY_WORDS_H

#include "base/ledger.h"
#include "base/people.h"

struct why_words {
    const char *language;
    const char *head;               /* 0 agent, 1 first date, 2 last, 3 hours, 4 shifts, 5 nights */
    const char *week_off;           /* a week without shifts */
    const char *item;               /* 0 date, 1 span, 2 shift */
    const char *best;               /* 0 agent: none is cheaper */
    const char *better;             /* 0 week, 1 money: one is */
    const char *rules;              /* title */
    const char *rule;               /* 0 reason, 1 week, 2 money */
    const char *no_rule;            /* none binds */
    const char *wishes;             /* title */
    const char *wish[N_WISH_KINDS]; /* 0 date, 1 shift */
    const char *granted;            /* 0 wish, 1 money that refusing it would save */
    const char *granted_free;       /* 0 wish */
    const char *refused;            /* 0 wish, 1 money that granting it would cost */
    const char *refused_never;      /* 0 wish: no such week */
    const char *no_wish;
    const char *others; /* title */
    const char *next;   /* 0 what differs, 1 money */
    const char *no_next;
    const char *instead; /* 0 date, 1 now, 2 then */
    const char *off;
    const char *fairness; /* title */
    const char *balance[N_BURDENS];
    const char *stands; /* 0 balance, 1 own, 2 mean, 3 people in the group, 4 rank from the most */
    const char *alone;  /* 0 agent */
    const char *none_borne;
    const char *no_ledger;     /* 0 agent */
    const char *on_shift;      /* title: 0 date, 1 shift */
    const char *on_off;        /* title: 0 date */
    const char *shift_off;     /* 0 money, 1 week: off in its place */
    const char *shift_other;   /* 0 money, 1 week: another shift in its place */
    const char *shift_must;    /* no other is possible */
    const char *shift_cheaper; /* behind: money is saved, the search ended before */
    const char *slot_head;     /* 0 time, 1 queue, 2 need, 3 given */
    const char *slot_short;    /* 0 missing, 1 money for one more person */
    const char *slot_enough;   /* 0 money for one more person */
    const char *slot_people;   /* 0 who can serve, 1 on duty, 2 on a pause, 3 cannot, 4 could */
    const char *slot_dearer;   /* 0 agent, 1 what differs, 2 money more */
    const char *slot_cheaper;  /* the same, money less */
    const char *slot_nobody;
};

/* English where the language is not known. */
const struct why_words *why_words_of(const char *language);

#endif
