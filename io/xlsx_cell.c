/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx_cell.c - numbers of a workbook as dates and times.
 * A date is the number of days since 1899-12-30 (or 1904-01-01, where the workbook says so), a time
 * of day the fraction of one.  Only the number format tells them from other numbers: those with an
 * id below 164 are known, others are text in which y and d ask for a date, h and s for a time. */
#include "io/xlsx_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"

#define LAST_SERIAL 2958465.0 /* 9999-12-31 */

enum cell_format cell_format_known(int id)
{
    if (id == 22)
        return FORMAT_BOTH;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return FORMAT_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 45 || id == 47)
        return FORMAT_TIME;
    return id == 46 ? FORMAT_DURATION : FORMAT_PLAIN;
}

enum cell_format cell_format_of(const char *code)
{
    bool date = false, time = false;
    if (strcmp(code, "General") == 0)
        return FORMAT_PLAIN;
    for (const char *at = code; *at && *at != ';'; at++) {
        if (*at == '\\' || *at == '_' || *at == '*') {
            at += at[1] != '\0';
        } else if (*at == '"' || *at == '[') {
            char close = *at == '"' ? '"' : ']';
            if (close == ']' && strchr("hHmMsS", at[1]) && at[1])
                return FORMAT_DURATION;
            const char *end = strchr(at + 1, close);
            if (!end)
                break;
            at = end;
        } else {
            date = date || strchr("yYdD", *at);
            time = time || strchr("hHsS", *at);
        }
    }
    return date && time ? FORMAT_BOTH : date ? FORMAT_DATE : time ? FORMAT_TIME : FORMAT_PLAIN;
}

static void add_clock(struct text *out, int64_t second)
{
    text_printf(out, "%02d:%02d:%02d", (int)(second / 3600), (int)(second / 60 % 60),
                (int)(second % 60));
}

void cell_print(struct text *out, const char *number, enum cell_format format, bool from_1904)
{
    char *end;
    double value = strtod(number, &end);
    if (format == FORMAT_PLAIN || *end || !(value >= 0 && value <= LAST_SERIAL)) {
        text_add(out, number);
        return;
    }
    int64_t second = llround(value * 86400);
    bool no_date = second < 86400 || (format == FORMAT_TIME && value < 1000);
    if (format == FORMAT_DURATION || (no_date && (format != FORMAT_DATE || second > 0))) {
        add_clock(out, second);
        return;
    }
    char date[DATE_TEXT];
    int32_t first =
        date_from_civil(from_1904 ? 1904 : 1899, from_1904 ? 1 : 12, from_1904 ? 1 : 30);
    text_add(out, date_format(date, first + (int32_t)(second / 86400)));
    if (format == FORMAT_DATE && second % 86400 == 0)
        return;
    text_add_char(out, ' ');
    add_clock(out, second % 86400);
}
