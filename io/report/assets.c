/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assets.c - see assets.h.
 *
 * The assembler reads the files, so that they stay what they are, HTML, CSS and JavaScript, and no
 * C string holds them; the program then needs no folder to make a page.  Their paths are given by
 * io/local.mk, which also names them as what this file depends on.  The chart library is Debian's
 * or the one that configure was given; it never is in this tree. */
#include "io/report/assets.h"

#define EMBED(name, file)                                                         \
    __asm__(".pushsection .rodata\n.globl " #name "\n" #name ":\n.incbin \"" file \
            "\"\n.byte 0\n.popsection\n");                                        \
    extern const char name[]

#define OWN(file) RONDA_REPORT_FOLDER "/" file

EMBED(asset_page, OWN("page.html"));
EMBED(asset_style, OWN("page.css"));
EMBED(asset_page_script, OWN("page.js"));
EMBED(asset_charts, OWN("charts.js"));
EMBED(asset_groups, OWN("groups.js"));
EMBED(asset_roster, OWN("roster.js"));
EMBED(asset_library, RONDA_D3);

const struct asset assets[N_ASSETS] = {
    {"style", asset_style},   {"library", asset_library}, {"charts", asset_charts},
    {"roster", asset_roster}, {"groups", asset_groups},   {"page", asset_page_script},
};
