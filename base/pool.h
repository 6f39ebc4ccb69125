/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pool.h - worker threads.  pool_map calls work(context, item, worker) once for each item 0..n-1;
 * items are taken in any order, so work writes only to its item's place or its worker's scratch and
 * the caller reduces in item order: then the number of workers changes no byte. */
#ifndef RONDA_BASE_POOL_H
#define RONDA_BASE_POOL_H

struct pool;
struct pool *pool_new(int n_workers); /* >= 1; 0 = one a core */
void pool_free(struct pool *pool);
int pool_workers(const struct pool *pool); /* 1 for NULL */
/* pool NULL: runs on the caller, worker 0.  Blocks until all are done.  Not reentrant. */
void pool_map(struct pool *pool, int n_items, void (*work)(void *context, int item, int worker),
              void *context);

#endif
