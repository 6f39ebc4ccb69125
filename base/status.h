/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status.h - what a function that can fail returns, and the two ways out of it.
 * Infeasible, limit reached and uncovered are results, not errors. */
#ifndef RONDA_BASE_STATUS_H
#define RONDA_BASE_STATUS_H

enum status {
    OK = 0,
    ERR_INTERNAL, /* a library failed where it should not: exit 1 */
    ERR_IO,       /* file cannot be read or written: exit 1 (3 for inputs, the caller knows) */
    ERR_USAGE,    /* exit 2 */
    ERR_DATA,     /* invalid input, reported in struct diags: exit 3 */
};

/* Where nothing is held. */
#define TRY(expr)                         \
    do {                                  \
        enum status try_status_ = (expr); \
        if (try_status_ != OK)            \
            return try_status_;           \
    } while (0)

/* Where something is held: needs a local `enum status status = OK;` and a label `out:`. */
#define TRY_OUT(expr)     \
    do {                  \
        status = (expr);  \
        if (status != OK) \
            goto out;     \
    } while (0)

#endif
