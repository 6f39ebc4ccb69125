/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assets.h - the page's parts, taken into the program when it is built. */
#ifndef RONDA_IO_REPORT_ASSETS_H
#define RONDA_IO_REPORT_ASSETS_H

extern const char asset_page[]; /* the template: HTML with a {{NAME}} where a part belongs */

struct asset {
    const char *name; /* as the template has it */
    const char *bytes;
};
#define N_ASSETS 6
extern const struct asset assets[N_ASSETS];

#endif
