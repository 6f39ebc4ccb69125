/* SPDX-License-Identifier: GPL-3.0-or-later */
/* column.h - how tables.c writes a column down. */
#ifndef RONDA_IO_COLUMN_H
#define RONDA_IO_COLUMN_H

#include <stddef.h>

#include "io/tables.h"

#define YES true
#define NO false
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* A column: name, must it be there, kind, member, then what else it needs. */
#define COL(name_, required_, kind_, type, member, ...) \
    {.name = (name_),                                   \
     .required = (required_),                           \
     .kind = (kind_),                                   \
     .offset = offsetof(type, member),                  \
     __VA_ARGS__}
/* A column that fills two members: a list and its length, a date or a weekday. */
#define COL2(name_, required_, kind_, type, member, member_n, ...) \
    COL(name_, required_, kind_, type, member, .offset_n = offsetof(type, member_n), __VA_ARGS__)
#define WORDS(array, n) .words = (array), .n_words = (n)
#define WITHIN(least_, most_) .least = (least_), .most = (most_)
#define OR(text) .otherwise = (text)
#define HELP(text) .help = (text)

#define MONEY WITHIN(0, 1e9)

#endif
