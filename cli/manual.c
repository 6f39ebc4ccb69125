/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual.c - help, manual page and completion, all from the tables of options.c.
 *
 * Help is laid out in WIDTH columns: terms on the left, sentences folded at COLUMN.  The manual is
 * roff with man macros; text goes through add_roff, which keeps hyphens, backslashes and leading
 * dots what they are. */
#include "cli/manual.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 80
#define COLUMN 26 /* where the sentences begin */

/* Words of `s` folded into lines that begin at `column`; the first one stands at `at` already. */
static void add_folded(struct text *out, const char *s, int column, int at)
{
    bool first = true;
    while (*s) {
        size_t n = strcspn(s, " \n");
        bool fold = at + (int)n + !first > WIDTH && at > column;
        if (fold)
            text_printf(out, "\n%*s", column, "");
        else if (!first && at > column)
            text_add_char(out, ' ');
        at = fold ? column + (int)n : at + (int)n + (!first && at > column);
        text_add_n(out, s, n);
        first = false;
        s += n;
        if (*s == '\n') {
            text_printf(out, "\n%*s", column, "");
            at = column;
        }
        s += *s != '\0';
    }
    text_add_char(out, '\n');
}

/* "  term" on the left, its sentence folded on the right. */
static void add_row(struct text *out, const char *term, const char *sentence)
{
    text_printf(out, "  %s", term);
    int at = 2 + (int)strlen(term);
    if (at + 2 > COLUMN) {
        text_add_char(out, '\n');
        at = 0;
    }
    text_printf(out, "%*s", COLUMN - at, "");
    add_folded(out, sentence, COLUMN, COLUMN);
}

/* "-o, --out PATH" */
static void option_term(char term[64], const struct option_def *def)
{
    char letter[8] = "    ";
    if (def->letter)
        snprintf(letter, sizeof letter, "-%c, ", def->letter);
    snprintf(term, 64, "%s--%s%s%s", letter, def->name, def->value ? " " : "",
             def->value ? def->value : "");
}

static void add_option(struct text *out, const struct option_def *def)
{
    char term[64], sentence[400];
    option_term(term, def);
    snprintf(sentence, sizeof sentence, "%s%s%s%s", def->help, def->otherwise ? " Default: " : "",
             def->otherwise ? def->otherwise : "", def->otherwise ? "." : "");
    add_row(out, term, sentence);
}

void manual_help(struct text *out)
{
    text_add(out, "ronda plans the weeks of an offshore contact centre: contacts forecast, people\n"
                  "needed, a legal and cheap roster with a proven bound, a calendar an agent.\n\n"
                  "usage: ronda VERB [options]\n\nVerbs:\n");
    for (int v = 0; v < N_VERBS; v++)
        add_row(out, verb_defs[v].name, verb_defs[v].summary);
    text_add(out, "\nExit codes:\n");
    for (int e = 0; e < N_OUTCOMES; e++) {
        char code[12];
        snprintf(code, sizeof code, "%d", e);
        add_row(out, code, outcome_help[e]);
    }
    text_add(out, "\n'ronda help VERB' tells more of one; 'man ronda' of all.\n");
}

void manual_help_verb(struct text *out, enum verb_id verb)
{
    const struct verb_def *def = &verb_defs[verb];
    text_printf(out, "usage: ronda %s%s%s [options]\n\n", def->name, def->arguments[0] ? " " : "",
                def->arguments);
    text_printf(out, "ronda %s: %s.\n", def->name, def->summary);
    if (def->more[0]) {
        text_add_char(out, '\n');
        add_folded(out, def->more, 0, 0);
    }
    text_add(out, "\nOptions:\n");
    for (int o = 0; o < N_OPTIONS; o++)
        if (verb_takes(def, (enum option_id)o))
            add_option(out, &option_defs[o]);
}

/* Text that roff prints as it stands. */
static void add_roff(struct text *out, const char *s)
{
    bool line_start = true;
    for (; *s; s++) {
        if (line_start && (*s == '.' || *s == '\''))
            text_add(out, "\\&");
        if (*s == '-')
            text_add(out, "\\-");
        else if (*s == '\\')
            text_add(out, "\\e");
        else if (*s == '\n')
            text_add(out, "\n.PP\n");
        else
            text_add_char(out, *s);
        line_start = *s == '\n';
    }
}

/* A tagged paragraph: bold term, sentence. */
static void add_tagged(struct text *out, const char *term, const char *sentence)
{
    text_add(out, ".TP\n.B ");
    add_roff(out, term + strspn(term, " "));
    text_add_char(out, '\n');
    add_roff(out, sentence);
    text_add_char(out, '\n');
}

static void roff_verb(struct text *out, const struct verb_def *verb)
{
    text_add(out, ".SS \"ronda ");
    add_roff(out, verb->name);
    if (verb->arguments[0]) {
        text_add_char(out, ' ');
        add_roff(out, verb->arguments);
    }
    text_add(out, "\"\n");
    text_add_char(out, (char)(verb->summary[0] - 'a' + 'A'));
    add_roff(out, verb->summary + 1);
    text_add(out, ".\n");
    if (verb->more[0]) {
        text_add(out, ".PP\n");
        add_roff(out, verb->more);
        text_add_char(out, '\n');
    }
    const char *before = ".PP\nOptions: ";
    for (int o = 0; o < N_OPTIONS; o++) {
        if (!verb_takes(verb, (enum option_id)o) || o == OPT_HELP)
            continue;
        text_printf(out, "%s\\-\\-", before);
        add_roff(out, option_defs[o].name);
        before = ", ";
    }
    text_add(out, before[0] == ',' ? ".\n" : "");
}

static const struct {
    const char *name, *what;
} output_files[] = {
    {"forecast.csv", "contacts expected, with quantiles, in the client's local time"},
    {"requirement.csv", "people needed per slot and queue"},
    {"roster.csv", "a row a shift: who, when, meal and breaks, paid minutes"},
    {"roster-grid.csv", "a row an agent, a column a date"},
    {"coverage.csv", "people needed and given per slot and queue"},
    {"groups.csv", "the same by group of people who serve the same queues"},
    {"summary.json", "the figures of the page"},
    {"ics/AGENT.ics", "a calendar an agent"},
    {"manifest.json", "hashes of every input, versions, seed, whether it is reproducible"},
};
#define N_OUTPUT_FILES (int)(sizeof output_files / sizeof output_files[0])

/* Each is run by the tests, in this order, in an empty folder. */
static const struct {
    const char *command, *what;
} examples[] = {
    {"ronda init my-site", "A plan folder to begin with, commented, that works as it is."},
    {"ronda check my-site", "Is it sound? Every fault with its place."},
    {"ronda staff my-site -o need.csv", "People needed per slot, to be looked at or edited."},
    {"ronda plan my-site -o week", "The roster, its calendars and all tables, in the folder week."},
    {"ronda verify my-site week", "All of it checked again, from the files."},
    {"ronda whatif my-site --scenario my-site/whatif/one-more-agent.json --iterations 200",
     "The week as it is beside the week as it would be."},
};
#define N_EXAMPLES (int)(sizeof examples / sizeof examples[0])

static void roff_examples(struct text *out)
{
    text_add(out, ".SH EXAMPLES\n");
    for (int e = 0; e < N_EXAMPLES; e++)
        add_tagged(out, examples[e].command, examples[e].what);
}

static void roff_tables(struct text *out)
{
    text_add(out, ".SH OPTIONS\n");
    for (int o = 0; o < N_OPTIONS; o++) {
        char term[64], sentence[400];
        const struct option_def *def = &option_defs[o];
        option_term(term, def);
        snprintf(sentence, sizeof sentence, "%s%s%s%s", def->help,
                 def->otherwise ? " Default: " : "", def->otherwise ? def->otherwise : "",
                 def->otherwise ? "." : "");
        add_tagged(out, term, sentence);
    }
    text_add(out, ".SH \"EXIT STATUS\"\n");
    for (int e = 0; e < N_OUTCOMES; e++) {
        char code[12];
        snprintf(code, sizeof code, "%d", e);
        add_tagged(out, code, outcome_help[e]);
    }
    text_add(out, ".SH FILES\nA run writes one folder, whole or not at all:\n");
    for (int f = 0; f < N_OUTPUT_FILES; f++)
        add_tagged(out, output_files[f].name, output_files[f].what);
}

void manual_roff(struct text *out, const char *version)
{
    text_printf(out,
                ".\\\" made by 'ronda man' from the program's own tables\n"
                ".TH RONDA 1 \"\" \"ronda %s\" \"User Commands\"\n",
                version);
    text_add(out, ".SH NAME\nronda \\- workforce shift scheduler for offshore contact centres\n"
                  ".SH SYNOPSIS\n.B ronda\n.I VERB\n[arguments] [options]\n"
                  ".SH DESCRIPTION\n");
    add_roff(out, "From a planner's folder of plain files to a checked roster: ronda forecasts the "
                  "clients' contacts in the clients' time zones, turns them into people needed per "
                  "slot, finds a legal, humane and cheap roster by integer programming with a "
                  "proven lower bound, checks it, and writes a calendar file an agent.\n"
                  "Data goes to the standard output. Faults go to the standard error, each as "
                  "file:line:column: error: what is wrong and the way out; 20 a file are printed. "
                  "Progress is drawn on the standard error when that is a terminal. Ctrl-C ends a "
                  "run with the best roster so far; a second one kills it.\n"
                  "The same input gives the same bytes, whatever the folder, time zone, locale and "
                  "number of workers, unless a time limit or Ctrl-C ended the run.");
    text_add(out, "\n.SH VERBS\n");
    for (int v = 0; v < N_VERBS; v++)
        roff_verb(out, &verb_defs[v]);
    roff_tables(out);
    text_add(out, ".SH ENVIRONMENT\n");
    add_tagged(out, "RONDA_DATA",
               "The folder that holds rules/, the packs of working-time rules. Otherwise they are "
               "looked for beside the program, then where it was installed; a pack in the plan "
               "folder's own rules/ comes first.");
    roff_examples(out);
    text_add(out, ".SH \"SEE ALSO\"\n.BR glpsol (1),\n.BR khal (1)\n");
}

/* What bash offers for the value of an option. */
static void bash_value(struct text *out, const struct option_def *def)
{
    text_printf(out, "    --%s", def->name);
    if (def->letter)
        text_printf(out, "|-%c", def->letter);
    if (def->kind == VALUE_FILE || def->kind == VALUE_FOLDER || def->kind == VALUE_TEXT ||
        def->kind == VALUE_FILES || def->kind == VALUE_TEXTS) {
        text_add(out, ") COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
    } else if (def->kind == VALUE_CHOICE) {
        text_add(out, ") COMPREPLY=($(compgen -W '");
        for (const char *c = def->value; *c; c++)
            text_add_char(out, *c == '|' ? ' ' : *c);
        text_add(out, "' -- \"$word\")); return ;;\n");
    } else {
        text_add(out, ") return ;;\n");
    }
}

void manual_bash(struct text *out)
{
    text_add(out, "# bash completion for ronda; made by 'ronda completion bash'\n_ronda() {\n"
                  "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                  "    local verb=${COMP_WORDS[1]} options=\n    COMPREPLY=()\n"
                  "    case $before in\n");
    for (int o = 0; o < N_OPTIONS; o++)
        if (option_defs[o].kind != VALUE_NONE)
            bash_value(out, &option_defs[o]);
    text_add(out, "    esac\n    if ((COMP_CWORD == 1)); then\n        COMPREPLY=($(compgen -W '");
    for (int v = 0; v < N_VERBS; v++)
        text_printf(out, "%s ", verb_defs[v].name);
    text_add(out, "--help --version' -- \"$word\"))\n        return\n    fi\n    case $verb in\n");
    for (int v = 0; v < N_VERBS; v++) {
        text_printf(out, "    %s) options='", verb_defs[v].name);
        const char *before = "";
        for (int o = 0; o < N_OPTIONS; o++) {
            if (!verb_takes(&verb_defs[v], (enum option_id)o))
                continue;
            text_printf(out, "%s--%s", before, option_defs[o].name);
            before = " ";
        }
        text_add(out, "' ;;\n");
    }
    text_add(out, "    esac\n    if [[ $word == -* ]]; then\n"
                  "        COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n    else\n"
                  "        COMPREPLY=($(compgen -f -- \"$word\"))\n    fi\n}\n"
                  "complete -o filenames -F _ronda ronda\n");
}
