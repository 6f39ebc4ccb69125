/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init_guess.c - words that columns go by, in English, German, Indonesian and Tagalog, and what a
 * table with such columns is:
 *
 *     who, from, to                       a leave sheet
 *     who, a run of dates across          last month's roster grid, if times or words stand in it
 *     who, and skills, team or contract   the people list
 *     when, how many                      a history */
#include "io/init_guess.h"

#include <ctype.h>
#include <string.h>

#define MOST_ABOVE 30 /* rows of a title */
#define LEAST_DATES 5

const char *const guess_column_names[N_GUESS_COLUMNS] = {
    "agent", "name", "skills", "team",    "contract", "from", "to",
    "kind",  "date", "time",   "offered", "aht",      "queue"};

/* Between spaces; the first that a row has wins. */
static const char *const words[N_GUESS_COLUMNS] = {
    [GUESS_AGENT] = " agent agentid employeeid employeeno employeenumber empid empno employee "
                    "staffid staffno staff id login nik mitarbeiter personalnummer agentname "
                    "employeename name fullname nama ",
    [GUESS_NAME] = " name fullname agentname employeename nickname nama ",
    [GUESS_SKILLS] = " skill skills skillset queue queues lob language languages ",
    [GUESS_TEAM] = " team teamname supervisor teamleader teamlead tl tim ",
    [GUESS_CONTRACT] = " contract contracttype employment employmenttype fte vertrag kontrak ",
    [GUESS_FROM] = " from start startdate leavefrom leavestart datefrom fromdate von begin mulai ",
    [GUESS_TO] = " to end enddate until leaveto leaveend dateto todate bis sampai selesai ",
    [GUESS_LEAVE_KIND] = " kind type leavetype absencetype reason code leavecode art jenis ",
    [GUESS_START] = " date calldate rowdate datum tanggal day start startdate starttime timestamp "
                    "datetime localtime interval intervalstart period time ",
    [GUESS_TIME] = " time start interval intervalstart starttime uhrzeit zeit waktu jam ",
    [GUESS_OFFERED] = " offered callsoffered contactsoffered calls contacts volume arrivals "
                      "incoming offeredcalls totalcalls callvolume nco anrufe panggilan count "
                      "interactions received ",
    [GUESS_AHT] = " aht ahts averagehandletime avghandletime avghandlingtime handletime "
                  "averagehandlingtime ",
    [GUESS_QUEUE] = " queue queuename skill split vdn lob campaign service warteschlange antrian ",
};

const char *guess_plain(const char *text, struct arena *arena)
{
    char *plain = arena_strdup(arena, text), *to = plain;
    for (const char *c = plain; *c; c++)
        if (isalnum((unsigned char)*c) || (unsigned char)*c >= 128)
            *to++ = (char)tolower((unsigned char)*c);
    *to = '\0';
    return plain;
}

/* How far along the list the word is: 0 is not at all. */
static size_t place_in(const char *list, const char *word, struct arena *arena)
{
    const char *found = *word ? strstr(list, arena_printf(arena, " %s ", word)) : NULL;
    return found ? (size_t)(found - list) + 1 : 0;
}

static void name_columns(struct guess *out, const struct csv_row *row, struct arena *arena)
{
    for (int c = 0; c < N_GUESS_COLUMNS; c++) {
        size_t best = 0;
        out->at[c] = -1;
        for (int i = 0; i < row->n; i++) {
            size_t place = place_in(words[c], guess_plain(row->field[i].text, arena), arena);
            if (place == 0 || (best > 0 && place >= best))
                continue;
            best = place;
            out->at[c] = i;
            out->title[c] = arena_strdup(arena, row->field[i].text);
        }
    }
    if (out->at[GUESS_TIME] == out->at[GUESS_START])
        out->at[GUESS_TIME] = -1;
    if (out->at[GUESS_NAME] == out->at[GUESS_AGENT])
        out->at[GUESS_NAME] = -1;
}

/* A date and nothing behind it. */
static bool is_date(int32_t *date, const char *text, enum date_order order)
{
    const char *end;
    return when_date(date, &end, text, order) == WHEN_OK && (*end == '\0' || strstr(end, "00:00"));
}

/* Dates across that follow each other by a day, read in one of the orders. */
static bool name_dates(struct guess *out, const struct csv_row *row, enum date_order asked,
                       struct arena *arena)
{
    static const enum date_order orders[] = {ORDER_YMD, ORDER_DMY, ORDER_MDY};
    out->date = ARENA_ARRAY(arena, int32_t, row->n + 1);
    for (int o = 0; o < 3; o++) {
        int n = 0, follow = 0;
        for (int i = 0; i < row->n; i++) {
            out->date[i] = NO_DATE;
            if (!is_date(&out->date[i], row->field[i].text, orders[o]))
                continue;
            follow += i > 0 && out->date[i - 1] != NO_DATE && out->date[i] == out->date[i - 1] + 1;
            n++;
        }
        out->order = orders[o];
        if (n >= LEAST_DATES && follow >= n - 2 &&
            (asked == ORDER_UNKNOWN || asked == out->order || orders[o] == ORDER_YMD))
            return true;
    }
    return false;
}

static bool has(const struct guess *guess, enum guess_column column)
{
    return guess->at[column] >= 0;
}

/* Shifts, OFF or codes of leave, not counts. */
static bool is_roster_row(const struct guess *guess, const struct csv_row *row)
{
    int words_seen = 0, figures = 0;
    for (int i = 0; i < row->n && i < guess->n_fields; i++) {
        const char *text = row->field[i].text;
        if (guess->date[i] == NO_DATE || !*text)
            continue;
        if (strspn(text, "0123456789.,") == strlen(text))
            figures++;
        else
            words_seen++;
    }
    return words_seen > figures;
}

static enum guess_kind kind_of(const struct guess *guess)
{
    bool who = has(guess, GUESS_AGENT);
    if (who && has(guess, GUESS_FROM) && has(guess, GUESS_TO) && !has(guess, GUESS_OFFERED))
        return GUESS_LEAVE;
    if (has(guess, GUESS_START) && has(guess, GUESS_OFFERED))
        return GUESS_CALLS;
    bool people = has(guess, GUESS_SKILLS) || has(guess, GUESS_TEAM) || has(guess, GUESS_CONTRACT);
    return who && people ? GUESS_PEOPLE : GUESS_NOTHING;
}

/* The order that some date of the columns proves. */
static void prove_order(struct guess *guess, const struct csv_row *row)
{
    for (int c = GUESS_FROM; c <= GUESS_TO; c++)
        if (guess->at[c] >= 0 && guess->at[c] < row->n && guess->order == ORDER_UNKNOWN)
            guess->order = when_proof(row->field[guess->at[c]].text);
}

static void look(struct guess *out, struct sheet *sheet, enum date_order order, struct arena *arena)
{
    const struct csv_row *row;
    for (int i = 0; sheet_next(&row, sheet) == OK && row; i++) {
        if (out->kind == GUESS_LEAVE) {
            prove_order(out, row);
            continue;
        }
        if (out->kind != GUESS_NOTHING || i >= MOST_ABOVE)
            return;
        if (out->date && is_roster_row(out, row)) {
            out->kind = GUESS_GRID;
            return;
        }
        struct guess next = {.n_fields = row->n, .header_line = row->line};
        name_columns(&next, row, arena);
        if (name_dates(&next, row, order, arena)) {
            *out = next; /* the next row tells shifts from counts */
            continue;
        }
        next.date = NULL;
        next.order = order;
        next.kind = kind_of(&next);
        if (next.kind != GUESS_NOTHING)
            *out = next;
    }
}

void guess_file(struct guess *out, const char *file, enum date_order order, struct arena *arena)
{
    struct source source = {0};
    struct sheet *sheet = NULL;
    struct diags *unheard = diags_new();
    *out = (struct guess){0};
    if (source_open(&source, file, unheard) == OK &&
        sheet_open(&sheet, &source, ",;\t|", NULL, unheard) == OK)
        look(out, sheet, order, arena);
    sheet_close(sheet);
    source_close(&source);
    diags_free(unheard);
}
