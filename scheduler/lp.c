/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lp.c - GLPK, tamed.  The only file that knows it.
 *
 * GLPK aborts the process on errors and prints on stdout even when told not to.  A hook that is
 * called before the abort jumps back here instead; then its environment must be freed, which takes
 * every problem of the thread with it: `generation` counts how often that happened, and an lp of an
 * earlier generation is dead.  The last lp of a thread frees the environment too.  A second hook
 * swallows what it prints.  Arrays of GLPK begin at 1; that stays in here.  Endless "numerical
 * instability" happens: all solves have an iteration limit, and a simplex that fails is tried again
 * from the standard basis, then with the dual. */
#include "scheduler/lp.h"

#include <assert.h>
#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <string.h>

#include "base/mem.h"

struct lp {
    glp_prob *problem;
    int generation;
    bool integer;   /* the last solve was lp_solve_integer */
    bool tightened; /* a bound has changed since the last solve */
    double limit_s; /* 0: none */
};

static _Thread_local int generation, n_alive;
static _Thread_local jmp_buf back;

static void jump_back(void *info)
{
    (void)info;
    longjmp(back, 1);
}

static int swallow(void *info, const char *text)
{
    (void)info;
    (void)text;
    return 1;
}

/* Before every stretch of calls. */
static void set_hooks(void)
{
    glp_error_hook(jump_back, NULL);
    glp_term_hook(swallow, NULL);
}

static void recover(void)
{
    glp_free_env();
    generation++;
    n_alive = 0;
}

static bool is_alive(const struct lp *lp)
{
    return lp->problem && lp->generation == generation;
}

struct lp *lp_new(void)
{
    struct lp *lp = NEW(struct lp);
    lp->generation = generation;
    set_hooks();
    if (setjmp(back) != 0) {
        recover();
        return lp;
    }
    lp->problem = glp_create_prob();
    glp_set_obj_dir(lp->problem, GLP_MIN);
    n_alive++;
    return lp;
}

void lp_free(struct lp *lp)
{
    if (!lp)
        return;
    set_hooks();
    if (is_alive(lp)) {
        if (setjmp(back) == 0) {
            glp_delete_prob(lp->problem);
            if (--n_alive == 0)
                glp_free_env();
        } else {
            recover();
        }
    }
    mem_free(lp);
}

static int bound_kind(double lo, double hi)
{
    if (isinf(lo))
        return isinf(hi) ? GLP_FR : GLP_UP;
    return isinf(hi) ? GLP_LO : lo == hi ? GLP_FX : GLP_DB;
}

static double or_zero(double x)
{
    return isinf(x) ? 0 : x;
}

int lp_add_row(struct lp *lp, double lo, double hi)
{
    if (!is_alive(lp))
        return -1;
    set_hooks();
    if (setjmp(back) != 0) {
        recover();
        return -1;
    }
    int row = glp_add_rows(lp->problem, 1);
    glp_set_row_bnds(lp->problem, row, bound_kind(lo, hi), or_zero(lo), or_zero(hi));
    return row - 1;
}

int lp_add_column(struct lp *lp, double cost, double lo, double hi, bool integer, int n,
                  const int *row, const double *coefficient)
{
    if (!is_alive(lp))
        return -1;
    int *index = NEW_ARRAY(int, n + 1);
    double *value = NEW_ARRAY(double, n + 1);
    for (int k = 0; k < n; k++) {
        index[k + 1] = row[k] + 1;
        value[k + 1] = coefficient[k];
    }
    set_hooks();
    volatile int column = 0;
    if (setjmp(back) != 0) {
        recover();
        column = 0;
    } else {
        column = glp_add_cols(lp->problem, 1);
        glp_set_obj_coef(lp->problem, column, cost);
        glp_set_col_bnds(lp->problem, column, bound_kind(lo, hi), or_zero(lo), or_zero(hi));
        if (integer)
            glp_set_col_kind(lp->problem, column, GLP_IV);
        glp_set_mat_col(lp->problem, column, n, index, value);
    }
    mem_free(index);
    mem_free(value);
    return column - 1;
}

bool lp_load(struct lp *lp, int n, const int *row, const int *column, const double *coefficient)
{
    if (!is_alive(lp))
        return false;
    int *at_row = NEW_ARRAY(int, n + 1), *at_column = NEW_ARRAY(int, n + 1);
    double *value = NEW_ARRAY(double, n + 1);
    for (int k = 0; k < n; k++) {
        at_row[k + 1] = row[k] + 1;
        at_column[k + 1] = column[k] + 1;
        value[k + 1] = coefficient[k];
    }
    set_hooks();
    if (setjmp(back) != 0)
        recover();
    else
        glp_load_matrix(lp->problem, n, at_row, at_column, value);
    mem_free(at_row);
    mem_free(at_column);
    mem_free(value);
    return is_alive(lp);
}

void lp_price_column(struct lp *lp, int column, double cost)
{
    if (!is_alive(lp))
        return;
    set_hooks();
    if (setjmp(back) != 0)
        recover();
    else
        glp_set_obj_coef(lp->problem, column + 1, cost);
}

bool lp_write(struct lp *lp, const char *file, bool as_lp)
{
    if (!is_alive(lp))
        return false;
    set_hooks();
    if (setjmp(back) != 0) {
        recover();
        return false;
    }
    return (as_lp ? glp_write_lp(lp->problem, NULL, file)
                  : glp_write_mps(lp->problem, GLP_MPS_FILE, NULL, file)) == 0;
}

void lp_bound_column(struct lp *lp, int column, double lo, double hi)
{
    if (!is_alive(lp))
        return;
    set_hooks();
    if (setjmp(back) != 0) {
        recover();
        return;
    }
    glp_set_col_bnds(lp->problem, column + 1, bound_kind(lo, hi), or_zero(lo), or_zero(hi));
    lp->tightened = true;
}

void lp_drop_columns(struct lp *lp, const bool *mark, int n_columns)
{
    if (!is_alive(lp))
        return;
    int *index = NEW_ARRAY(int, n_columns + 1), n = 0;
    for (int j = 0; j < n_columns; j++)
        if (mark[j])
            index[++n] = j + 1;
    set_hooks();
    if (setjmp(back) != 0)
        recover();
    else if (n > 0)
        glp_del_cols(lp->problem, n, index);
    mem_free(index);
}

void lp_limit_time(struct lp *lp, double seconds)
{
    lp->limit_s = seconds;
}

static int time_limit_ms(const struct lp *lp)
{
    return lp->limit_s > 0 && lp->limit_s < 1e6 ? 1 + (int)(1000 * lp->limit_s) : INT_MAX;
}

static bool is_cut(int error)
{
    return error == GLP_EITLIM || error == GLP_ETMLIM;
}

static int run_simplex(struct lp *lp, int method, int iterations)
{
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.meth = method;
    control.it_lim = iterations;
    control.tm_lim = time_limit_ms(lp);
    control.presolve = GLP_OFF;
    return glp_simplex(lp->problem, &control);
}

static enum lp_end linear_end(struct lp *lp)
{
    int status = glp_get_status(lp->problem);
    return status == GLP_OPT                             ? LP_OPTIMAL
           : status == GLP_NOFEAS || status == GLP_UNBND ? LP_INFEASIBLE
                                                         : LP_LIMIT;
}

enum lp_end lp_solve(struct lp *lp, int iterations)
{
    if (!is_alive(lp))
        return LP_FAILED;
    lp->integer = false;
    set_hooks();
    if (setjmp(back) != 0) {
        recover();
        return LP_FAILED;
    }
    int error = run_simplex(lp, lp->tightened ? GLP_DUALP : GLP_PRIMAL, iterations);
    lp->tightened = false;
    if (error == 0 || is_cut(error))
        return linear_end(lp);
    glp_std_basis(lp->problem);
    error = run_simplex(lp, GLP_PRIMAL, iterations);
    if (error != 0 && !is_cut(error)) {
        glp_std_basis(lp->problem);
        error = run_simplex(lp, GLP_DUALP, iterations);
    }
    return error == 0 || is_cut(error) ? linear_end(lp) : LP_LIMIT;
}

/* Ends the tree after `info` nodes. */
static void count_nodes(glp_tree *tree, void *info)
{
    int *left = info;
    if (glp_ios_reason(tree) == GLP_ISELECT && --*left < 0)
        glp_ios_terminate(tree);
}

enum lp_end lp_solve_integer(struct lp *lp, int nodes)
{
    if (!is_alive(lp))
        return LP_FAILED;
    glp_iocp control;
    int left = nodes;
    lp->integer = true;
    set_hooks();
    if (setjmp(back) != 0) {
        recover();
        return LP_FAILED;
    }
    glp_init_iocp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.cb_func = count_nodes;
    control.cb_info = &left;
    int error = glp_intopt(lp->problem, &control);
    int status = glp_mip_status(lp->problem);
    if (error != 0 && error != GLP_ESTOP)
        return LP_LIMIT;
    return status == GLP_OPT      ? LP_OPTIMAL
           : status == GLP_FEAS   ? LP_FEASIBLE
           : status == GLP_NOFEAS ? LP_INFEASIBLE
                                  : LP_LIMIT;
}

double lp_value(const struct lp *lp)
{
    assert(is_alive(lp));
    return lp->integer ? glp_mip_obj_val(lp->problem) : glp_get_obj_val(lp->problem);
}

double lp_dual(const struct lp *lp, int row)
{
    assert(is_alive(lp));
    return glp_get_row_dual(lp->problem, row + 1);
}

double lp_column(const struct lp *lp, int column)
{
    assert(is_alive(lp));
    return lp->integer ? glp_mip_col_val(lp->problem, column + 1)
                       : glp_get_col_prim(lp->problem, column + 1);
}

bool lp_is_basic(const struct lp *lp, int column)
{
    return is_alive(lp) && glp_get_col_stat(lp->problem, column + 1) == GLP_BS;
}

const char *lp_version(void)
{
    return glp_version();
}
