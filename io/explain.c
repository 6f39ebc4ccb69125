/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c - the table of columns as text for people and as JSON Schema for editors. */
#include <string.h>

#include "base/pay.h"
#include "base/rules.h"
#include "io/doc.h"
#include "io/tables.h"

/* ---- cells ---- */

static void describe_range(struct text *out, const struct column *column)
{
    doc_print_number(out, column->least);
    text_add(out, " to ");
    doc_print_number(out, column->most);
}

static void describe_words(struct text *out, const struct column *column)
{
    text_add(out, column->n_words > 1 ? "one of " : "");
    for (int i = 0; i < column->n_words; i++)
        text_printf(out, "%s%s", i ? ", " : "", column->words[i]);
}

/* By kind; NULL: made from the column's words or range. */
static const char *const kind_help[N_CELL_KINDS] = {
    [CELL_ID] = "a name of letters, digits, '_', '-' and '.', at most 64",
    [CELL_TEXT] = "text without control characters, at most 2000 bytes",
    [CELL_NAME] = "a name of letters, digits, '_', '-' and '.', at most 64",
    [CELL_FLAG] = "yes or no",
    [CELL_CLOCK] = "a time of day such as 21:05",
    [CELL_DATE] = "a date such as 2026-12-24",
    [CELL_WEEKDAY] = "a weekday such as sat",
    [CELL_DATE_OR_DAY] = "a date such as 2026-12-24 or a weekday such as sat",
    [CELL_STAMP] = "a time such as 2026-12-24T21:00 or 2026-12-24T21:00+08:00",
    [CELL_SHIFT_START] = "a shift, or a shift with its start such as N@21:00",
    [CELL_SKILL] = "a name of letters, digits, '_', '-' and '.', at most 64",
    [CELL_SKILLS] = "skills such as bank;en:3 (each once, levels 1 to 9)",
    [CELL_NAMES] = "a list of names such as red;blue",
    [CELL_WEEKDAYS] = "weekdays such as mon-fri;sun",
    [CELL_OPEN] = "opening hours such as mon-fri 07:00-21:05;sat 09:00-12:00",
    [CELL_CLOCKS] = "times of day such as 21:00;23:00",
    [CELL_NUMBERS] = "numbers such as 300/420/540",
    [CELL_BREAKS] = "breaks such as 2x15 or 15;10, at most 5",
    [CELL_ZONE] = "a time zone such as Asia/Manila",
    [CELL_OTHER] = "as the manual says",
};

void column_describe(struct text *out, const struct column *column)
{
    if (column->words) {
        describe_words(out, column);
    } else if (column->kind == CELL_REF) {
        text_printf(out, "one of %s", tables[column->ref].name);
    } else if (kind_help[column->kind]) {
        text_add(out, kind_help[column->kind]);
    } else {
        bool is_whole = column->kind == CELL_INTEGER || column->kind == CELL_DAYS_RANGE;
        bool is_range = column->kind == CELL_RANGE || column->kind == CELL_DAYS_RANGE;
        text_add(out, is_whole ? "a whole number from " : "a number from ");
        describe_range(out, column);
        text_add(out, is_range ? ", or two of them, least and most" : "");
    }
}

/* ---- for people ---- */

static void explain_column(struct text *out, const struct column *column)
{
    text_printf(out, "  %s%s\n      %s\n", column->name, column->required ? " (required)" : "",
                column->help);
    if (column->kind != CELL_OTHER) {
        text_add(out, "      ");
        column_describe(out, column);
        text_add_char(out, '\n');
    }
    if (column->otherwise)
        text_printf(out, "      default: %s\n", *column->otherwise ? column->otherwise : "(none)");
}

static const char *layers_of(const struct rule_def *def)
{
    if (def->kind == KIND_FIGURE)
        return "a figure that others refer to";
    return !def->may_be_priced ? "always hard"
           : def->may_be_hard  ? "hard, or priced (layer care)"
                               : "always priced (layer care)";
}

void tables_explain_rules(struct text *out)
{
    text_add(out, "rules: what packs and site.rules_override may set\n");
    for (int i = 0; i < N_RULES; i++) {
        const struct rule_def *def = &rule_defs[i];
        text_printf(out, "  %s\n      %s\n      %s from %g to %g; %s\n", def->name, def->help,
                    def->unit, def->least, def->most, layers_of(def));
        if (def->who != WHO_ANYONE)
            text_printf(out, "      binds: %s\n", rule_who_names[def->who]);
        if (def->otherwise == def->otherwise)
            text_printf(out, "      default: %g\n", def->otherwise);
    }
}

void tables_explain(struct text *out)
{
    for (int t = 0; t < N_TABLES; t++) {
        const struct table *table = &tables[t];
        if (table->is_json)
            text_printf(out, "site.json, %s%s", table->name,
                        table->is_one ? "" : ": one object an id");
        else
            text_add(out, table->file);
        text_add(out, table->required ? " (required)\n" : "\n");
        text_printf(out, "  %s\n", table->help);
        for (int c = 0; c < table->n_columns; c++)
            explain_column(out, &table->column[c]);
        text_add_char(out, '\n');
    }
    tables_explain_rules(out);
}

/* ---- JSON Schema ---- */

static void member(struct text *out, const char *key, const char *value)
{
    text_printf(out, ", \"%s\": ", key);
    doc_print_string(out, value);
}

static void number_schema(struct text *out, const struct column *column, bool is_whole)
{
    text_printf(out, "{\"type\": \"%s\", \"minimum\": ", is_whole ? "integer" : "number");
    doc_print_number(out, column->least);
    text_add(out, ", \"maximum\": ");
    doc_print_number(out, column->most);
    text_add_char(out, '}');
}

/* The type of a cell as a schema, without its closing brace. */
static void type_schema(struct text *out, const struct column *column)
{
    bool is_range = column->kind == CELL_RANGE || column->kind == CELL_DAYS_RANGE;
    bool is_number = column->kind == CELL_NUMBER || column->kind == CELL_INTEGER;
    bool is_whole = column->kind == CELL_INTEGER || column->kind == CELL_DAYS_RANGE;
    if (column->words) {
        text_add(out, "{\"enum\": [");
        for (int i = 0; i < column->n_words; i++)
            text_printf(out, is_number ? "%s%s" : "%s\"%s\"", i ? ", " : "", column->words[i]);
        text_add_char(out, ']');
    } else if (is_range) {
        text_add(out, "{\"oneOf\": [");
        number_schema(out, column, is_whole);
        text_add(out, ", {\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, \"items\": ");
        number_schema(out, column, is_whole);
        text_add(out, "}]");
    } else if (is_number) {
        number_schema(out, column, is_whole);
        out->bytes[--out->n] = '\0'; /* left open */
    } else if (column->kind == CELL_CLOCK) {
        text_add(out, "{\"type\": \"string\", \"pattern\": \"^[0-9]{1,2}:[0-5][0-9]$\"");
    } else if (column->kind == CELL_WEEKDAY) {
        text_add(out, "{\"enum\": [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", "
                      "\"friday\", \"saturday\", \"sunday\"]");
    } else if (column->kind == CELL_NAMES) {
        text_add(out, "{\"type\": [\"array\", \"string\"], \"items\": {\"type\": \"string\"}");
    } else if (column->kind == CELL_NAME) {
        text_add(out, "{\"type\": \"string\", \"pattern\": \"^[A-Za-z0-9_.-]{1,64}$\"");
    } else {
        text_add(out, "{\"type\": \"string\"");
    }
}

static void default_schema(struct text *out, const struct column *column)
{
    const char *otherwise = column->otherwise;
    if (!otherwise || !*otherwise || *otherwise == '(')
        return;
    if (column->kind == CELL_NUMBER || column->kind == CELL_INTEGER)
        text_printf(out, ", \"default\": %s", otherwise);
    else
        member(out, "default", otherwise);
}

static void rules_override_schema(struct text *out)
{
    text_add(out, "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    for (int i = 0; i < N_RULES; i++) {
        const struct rule_def *def = &rule_defs[i];
        text_printf(out, "%s\n        \"%s\": {\"$ref\": \"#/$defs/figure\"", i ? "," : "",
                    def->name);
        struct text help = {0};
        text_printf(&help, "%s In %s, %g to %g.", def->help, def->unit, def->least, def->most);
        member(out, "description", help.bytes);
        text_free(&help);
        text_add_char(out, '}');
    }
    text_add_char(out, '}');
}

static void word_schema(struct text *out, const char *name, const char *const *words, int n)
{
    text_printf(out, "\n        \"%s\": {\"enum\": [", name);
    for (int i = 0; i < n; i++)
        text_printf(out, "%s\"%s\"", i ? ", " : "", words[i]);
    text_add(out, "]}");
}

static void pay_schema(struct text *out)
{
    text_add(out, "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
    word_schema(out, "stacking", pay_stacking_names, N_PAY_STACKINGS);
    text_add_char(out, ',');
    word_schema(out, "holiday_attribution", holiday_attribution_names, N_HOLIDAY_ATTRIBUTIONS);
    text_add_char(out, ',');
    word_schema(out, "rounding", pay_rounding_names, N_PAY_ROUNDINGS);
    text_add_char(out, ',');
    word_schema(out, "shortest_day", weekday_names, 7);
    text_add(out, ",\n        \"hours_of_month\": {\"type\": \"number\", \"minimum\": 1, "
                  "\"maximum\": 400},\n        \"source\": {\"type\": \"string\"}, \"note\": "
                  "{\"type\": \"string\"},\n        \"holidays\": {\"type\": \"object\", "
                  "\"additionalProperties\": false, \"properties\": {");
    for (int i = 0; i < N_HOLIDAY_KINDS; i++) {
        text_add(out, i ? "," : "");
        word_schema(out, holiday_kind_names[i], pay_holiday_names, N_PAY_HOLIDAYS);
    }
    text_add(out, "}},\n        \"days\": {\"type\": \"object\", \"additionalProperties\": false, "
                  "\"properties\": {");
    for (int i = 0; i < N_PAY_DAYS; i++)
        text_printf(out, "%s\n        \"%s\": {\"$ref\": \"#/$defs/day_rates\"}", i ? "," : "",
                    pay_day_names[i]);
    text_add(out, "}}}");
}

static void column_schema(struct text *out, const struct column *column)
{
    text_printf(out, "      \"%s\": ", column->name);
    if (strcmp(column->name, "rules") == 0)
        text_add(out, "{\"type\": \"array\", \"items\": {\"type\": \"string\"}");
    else if (strcmp(column->name, "rules_override") == 0)
        rules_override_schema(out);
    else if (strcmp(column->name, "pay") == 0)
        pay_schema(out);
    else
        type_schema(out, column);
    member(out, "description", column->help);
    default_schema(out, column);
    text_add_char(out, '}');
}

/* One object that a table describes. */
static void object_schema(struct text *out, const struct table *table)
{
    int n = 0;
    text_add(out, "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [");
    for (int c = 0; c < table->n_columns; c++)
        if (table->column[c].required && table->column[c].kind != CELL_ID)
            text_printf(out, "%s\"%s\"", n++ ? ", " : "", table->column[c].name);
    text_add(out, "], \"properties\": {\n");
    n = 0;
    for (int c = 0; c < table->n_columns; c++) {
        if (table->column[c].kind == CELL_ID)
            continue;
        text_add(out, n++ ? ",\n" : "");
        column_schema(out, &table->column[c]);
    }
    text_add(out, "\n    }}");
}

static const char figure_schema[] =
    "  \"$defs\": {\"figure\": {\"oneOf\": [{\"type\": \"number\"}, {\"type\": \"object\", "
    "\"additionalProperties\": false, \"properties\": {\n"
    "      \"value\": {\"type\": \"number\"},\n"
    "      \"unit\": {\"type\": \"string\", \"description\": \"Must be the rule's own.\"},\n"
    "      \"layer\": {\"enum\": [\"law\", \"gold\", \"care\"], \"description\": \"Law and gold "
    "are hard, care is priced.\"},\n"
    "      \"price\": {\"type\": \"number\", \"minimum\": 0, \"description\": \"Care: currency a "
    "unit broken.\"},\n"
    "      \"article\": {\"type\": \"string\"},\n"
    "      \"certainty\": {\"enum\": [\"A\", \"B\", \"C\", \"X\"]},\n"
    "      \"note\": {\"type\": \"string\"},\n"
    "      \"waiver\": {\"type\": \"string\", \"minLength\": 1, \"description\": \"Why a gold rule "
    "is given up.\"}\n"
    "    }}]},\n"
    "  \"day_rates\": {\"type\": \"object\", \"additionalProperties\": false, \"required\": "
    "[\"rates\"], \"properties\": {\n"
    "      \"hours\": {\"type\": \"array\", \"maxItems\": 3, \"items\": {\"type\": \"number\", "
    "\"minimum\": 0.25, \"maximum\": 24}},\n"
    "      \"rates\": {\"type\": \"array\", \"minItems\": 1, \"maxItems\": 4, \"items\": "
    "{\"type\": \"number\", \"minimum\": 0, \"maximum\": 20}},\n"
    "      \"includes_base\": {\"type\": \"boolean\", \"default\": true},\n"
    "      \"article\": {\"type\": \"string\"},\n"
    "      \"certainty\": {\"enum\": [\"A\", \"B\", \"C\", \"X\"]},\n"
    "      \"note\": {\"type\": \"string\"}\n"
    "    }}}\n";

void tables_schema(struct text *out)
{
    text_add(out, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                  "  \"$id\": \"https://ronda.example/site.schema.json\",\n"
                  "  \"title\": \"ronda: site.json\",\n"
                  "  \"description\": \"Site, clients, contracts, prices and policy of a plan "
                  "folder.  Comments are allowed.\",\n"
                  "  \"type\": \"object\",\n  \"additionalProperties\": false,\n"
                  "  \"required\": [\"schema\", \"site\", \"accounts\", \"contracts\"],\n"
                  "  \"properties\": {\n"
                  "    \"$schema\": {\"type\": \"string\"},\n"
                  "    \"schema\": {\"const\": 1, \"description\": \"Version of this format.\"}");
    for (int t = 0; t < TABLE_QUEUES; t++) {
        text_printf(out, ",\n    \"%s\": ", tables[t].name);
        if (!tables[t].is_one)
            text_add(out, "{\"type\": \"object\", \"minProperties\": 1, \"propertyNames\": "
                          "{\"pattern\": \"^[A-Za-z0-9_.-]{1,64}$\"}, \"additionalProperties\": ");
        object_schema(out, &tables[t]);
        if (!tables[t].is_one) {
            member(out, "description", tables[t].help);
            text_add_char(out, '}');
        }
    }
    text_printf(out, "\n  },\n%s}\n", figure_schema);
}
