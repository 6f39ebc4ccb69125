/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.c - the parser that walks argv by the tables.
 *
 * A word is one of
 *   --            only arguments follow
 *   --name        a flag; --name=VALUE or --name VALUE otherwise
 *   -x            a flag; -xVALUE or -x VALUE otherwise
 *   anything else the verb, then its arguments ("-" is an argument)
 * Options may stand anywhere.  A later one of the same name wins. */
#include "cli/options.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"

bool verb_takes(const struct verb_def *verb, enum option_id option)
{
    return verb->options[option];
}

/* The words of the walk, and where it stands. */
struct walk {
    struct options *out;
    char *const *argv;
    int argc, at;
    bool have_verb, only_arguments;
    struct diags *diags;
};

static int find_verb(const char *name)
{
    for (int v = 0; v < N_VERBS; v++)
        if (strcmp(verb_defs[v].name, name) == 0)
            return v;
    return -1;
}

static void unknown_verb(const char *name, struct diags *diags)
{
    const char *names[N_VERBS];
    for (int v = 0; v < N_VERBS; v++)
        names[v] = verb_defs[v].name;
    int near = text_nearest(name, names, N_VERBS);
    if (near >= 0)
        diag_error(diags, NULL, "there is no verb '%s'; did you mean '%s'?", name, names[near]);
    else
        diag_error(diags, NULL, "there is no verb '%s'; 'ronda help' lists them", name);
}

/* Where two options share a name, the one that the verb takes. */
static int find_option(const struct walk *walk, const char *name, size_t n)
{
    int found = -1;
    for (int o = 0; o < N_OPTIONS; o++) {
        if (strlen(option_defs[o].name) != n || strncmp(option_defs[o].name, name, n) != 0)
            continue;
        if (found < 0 ||
            (walk->have_verb && verb_takes(&verb_defs[walk->out->verb], (enum option_id)o)))
            found = o;
    }
    return found;
}

static int find_letter(char letter)
{
    for (int o = 0; o < N_OPTIONS; o++)
        if (option_defs[o].letter == letter)
            return o;
    return -1;
}

static void unknown_option(const char *word, size_t n, struct diags *diags)
{
    char name[32] = "";
    const char *names[N_OPTIONS];
    for (int o = 0; o < N_OPTIONS; o++)
        names[o] = option_defs[o].name;
    if (n > 2 && n - 2 < sizeof name)
        memcpy(name, word + 2, n - 2);
    int near = name[0] ? text_nearest(name, names, N_OPTIONS) : -1;
    if (near >= 0)
        diag_error(diags, NULL, "there is no option '%.*s'; did you mean '--%s'?", (int)n, word,
                   names[near]);
    else
        diag_error(diags, NULL, "there is no option '%.*s'", (int)n, word);
}

/* Index of `word` in the list "a|b|c", -1. */
static int find_choice(const char *list, const char *word)
{
    size_t n = strlen(word);
    int index = 0;
    for (const char *at = list; at; at = strchr(at, '|'), index++) {
        at += *at == '|';
        if (n > 0 && strcspn(at, "|") == n && strncmp(at, word, n) == 0)
            return index;
    }
    return -1;
}

static bool read_two(int *out, const char *at, int most)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *out = (at[0] - '0') * 10 + at[1] - '0';
    return *out <= most;
}

/* "Z", "+08:00" or "-0500". */
static bool read_offset_s(int *out, const char *at)
{
    int h, min;
    if (strcmp(at, "Z") == 0) {
        *out = 0;
        return true;
    }
    if ((at[0] != '+' && at[0] != '-') || !read_two(&h, at + 1, 23))
        return false;
    const char *rest = at + 3 + (at[3] == ':');
    if (!read_two(&min, rest, 59) || rest[2] != '\0')
        return false;
    *out = (h * 3600 + min * 60) * (at[0] == '-' ? -1 : 1);
    return true;
}

/* ISO 8601: a date, 'T', hours and minutes, perhaps seconds, an offset. */
static bool read_instant(int64_t *out, const char *text)
{
    char day[11] = "";
    int32_t date;
    int h, min, s = 0, offset_s;
    if (strlen(text) < 17 || text[10] != 'T' || text[13] != ':')
        return false;
    memcpy(day, text, 10);
    if (!date_parse(&date, day) || !read_two(&h, text + 11, 23) || !read_two(&min, text + 14, 59))
        return false;
    const char *rest = text + 16;
    if (*rest == ':') {
        if (!read_two(&s, rest + 1, 59))
            return false;
        rest += 3;
    }
    if (!read_offset_s(&offset_s, rest))
        return false;
    *out = (int64_t)date * 86400 + h * 3600 + min * 60 + s - offset_s;
    return true;
}

static bool read_week(int32_t *out, const char *text)
{
    int year, week;
    if (date_parse(out, text))
        return true;
    if (!week_parse(&year, &week, text))
        return false;
    *out = week_monday(year, week);
    return *out != NO_DATE;
}

static bool read_number(double *out, const struct option_def *def, const char *text)
{
    char *end;
    errno = 0;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && errno == 0 && isfinite(*out) && *out >= def->least &&
           *out <= def->most && (def->kind != VALUE_COUNT || *out == floor(*out)) &&
           strspn(text, "0123456789.eE+-") == strlen(text);
}

/* What the option asks of its value, for the message. */
static void bad_value(const struct option_def *def, const char *text, struct diags *diags)
{
    switch (def->kind) {
    case VALUE_COUNT:
    case VALUE_NUMBER:
        diag_error(diags, NULL, "--%s wants a %snumber from %.17g to %.17g, not '%s'", def->name,
                   def->kind == VALUE_COUNT ? "whole " : "", def->least, def->most, text);
        break;
    case VALUE_CHOICE:
        diag_error(diags, NULL, "--%s wants one of %s, not '%s'", def->name, def->value, text);
        break;
    case VALUE_WEEK:
        diag_error(diags, NULL, "--%s wants a week as 2003-W44 or a date as 2003-10-27, not '%s'",
                   def->name, text);
        break;
    case VALUE_DATE:
        diag_error(diags, NULL, "--%s wants a date as 2003-10-27, not '%s'", def->name, text);
        break;
    case VALUE_INSTANT:
        diag_error(diags, NULL, "--%s wants an instant as 2003-10-27T12:00:00+08:00, not '%s'",
                   def->name, text);
        break;
    default:
        diag_error(diags, NULL, "--%s wants a value that is not empty", def->name);
    }
}

static void note_repeated(struct walk *walk, enum option_id id, const char *text)
{
    struct options *out = walk->out;
    if (out->n_repeated == MAX_REPEATED) {
        diag_error(walk->diags, NULL, "--%s: %d of them are too many", option_defs[id].name,
                   MAX_REPEATED + 1);
        return;
    }
    out->repeated[out->n_repeated].option = id;
    out->repeated[out->n_repeated++].text = text;
}

static void set_option(struct walk *walk, enum option_id id, const char *text)
{
    const struct option_def *def = &option_defs[id];
    struct option_value *value = &walk->out->option[id];
    bool good = true;
    *value = (struct option_value){.given = true, .text = text};
    switch (def->kind) {
    case VALUE_NONE:
        break;
    case VALUE_TEXT:
    case VALUE_TEXTS:
    case VALUE_FILES:
    case VALUE_FILE:
    case VALUE_FOLDER:
        good = text[0] != '\0';
        break;
    case VALUE_COUNT:
    case VALUE_NUMBER:
        good = read_number(&value->number, def, text);
        break;
    case VALUE_WEEK:
        good = read_week(&value->date, text);
        break;
    case VALUE_DATE:
        good = date_parse(&value->date, text);
        break;
    case VALUE_INSTANT:
        good = read_instant(&value->instant, text);
        break;
    case VALUE_CHOICE:
        value->choice = find_choice(def->value, text);
        good = value->choice >= 0;
        break;
    }
    if (!good)
        bad_value(def, text, walk->diags);
    if (def->kind == VALUE_TEXTS || def->kind == VALUE_FILES)
        note_repeated(walk, id, text);
}

/* The option at the walk's word; `inside` is the value that the word holds itself, or NULL. */
static void take_option(struct walk *walk, int id, const char *inside)
{
    const struct option_def *def = &option_defs[id];
    if (def->kind == VALUE_NONE) {
        if (inside)
            diag_error(walk->diags, NULL, "--%s takes no value", def->name);
        set_option(walk, (enum option_id)id, NULL);
        return;
    }
    if (!inside) {
        if (walk->at + 1 >= walk->argc) {
            diag_error(walk->diags, NULL, "--%s wants a value: --%s %s", def->name, def->name,
                       def->value);
            return;
        }
        inside = walk->argv[++walk->at];
    }
    set_option(walk, (enum option_id)id, inside);
}

static void take_long(struct walk *walk, const char *word)
{
    size_t n = strcspn(word, "=");
    int id = find_option(walk, word + 2, n - 2);
    if (id < 0)
        unknown_option(word, n, walk->diags);
    else
        take_option(walk, id, word[n] == '=' ? word + n + 1 : NULL);
}

static void take_short(struct walk *walk, const char *word)
{
    int id = find_letter(word[1]);
    if (id < 0)
        unknown_option(word, 2, walk->diags);
    else
        take_option(walk, id, word[2] != '\0' ? word + 2 : NULL);
}

static void take_word(struct walk *walk, const char *word)
{
    struct options *out = walk->out;
    if (!walk->have_verb) {
        int verb = find_verb(word);
        walk->have_verb = true;
        if (verb < 0)
            unknown_verb(word, walk->diags);
        else
            out->verb = (enum verb_id)verb;
        return;
    }
    if (out->n_arguments < MAX_ARGUMENTS)
        out->argument[out->n_arguments] = word;
    out->n_arguments++;
}

/* Options that this verb does not take, and the number of its arguments. */
static void check_verb(const struct options *out, struct diags *diags)
{
    const struct verb_def *verb = &verb_defs[out->verb];
    for (int o = 0; o < N_OPTIONS; o++)
        if (out->option[o].given && !verb_takes(verb, (enum option_id)o))
            diag_error(diags, NULL, "'ronda %s' takes no --%s", verb->name, option_defs[o].name);
    if (out->n_arguments < verb->least || out->n_arguments > verb->most)
        diag_error(diags, NULL, "too %s arguments; usage: ronda %s%s%s",
                   out->n_arguments < verb->least ? "few" : "many", verb->name,
                   verb->arguments[0] ? " " : "", verb->arguments);
}

enum status options_parse(struct options *out, int argc, char *const argv[], struct diags *diags)
{
    struct walk walk = {out, argv, argc, 1, false, false, diags};
    *out = (struct options){.verb = N_VERBS};
    for (; walk.at < argc; walk.at++) {
        const char *word = argv[walk.at];
        if (walk.only_arguments || word[0] != '-' || word[1] == '\0')
            take_word(&walk, word);
        else if (strcmp(word, "--") == 0)
            walk.only_arguments = true;
        else if (word[1] == '-')
            take_long(&walk, word);
        else
            take_short(&walk, word);
    }
    bool asks = out->option[OPT_HELP].given || out->option[OPT_VERSION].given;
    if (diags->n_errors == 0 && !asks) {
        if (out->verb == N_VERBS)
            diag_error(diags, NULL, "say what to do; 'ronda help' lists the verbs");
        else
            check_verb(out, diags);
    }
    return diags->n_errors > 0 ? ERR_USAGE : OK;
}
