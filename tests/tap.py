# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes results as TAP for automake's tap-driver.sh; the plan comes last, so a suite that dies
half-way is an error."""

import re
import sys


def brief(command):
    """An example of the manual with a small budget, which changes nothing else of what it shows."""
    return command if "--iterations" in command else re.sub(r"(ronda (plan|whatif)) ", r"\1 --iterations 20 ", command)


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, passed, name, why=""):
        """One result; `why` is shown below a failure."""
        self.count += 1
        self.failed += not passed
        print(f"{'ok' if passed else 'not ok'} {self.count} - {name.replace('#', ' ')}")
        if not passed:
            for line in str(why).splitlines():
                print(f"# {line}")
        sys.stdout.flush()
        return passed

    def equal(self, got, want, name):
        return self.ok(got == want, name, f"got:  {got!r}\nwant: {want!r}")

    def skip(self, name, why):
        """A result that could not be had here; counts as a failure in CI."""
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {why}")

    def done(self):
        """Prints the plan; the suite's exit status."""
        print(f"1..{self.count}")
        return 1 if self.failed else 0
