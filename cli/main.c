/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - the program's entry, and the only file that prints and exits.
 *
 * The pipeline: argv -> struct options -> one verb -> its text to the standard output, its faults
 * to the standard error -> an exit code. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/command.h"
#include "cli/faults.h"
#include "cli/manual.h"
#include "cli/progress.h"

static enum outcome (*const verb_run[N_VERBS])(struct command *command) = {
    [VERB_INIT] = verb_init,
    [VERB_IMPORT] = verb_import,
    [VERB_CHECK] = verb_check,
    [VERB_FORECAST] = verb_forecast,
    [VERB_BACKTEST] = verb_backtest,
    [VERB_ACCURACY] = verb_accuracy,
    [VERB_STAFF] = verb_staff,
    [VERB_ROSTER] = verb_roster,
    [VERB_PLAN] = verb_plan,
    [VERB_VERIFY] = verb_verify,
    [VERB_RULES] = verb_rules,
    [VERB_CLOSE] = verb_close,
    [VERB_SIMULATE] = verb_simulate,
    [VERB_CAPACITY] = verb_capacity,
    [VERB_WHATIF] = verb_whatif,
    [VERB_REPLAN] = verb_replan,
    [VERB_SWAP] = verb_swap,
    [VERB_LEAVE] = verb_leave,
    [VERB_PUBLISH] = verb_publish,
    [VERB_DIFF] = verb_diff,
    [VERB_EXPLAIN] = verb_explain,
    [VERB_SHOW] = verb_show,
    [VERB_REPORT] = verb_report,
    [VERB_FEEDS] = verb_feeds,
    [VERB_HELP] = verb_help,
    [VERB_MAN] = verb_man,
    [VERB_COMPLETION] = verb_completion,
};

static volatile sig_atomic_t stop_asked;

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

/* The first Ctrl-C or SIGTERM asks the run to stop; the second one kills. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = ask_to_stop, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of write, which says so */
}

/* No file of ours may get the number of a standard stream that the caller closed.  What stands in
 * for the output cannot be written, so that a lost result is an error. */
static void hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/* One line on the terminal, redrawn in place, at a new stage or ten times a second. */
#define CLEAR "\r\033[K"
#define REDRAW_S 0.1

static void draw_progress(void *context, const struct progress *progress)
{
    static const char *stage;
    static double drawn_s;
    (void)context;
    if (progress->stage == stage && progress->elapsed_s < drawn_s + REDRAW_S)
        return;
    stage = progress->stage;
    drawn_s = progress->elapsed_s;
    struct text line = {0};
    progress_line(&line, progress);
    fprintf(stderr, CLEAR "%.79s", line.bytes);
    fflush(stderr);
    text_free(&line);
}

static void show_progress(struct command *command)
{
    if (command->options.option[OPT_QUIET].given || !isatty(STDERR_FILENO))
        return;
    command->run.on_progress = draw_progress;
}

static void print_faults(const struct command *command)
{
    const struct options *options = &command->options;
    struct text text = {0};
    if (command->run.on_progress)
        fputs(CLEAR, stderr);
    enum severity least = options->option[OPT_QUIET].given     ? SEV_ERROR
                          : options->option[OPT_VERBOSE].given ? SEV_NOTE
                                                               : SEV_WARNING;
    faults_print(&text, command->diags, least);
    if (text.n > 0)
        fwrite(text.bytes, 1, text.n, stderr);
    if (command->aside.n > 0)
        fwrite(command->aside.bytes, 1, command->aside.n, stderr);
    text_free(&text);
}

/* False when the result could not be written whole. */
static bool print_result(const struct text *out)
{
    if (out->n > 0)
        fwrite(out->bytes, 1, out->n, stdout);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    fprintf(stderr, "ronda: error: cannot write the standard output: %s\n", strerror(errno));
    return false;
}

static enum outcome run_command(struct command *command, int argc, char **argv)
{
    const struct options *options = &command->options;
    if (options_parse(&command->options, argc, argv, command->diags) != OK)
        return USAGE;
    if (options->option[OPT_VERSION].given) {
        text_add(&command->out, PACKAGE_STRING "\n");
        return DONE;
    }
    if (options->option[OPT_HELP].given) {
        if (options->verb == N_VERBS)
            manual_help(&command->out);
        else
            manual_help_verb(&command->out, options->verb);
        return DONE;
    }
    catch_signals();
    show_progress(command);
    return verb_run[options->verb](command);
}

int main(int argc, char **argv)
{
    struct command command = {0};
    mem_keep_freed();
    hold_standard_streams();
    command.diags = diags_new();
    command.run.started_s = clock_now_s();
    command.run.stop = &stop_asked;
    enum outcome outcome = run_command(&command, argc, argv);
    print_faults(&command);
    if (!print_result(&command.out) && outcome == DONE)
        outcome = FAILED;
    text_free(&command.out);
    text_free(&command.aside);
    diags_free(command.diags);
    return (int)outcome;
}
