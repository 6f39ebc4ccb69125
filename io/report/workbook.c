/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workbook.c - the tables of a run as sheets.
 *
 * A sheet that is a CSV file of the run is filled from that file's bytes, so that both hold the
 * same: its cells are strings, which no spreadsheet takes for formulas, but for the columns named
 * as numbers.  libxlsxwriter writes files only: it is given a temporary one by its number. */
#include "io/report/workbook.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "io/csv.h"
#include "io/out_csv.h"
#include "io/payroll.h"

/* Colours that colour-blind people tell apart (Okabe and Ito 2008), light enough for print. */
enum look {
    LOOK_HEAD,
    LOOK_PLAIN,
    LOOK_NUMBER,
    LOOK_MONEY,
    LOOK_DAY,
    LOOK_NIGHT,
    LOOK_OFF,
    LOOK_LEAVE,
    LOOK_TRAINING,
    LOOK_AWAY,
    N_LOOKS
};
static const struct {
    const char *number;
    int fill, ink; /* -1: none */
    bool is_bold, is_centred;
} looks[N_LOOKS] = {
    [LOOK_HEAD] = {NULL, 0xDDDDDD, -1, true, false},
    [LOOK_PLAIN] = {NULL, -1, -1, false, false},
    [LOOK_NUMBER] = {"0.0", -1, -1, false, false},
    [LOOK_MONEY] = {"#,##0.00", -1, -1, false, false},
    [LOOK_DAY] = {NULL, 0xFBE9B5, -1, false, true},
    [LOOK_NIGHT] = {NULL, 0x1F4E79, 0xFFFFFF, false, true},
    [LOOK_OFF] = {NULL, -1, 0x888888, false, true},
    [LOOK_LEAVE] = {NULL, 0xBFE3D0, -1, false, true},
    [LOOK_TRAINING] = {NULL, 0xE3C7DA, -1, false, true},
    [LOOK_AWAY] = {NULL, 0xD9D9D9, -1, false, true},
};

struct book {
    const struct outputs *what;
    lxw_workbook *workbook;
    lxw_format *format[N_LOOKS];
    struct diags *diags;
    lxw_error error; /* the first */
};

static void note(struct book *book, lxw_error error)
{
    if (book->error == LXW_NO_ERROR)
        book->error = error;
}

static void add_formats(struct book *book)
{
    for (int k = 0; k < N_LOOKS; k++) {
        lxw_format *format = workbook_add_format(book->workbook);
        if (looks[k].number)
            format_set_num_format(format, looks[k].number);
        if (looks[k].fill >= 0)
            format_set_bg_color(format, (lxw_color_t)looks[k].fill);
        if (looks[k].ink >= 0)
            format_set_font_color(format, (lxw_color_t)looks[k].ink);
        if (looks[k].is_bold)
            format_set_bold(format);
        if (looks[k].is_centred)
            format_set_align(format, LXW_ALIGN_CENTER);
        book->format[k] = format;
    }
}

static lxw_worksheet *add_sheet(struct book *book, const char *name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_footer(sheet, "&L&A&R&P / &N");
    return sheet;
}

static void put_text(struct book *book, lxw_worksheet *sheet, int row, int col, const char *text,
                     enum look look)
{
    note(book,
         worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)col, text, book->format[look]));
}

static void put_number(struct book *book, lxw_worksheet *sheet, int row, int col, double number,
                       enum look look)
{
    note(book,
         worksheet_write_number(sheet, (lxw_row_t)row, (lxw_col_t)col, number, book->format[look]));
}

static void set_widths(lxw_worksheet *sheet, int first, int last, double width)
{
    worksheet_set_column(sheet, (lxw_col_t)first, (lxw_col_t)last, width, NULL);
}

/* ---- CSV to sheet ---- */

/* Calls `cell` for each field of the CSV text, row 0 being the names. */
static enum status each_cell(struct book *book, const struct text *csv, void *context,
                             void (*cell)(struct book *book, void *context, int row, int col,
                                          const char *text))
{
    struct csv *reader = NULL;
    const struct csv_row *row;
    bool told = true;
    enum status status = OK;
    FILE *stream = csv->n > 0 ? fmemopen(csv->bytes, csv->n, "r") : NULL;
    if (!stream)
        return OK;
    TRY_OUT(csv_open_stream(&reader, stream, &told, "workbook", ",", book->diags));
    for (int r = 0;; r++) {
        TRY_OUT(csv_next(&row, reader));
        if (!row)
            break;
        for (int c = 0; c < row->n; c++)
            cell(book, context, r, c, row->field[c].text);
    }
out:
    csv_close(reader);
    fclose(stream);
    return status;
}

/* The apostrophe that csv_add_cell puts before what looks like a formula. */
static const char *bare(const char *text)
{
    return text + (text[0] == '\'' && text[1] && strchr("=+-@\t\r'", text[1]));
}

#define COLUMNS_MOST 64
#define FILTER_WIDTH 3 /* of the button beside a name */
#define WIDTH_MOST 60
struct table {
    lxw_worksheet *sheet;
    const char *numbers; /* names of columns of numbers, between commas; "*": all but the first */
    bool is_number[COLUMNS_MOST];
    size_t longest[COLUMNS_MOST]; /* text, in bytes */
    int n_rows, n_columns;
};

static bool is_listed(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = strstr(list, name); at && n > 0; at = strstr(at + 1, name))
        if ((at == list || at[-1] == ',') && (at[n] == ',' || !at[n]))
            return true;
    return false;
}

static void table_cell(struct book *book, void *context, int row, int col, const char *text)
{
    struct table *table = context;
    char *end;
    double number = strtod(text, &end);
    if (col >= COLUMNS_MOST)
        return;
    size_t length = strlen(text) + (row == 0 ? FILTER_WIDTH : 1);
    table->longest[col] = length > table->longest[col] ? length : table->longest[col];
    table->n_rows = row + 1;
    table->n_columns = col + 1 > table->n_columns ? col + 1 : table->n_columns;
    if (row == 0)
        table->is_number[col] =
            strcmp(table->numbers, "*") == 0 ? col > 0 : is_listed(table->numbers, text);
    if (row > 0 && table->is_number[col] && *text && !*end)
        put_number(book, table->sheet, row, col, number, LOOK_PLAIN);
    else
        put_text(book, table->sheet, row, col, bare(text), row == 0 ? LOOK_HEAD : LOOK_PLAIN);
}

/* One CSV file as a sheet with its head frozen and a filter. */
static enum status add_table(struct book *book, const char *name, const char *numbers,
                             struct text *csv)
{
    struct table table = {.sheet = add_sheet(book, name), .numbers = numbers};
    enum status status = each_cell(book, csv, &table, table_cell);
    text_clear(csv);
    if (status != OK || table.n_rows == 0)
        return status;
    worksheet_freeze_panes(table.sheet, 1, 1);
    worksheet_autofilter(table.sheet, 0, 0, (lxw_row_t)(table.n_rows - 1),
                         (lxw_col_t)(table.n_columns - 1));
    for (int c = 0; c < table.n_columns; c++)
        set_widths(table.sheet, c, c, fmin((double)table.longest[c], WIDTH_MOST));
    return OK;
}

/* ---- the grid ---- */

struct grid_sheet {
    lxw_worksheet *sheet;
    int first_day; /* column of the first date */
    int *of_day;   /* [n_agents * n_days] duty that begins on the date, -1 */
};

static bool is_night(const struct outputs *what, const struct duty *duty)
{
    return plan_is_night(what->plan, plan_rules(what->plan, duty->agent), duty->start, duty->end);
}

static enum look look_of_cell(const struct book *book, int duty, const char *text)
{
    static const struct {
        const char *code;
        enum look look;
    } codes[] = {{"OFF", LOOK_OFF}, {"VL", LOOK_LEAVE}, {"TR", LOOK_TRAINING}, {"UA", LOOK_AWAY}};
    if (duty >= 0)
        return is_night(book->what, &book->what->roster->duty[duty]) ? LOOK_NIGHT : LOOK_DAY;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(text, codes[i].code) == 0)
            return codes[i].look;
    return LOOK_PLAIN;
}

static void grid_cell(struct book *book, void *context, int row, int col, const char *text)
{
    const struct grid_sheet *grid = context;
    int n_days = book->what->roster->horizon.n_days, day = col - grid->first_day;
    enum look look = LOOK_HEAD;
    if (row > 0 && day >= 0)
        look = look_of_cell(book, grid->of_day[(row - 1) * n_days + day], text);
    else if (row > 0)
        look = LOOK_PLAIN;
    put_text(book, grid->sheet, row, col, bare(text), look);
}

/* Codes that are written over a shift take their colour at once. */
static void colour_codes(struct book *book, lxw_worksheet *sheet, int first_col, int n_days)
{
    static const struct {
        const char *code;
        enum look look;
    } codes[] = {{"\"VL\"", LOOK_LEAVE}, {"\"TR\"", LOOK_TRAINING}, {"\"UA\"", LOOK_AWAY}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                       .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
                                       .value_string = (char *)codes[i].code,
                                       .format = book->format[codes[i].look]};
        note(book, worksheet_conditional_format_range(sheet, 1, (lxw_col_t)first_col,
                                                      (lxw_row_t)book->what->plan->n_agents,
                                                      (lxw_col_t)(first_col + n_days - 1), &rule));
    }
}

/* Paid hours and nights behind the dates. */
static void grid_sums(struct book *book, const struct grid_sheet *grid, int col)
{
    const struct roster *roster = book->what->roster;
    int n = book->what->plan->n_agents;
    double *hours = NEW_ARRAY(double, n + 1), *nights = NEW_ARRAY(double, n + 1);
    for (int d = 0; d < roster->n_duties; d++) {
        hours[roster->duty[d].agent] += roster->duty[d].paid_min / 60.0;
        nights[roster->duty[d].agent] += is_night(book->what, &roster->duty[d]);
    }
    put_text(book, grid->sheet, 0, col, "hours", LOOK_HEAD);
    put_text(book, grid->sheet, 0, col + 1, "nights", LOOK_HEAD);
    for (int a = 0; a < n; a++) {
        put_number(book, grid->sheet, a + 1, col, hours[a], LOOK_NUMBER);
        put_number(book, grid->sheet, a + 1, col + 1, nights[a], LOOK_PLAIN);
    }
    mem_free(hours);
    mem_free(nights);
}

static enum status add_grid(struct book *book, struct text *csv)
{
    const struct roster *roster = book->what->roster;
    int n_days = roster->horizon.n_days, n = book->what->plan->n_agents * n_days;
    struct grid_sheet grid = {.sheet = add_sheet(book, SHEET_GRID), .first_day = 3};
    grid.of_day = NEW_ARRAY(int, n + 1);
    for (int i = 0; i < n; i++)
        grid.of_day[i] = -1;
    for (int d = 0; d < roster->n_duties; d++)
        grid.of_day[roster->duty[d].agent * n_days + roster->duty[d].work_date -
                    roster->horizon.first] = d;
    roster_grid_csv(csv, book->what->plan, roster);
    enum status status = each_cell(book, csv, &grid, grid_cell);
    text_clear(csv);
    grid_sums(book, &grid, grid.first_day + n_days);
    colour_codes(book, grid.sheet, grid.first_day, n_days);
    worksheet_freeze_panes(grid.sheet, 1, 3);
    set_widths(grid.sheet, 0, 0, 10);
    set_widths(grid.sheet, 1, 1, 20);
    set_widths(grid.sheet, 2, 2, 12);
    set_widths(grid.sheet, 3, 2 + n_days, 12.5);
    worksheet_activate(grid.sheet);
    mem_free(grid.of_day);
    return status;
}

/* ---- coverage ---- */

#define CHARTS_MOST 8
enum { COVER_START, COVER_TIME, COVER_NEED, COVER_GIVEN, COVER_SHORT, COVER_OVER, N_COVER };

/* Need and given over the slots: two columns of the sheet as lines. */
static void add_chart(struct book *book, lxw_worksheet *sheet, const char *title, int need_col,
                      int n_slots, int row)
{
    static const struct {
        const char *name;
        lxw_color_t colour;
    } line[] = {{"given", 0x56B4E9}, {"need", 0xD55E00}};
    lxw_chart *chart = workbook_add_chart(book->workbook, LXW_CHART_LINE);
    for (int k = 0; k < 2; k++) {
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        lxw_col_t col = (lxw_col_t)(need_col + 1 - k);
        lxw_chart_line look = {.color = line[k].colour, .width = 1.75};
        chart_series_set_categories(series, "Coverage", 1, COVER_TIME, (lxw_row_t)n_slots,
                                    COVER_TIME);
        chart_series_set_values(series, "Coverage", 1, col, (lxw_row_t)n_slots, col);
        chart_series_set_name(series, line[k].name);
        chart_series_set_line(series, &look);
    }
    chart_title_set_name(chart, title);
    chart_axis_set_name(chart->y_axis, "people");
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_interval_unit(chart->x_axis, (uint16_t)(n_slots / 7 > 0 ? n_slots / 7 : 1));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_TOP);
    lxw_chart_options options = {.x_scale = 2, .y_scale = 1, .description = (char *)title};
    note(book, worksheet_insert_chart_opt(sheet, (lxw_row_t)row, N_COVER, chart, &options));
}

/* The slot's names: as coverage.csv has it, and as people say it. */
static void cover_names(struct book *book, lxw_worksheet *sheet, int slot)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    const struct tz *zone = book->what->plan->site.zone;
    const struct grid *grid = &book->what->requirement->grid;
    int64_t at = grid->begin + (int64_t)slot * grid->slot_s;
    char stamp[STAMP_TEXT];
    struct text name = {0};
    tz_format(stamp, zone, at);
    text_printf(&name, "%s %.2s %.5s", days[date_weekday(tz_date(zone, at))], stamp + 8,
                stamp + 11);
    put_text(book, sheet, slot + 1, COVER_START, stamp, LOOK_PLAIN);
    put_text(book, sheet, slot + 1, COVER_TIME, name.bytes, LOOK_PLAIN);
    text_free(&name);
}

static void cover_row(struct book *book, lxw_worksheet *sheet, int slot)
{
    const struct requirement *requirement = book->what->requirement;
    int n_slots = requirement->grid.n_slots;
    int first = N_COVER + 14; /* behind the charts */
    double sum[N_COVER] = {0};
    cover_names(book, sheet, slot);
    for (int q = 0; q < requirement->n_queues; q++) {
        double need = requirement->need[q * n_slots + slot];
        double given = book->what->cover[q * n_slots + slot];
        sum[COVER_NEED] += need;
        sum[COVER_GIVEN] += given;
        sum[COVER_SHORT] += given < need ? need - given : 0;
        sum[COVER_OVER] += given > need ? given - need : 0;
        put_number(book, sheet, slot + 1, first + 2 * q, need, LOOK_NUMBER);
        put_number(book, sheet, slot + 1, first + 2 * q + 1, given, LOOK_NUMBER);
    }
    for (int c = COVER_NEED; c < N_COVER; c++)
        put_number(book, sheet, slot + 1, c, sum[c], LOOK_NUMBER);
}

static void add_coverage(struct book *book)
{
    static const char *const names[N_COVER] = {"start", "time", "need", "given", "short", "over"};
    const struct plan *plan = book->what->plan;
    int n_slots = book->what->requirement->grid.n_slots, first = N_COVER + 14;
    lxw_worksheet *sheet = add_sheet(book, "Coverage");
    struct text name = {0};
    for (int c = 0; c < N_COVER; c++)
        put_text(book, sheet, 0, c, names[c], LOOK_HEAD);
    add_chart(book, sheet, "All queues", COVER_NEED, n_slots, 1);
    for (int q = 0; q < plan->n_queues; q++) {
        text_clear(&name);
        text_printf(&name, "%s need", plan->queues[q].id);
        put_text(book, sheet, 0, first + 2 * q, name.bytes, LOOK_HEAD);
        text_clear(&name);
        text_printf(&name, "%s given", plan->queues[q].id);
        put_text(book, sheet, 0, first + 2 * q + 1, name.bytes, LOOK_HEAD);
        if (plan->n_queues > 1 && q < CHARTS_MOST)
            add_chart(book, sheet, plan->queues[q].id, first + 2 * q, n_slots, 17 + 16 * q);
    }
    for (int t = 0; t < n_slots; t++)
        cover_row(book, sheet, t);
    worksheet_freeze_panes(sheet, 1, 2);
    set_widths(sheet, 0, 0, 24);
    set_widths(sheet, 1, 1, 13);
    set_widths(sheet, first, first + 2 * plan->n_queues, 16);
    text_free(&name);
}

/* ---- pay ---- */

struct pay_sums {
    int agent, night;   /* of the row at hand; -1: unknown */
    double *minutes[2]; /* [n_agents] all, at night */
    double *extra;      /* [n_agents] */
    const struct plan *plan;
};

/* Columns of payroll.csv. */
enum { PAYROLL_AGENT, PAYROLL_NIGHT = 4, PAYROLL_MINUTES, PAYROLL_EXTRA = 7 };

/* Rows come agent by agent in the order of the plan. */
static void pay_cell(struct book *book, void *context, int row, int col, const char *text)
{
    struct pay_sums *sums = context;
    (void)book;
    if (row == 0)
        return;
    if (col == PAYROLL_AGENT)
        while (sums->agent < sums->plan->n_agents - 1 &&
               strcmp(sums->plan->agents[sums->agent].id, bare(text)) != 0)
            sums->agent++;
    if (col == PAYROLL_NIGHT)
        sums->night = strcmp(text, "yes") == 0;
    if (col == PAYROLL_MINUTES) {
        sums->minutes[0][sums->agent] += strtod(text, NULL);
        sums->minutes[1][sums->agent] += sums->night ? strtod(text, NULL) : 0;
    }
    if (col == PAYROLL_EXTRA)
        sums->extra[sums->agent] += strtod(text, NULL);
}

static enum status add_pay(struct book *book, const struct text *payroll)
{
    static const char *const names[] = {"agent",        "name",       "team",        "contract",
                                        "wage an hour", "paid hours", "night hours", "extra"};
    const struct plan *plan = book->what->plan;
    struct pay_sums sums = {.plan = plan};
    lxw_worksheet *sheet = add_sheet(book, "Pay");
    for (int k = 0; k < 2; k++)
        sums.minutes[k] = NEW_ARRAY(double, plan->n_agents + 1);
    sums.extra = NEW_ARRAY(double, plan->n_agents + 1);
    enum status status = each_cell(book, payroll, &sums, pay_cell);
    for (int c = 0; c < 8; c++)
        put_text(book, sheet, 0, c, names[c], LOOK_HEAD);
    for (int a = 0; a < plan->n_agents; a++) {
        const struct agent *agent = &plan->agents[a];
        put_text(book, sheet, a + 1, 0, agent->id, LOOK_PLAIN);
        put_text(book, sheet, a + 1, 1, agent->name ? agent->name : "", LOOK_PLAIN);
        put_text(book, sheet, a + 1, 2, agent->team ? agent->team : "", LOOK_PLAIN);
        put_text(book, sheet, a + 1, 3, plan->contracts[agent->contract].id, LOOK_PLAIN);
        put_number(book, sheet, a + 1, 4, agent->wage_per_h, LOOK_MONEY);
        put_number(book, sheet, a + 1, 5, sums.minutes[0][a] / 60, LOOK_NUMBER);
        put_number(book, sheet, a + 1, 6, sums.minutes[1][a] / 60, LOOK_NUMBER);
        put_number(book, sheet, a + 1, 7, sums.extra[a], LOOK_MONEY);
    }
    worksheet_freeze_panes(sheet, 1, 1);
    worksheet_autofilter(sheet, 0, 0, (lxw_row_t)plan->n_agents, 7);
    set_widths(sheet, 0, 7, 14);
    for (int k = 0; k < 2; k++)
        mem_free(sums.minutes[k]);
    mem_free(sums.extra);
    return status;
}

/* ---- the whole ---- */

static enum status add_sheets(struct book *book)
{
    const struct outputs *what = book->what;
    struct text csv = {0};
    enum status status = OK;
    TRY_OUT(add_grid(book, &csv));
    roster_csv(&csv, what->plan, what->roster);
    TRY_OUT(add_table(book, SHEET_ROSTER, "paid_min", &csv));
    if (what->requirement && what->cover)
        add_coverage(book);
    payroll_csv(&csv, what->plan, what->roster);
    TRY_OUT(add_pay(book, &csv));
    TRY_OUT(add_table(book, "Payroll", "tier,minutes,rate,extra", &csv));
    if (what->even) {
        fairness_csv(&csv, what->plan, what->even, what->n_even);
        TRY_OUT(add_table(book, "Fairness", "people,least,median,most,mean,gini", &csv));
    }
    if (what->wellbeing) {
        wellbeing_csv(&csv, what->plan, what->wellbeing);
        TRY_OUT(add_table(book, "Wellbeing", "*", &csv));
    }
    if (what->n_wishes > 0) {
        wishes_csv(&csv, what->plan, what->wishes, what->n_wishes);
        TRY_OUT(add_table(book, "Wishes", "points,price", &csv));
    }
out:
    text_free(&csv);
    return status;
}

static enum status read_back(char **bytes, size_t *n, FILE *file)
{
    if (fseek(file, 0, SEEK_END) != 0)
        return ERR_IO;
    long end = ftell(file);
    if (end < 0)
        return ERR_IO;
    rewind(file);
    *bytes = mem_alloc((size_t)end + 1, 1);
    *n = fread(*bytes, 1, (size_t)end, file);
    if (*n == (size_t)end)
        return OK;
    mem_free(*bytes);
    return ERR_IO;
}

enum status workbook_xlsx(char **bytes, size_t *n, const struct outputs *what, struct diags *diags)
{
    struct book book = {.what = what, .diags = diags};
    struct text path = {0};
    enum status status = OK;
    FILE *file = tmpfile();
    if (!file) {
        diag_error(diags, NULL, "no temporary file for the workbook: %s", strerror(errno));
        return ERR_IO;
    }
    text_printf(&path, "/dev/fd/%d", fileno(file));
    book.workbook = workbook_new(path.bytes);
    lxw_doc_properties properties = {.title = (char *)what->plan->site.id,
                                     .created = (time_t)what->horizon->begin[0]};
    workbook_set_properties(book.workbook, &properties);
    add_formats(&book);
    status = add_sheets(&book);
    note(&book, workbook_close(book.workbook)); /* frees it, whatever comes of it */
    if (status == OK && book.error != LXW_NO_ERROR) {
        diag_error(diags, NULL, "the workbook cannot be made: %s", lxw_strerror(book.error));
        status = ERR_INTERNAL;
    }
    if (status == OK && (status = read_back(bytes, n, file)) != OK)
        diag_error(diags, NULL, "the workbook cannot be read back: %s", strerror(errno));
    fclose(file);
    text_free(&path);
    return status;
}
