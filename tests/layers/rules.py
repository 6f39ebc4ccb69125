# SPDX-License-Identifier: GPL-3.0-or-later
"""The house as data: who may include whom, where each vendor library lives, which calls of the
system have a home.  Patterns are shell patterns over the path from the top of the tree."""

# Room -> rooms whose headers it may include.  The star: io, forecast and scheduler never meet.
ROOMS = {
    "base": ["base"],
    "io": ["base", "io"],
    "io/publish": ["base", "io", "io/publish"],
    "io/report": ["base", "io", "io/report"],
    "forecast": ["base", "forecast"],
    "scheduler": ["base", "scheduler"],
    "planner": ["base", "forecast", "scheduler", "planner"],
    "cli": ["base", "io", "io/publish", "io/report", "forecast", "scheduler", "planner", "cli"],
}

# Files that may include less than their room: the checker shares no code with the solver.
NARROWER = {
    "scheduler/check*": ["base/*", "scheduler/check*"],
}

# Vendor or system header -> files that may include it.  [] is nobody.
HOMES = {
    "glpk.h": ["scheduler/lp.c"],
    "libical/*": ["io/ics*.c"],
    "csv.h": ["io/csv.c"],
    "cjson/*": ["io/json.c"],
    "cJSON.h": [],
    "expat.h": ["io/xlsx.c", "io/publish/dav_xml.c"],
    "zlib.h": ["io/zip.c"],
    "gsl/*": ["forecast/*", "scheduler/sim*.c", "base/rng.c"],
    "curl/*": ["io/publish/*"],
    "xlsxwriter.h": ["io/report/*"],
    "malloc.h": ["base/mem.c"],
    "pthread.h": ["base/pool.c"],
    "threads.h": [],
    "signal.h": ["cli/*", "base/run.h", "base/pool.c"],  # the stop flag; workers block signals
    "locale.h": [],
    "cmocka.h": [],
}

# Any other header in <> must be one of these.
STANDARD = """
    assert.h ctype.h errno.h fcntl.h fenv.h float.h inttypes.h limits.h math.h setjmp.h stdarg.h
    stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h time.h unistd.h dirent.h
    strings.h sys/file.h sys/ioctl.h sys/random.h sys/resource.h sys/stat.h sys/types.h sys/wait.h
    sanitizer/asan_interface.h
""".split()

# Calls of the system by kind.  Names as in the source; nm's spellings (fopen64, __printf_chk) are
# brought back to them.
CALLS = {
    "files": """fopen fdopen freopen open openat creat opendir fdopendir readdir scandir stat lstat
        fstatat read write pread pwrite close rename renameat renameat2 unlink unlinkat remove mkdir
        mkdirat rmdir mkstemp mkdtemp tmpfile symlink readlink realpath access chmod flock fsync
        ftruncate nftw fts_open glob mmap getcwd chdir""",
    "time": """time clock clock_gettime gettimeofday times localtime localtime_r gmtime gmtime_r
        mktime timegm strftime strptime ctime asctime difftime tzset nanosleep usleep sleep""",
    "environment": "getenv secure_getenv setenv putenv unsetenv environ",
    "locale": "setlocale newlocale uselocale localeconv nl_langinfo",
    "exit": "exit _exit _Exit quick_exit atexit",
    "abort": "abort",
    "printing": "printf vprintf puts putchar putchar_unlocked perror stdout stderr psignal warn err",
    "terminal": "isatty ioctl tcgetattr",
    "threads": "pthread_create pthread_mutex_lock pthread_cond_wait thrd_create",
    "signals": "signal sigaction raise kill sigprocmask pthread_sigmask",
    "processes": "fork vfork execv execve execvp execl execlp posix_spawn system popen wait waitpid",
    "network": "socket connect bind listen getaddrinfo curl_easy_init",
    "chance": "rand srand random srandom drand48 rand_r getrandom getentropy arc4random",
    "unsafe": "gets strcpy strcat sprintf vsprintf strtok",
}

# Kind of call -> files that may make it.  [] is nobody.
CALL_HOMES = {
    "files": ["io/*", "base/tz.c", "cli/*"],
    "time": ["base/clock.c"],
    "environment": ["cli/*"],
    "locale": [],
    "exit": ["cli/main.c"],
    "abort": ["base/mem.c"],
    "printing": ["cli/main.c"],
    "terminal": ["cli/*"],
    "threads": ["base/pool.c"],
    "signals": ["cli/*", "base/pool.c"],
    "processes": [],
    "network": ["io/publish/*"],
    "chance": ["io/publish/tokens.c"],
    "unsafe": [],
}

# Single exceptions, (file, call): reason.  Keep it short.
EXCEPTIONS = {
    ("base/mem.c", "stderr"): "says that memory is exhausted before it aborts",
}
