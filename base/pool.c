/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pool.c - worker threads that live as long as the pool.
 *
 * The caller is worker 0; n_workers - 1 threads sleep on `start` until `round` counts up, take item
 * after item from `next`, and the last one to finish wakes the caller through `done`.  The lock
 * orders what the caller wrote before pool_map, and what the workers wrote, for each other. */
#include "base/pool.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "base/mem.h"

#define MAX_WORKERS 256

struct worker {
    struct pool *pool;
    pthread_t thread;
    int index;
};

struct pool {
    int n_workers; /* the caller is one of them */
    pthread_mutex_t lock;
    pthread_cond_t start, done;
    /* Under the lock: */
    unsigned long round;
    int n_busy; /* threads that have not finished this round */
    bool quit;
    /* Constant during a round, but for next, which is atomic: */
    void (*work)(void *context, int item, int worker);
    void *context;
    int n_items, next;
    struct worker worker[MAX_WORKERS]; /* [0] is the caller, without a thread */
};

static void take_items(struct pool *pool, int worker)
{
    for (;;) {
        int item = __atomic_fetch_add(&pool->next, 1, __ATOMIC_RELAXED);
        if (item >= pool->n_items)
            return;
        pool->work(pool->context, item, worker);
    }
}

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    struct pool *pool = worker->pool;
    unsigned long seen = 0;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (pool->round == seen && !pool->quit)
            pthread_cond_wait(&pool->start, &pool->lock);
        if (pool->quit)
            break;
        seen = pool->round;
        pthread_mutex_unlock(&pool->lock);
        take_items(pool, worker->index);
        pthread_mutex_lock(&pool->lock);
        if (--pool->n_busy == 0)
            pthread_cond_signal(&pool->done);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* Fewer threads than asked for are enough: their number changes no result. */
static void start_threads(struct pool *pool, int n_workers)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before); /* Ctrl-C is for the thread that waits */
    for (pool->n_workers = 1; pool->n_workers < n_workers; pool->n_workers++) {
        struct worker *worker = &pool->worker[pool->n_workers];
        worker->pool = pool;
        worker->index = pool->n_workers;
        if (pthread_create(&worker->thread, NULL, run_worker, worker) != 0)
            break;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct pool *pool_new(int n_workers)
{
    assert(n_workers >= 0);
    struct pool *pool = NEW(struct pool);
    long n = n_workers > 0 ? n_workers : sysconf(_SC_NPROCESSORS_ONLN);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->start, NULL);
    pthread_cond_init(&pool->done, NULL);
    start_threads(pool, n < 1 ? 1 : n > MAX_WORKERS ? MAX_WORKERS : (int)n);
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->start);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 1; i < pool->n_workers; i++)
        pthread_join(pool->worker[i].thread, NULL);
    pthread_cond_destroy(&pool->done);
    pthread_cond_destroy(&pool->start);
    pthread_mutex_destroy(&pool->lock);
    mem_free(pool);
}

int pool_workers(const struct pool *pool)
{
    return pool ? pool->n_workers : 1;
}

void pool_map(struct pool *pool, int n_items, void (*work)(void *context, int item, int worker),
              void *context)
{
    if (!pool || pool->n_workers == 1 || n_items <= 1) {
        for (int item = 0; item < n_items; item++)
            work(context, item, 0);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    assert(pool->n_busy == 0);
    pool->work = work;
    pool->context = context;
    pool->n_items = n_items;
    pool->next = 0;
    pool->n_busy = pool->n_workers - 1;
    pool->round++;
    pthread_cond_broadcast(&pool->start);
    pthread_mutex_unlock(&pool->lock);
    take_items(pool, 0);
    pthread_mutex_lock(&pool->lock);
    while (pool->n_busy > 0)
        pthread_cond_wait(&pool->done, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}
