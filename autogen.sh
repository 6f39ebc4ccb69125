#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: ./autogen.sh [demo | check]
#   (alone)   makes ./configure, nothing else
#   demo      installs what is missing (Debian), builds, plans the sample of a bank
#   check     the same, then runs all tests
# CONFIGURE_FLAGS and MAKEFLAGS are passed on.
set -eu
cd "$(dirname "$0")"

jobs=$(nproc 2>/dev/null || echo 2)

build() {
    autoreconf -fi
    # shellcheck disable=SC2086 # flags are split on purpose
    ./configure -q ${CONFIGURE_FLAGS:-}
    make -s -j"$jobs"
}

case ${1:-} in
'') autoreconf -fi ;;
demo)
    build-aux/setup-debian build
    build
    make -s demo
    ;;
check)
    build-aux/setup-debian build check
    build
    make -s -j"$jobs" check
    ;;
*)
    sed -n 's/^# //; 3,6p' "$0" >&2
    exit 2
    ;;
esac
