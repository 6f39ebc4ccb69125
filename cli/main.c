/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - the program's entry; the verbs are added here. */

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("ronda " PACKAGE_VERSION);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("usage: ronda --help | --version");
        return 0;
    }
    fputs("usage: ronda --help | --version\n", stderr);
    return 2;
}
