/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_profile.c - the table of layouts.  A new layout that has a row an interval or a contact is
 * a row here, its name in IMPORT_PROFILES, and a case under tests/import/. */
#include "io/import_profile.h"

#define UTC "Etc/UTC"

const char *const import_keys[N_KEYS] = {"start", "queue", "offered", "handled",
                                         "aht",   "total", "length",  "contact"};

static const struct import_profile profiles[] = {
    {.name = "columns", .help = "the columns that --columns names"},
    {.name = "genesys",
     .help = "Genesys Cloud, historical data: 15 minutes, UTC, total seconds",
     .column = {[KEY_START] = "Interval Start UTC Date",
                [KEY_QUEUE] = "Queue+Media Type?+Skill Set?+Language?",
                [KEY_OFFERED] = "Offered",
                [KEY_HANDLED] = "Interactions Handled",
                [KEY_TOTAL] = "Total Handle Time (Seconds)|Total Handle Time"},
     .zone = UTC},
    {.name = "genesys-forecast",
     .help = "Genesys Cloud, forecast: UTC, mean seconds",
     .column = {[KEY_START] = "Interval Start UTC Date",
                [KEY_QUEUE] = "Planning Group",
                [KEY_OFFERED] = "Offered",
                [KEY_AHT] = "Average Handle Time|Average Handle Time (Seconds)"},
     .zone = UTC,
     .as = AS_FORECAST},
    {.name = "amazon-connect",
     .help = "Amazon Connect, historical metrics: mean seconds",
     .column = {[KEY_START] = "TimeStamp",
                [KEY_QUEUE] = "QueueName+ChannelType?",
                [KEY_OFFERED] = "IncomingContactVolume",
                [KEY_HANDLED] = "ContactsHandled?",
                [KEY_AHT] = "AverageHandleTime?",
                [KEY_LENGTH] = "IntervalDuration?"},
     .zone = UTC},
    {.name = "calabrio",
     .help = "Calabrio (Teleopti) queue file: no header, 21 fields, talk plus wrap in seconds",
     .names = "interval,date,time,queue,queue_name,offd_direct_call_cnt,overflow_in_call_cnt,"
              "aband_call_cnt,overflow_out_call_cnt,answ_call_cnt,queued_and_answ_call_dur,"
              "queued_and_aband_call_dur,talking_call_dur,wrap_up_dur,queued_answ_longest_que_dur,"
              "queued_aband_longest_que_dur,avg_avail_member_cnt,ans_servicelevel_cnt,wait_dur,"
              "aband_short_call_cnt,aband_within_sl_cnt",
     .column = {[KEY_START] = "date+time",
                [KEY_QUEUE] = "queue_name",
                [KEY_OFFERED] = "offd_direct_call_cnt+overflow_in_call_cnt",
                [KEY_HANDLED] = "answ_call_cnt",
                [KEY_TOTAL] = "talking_call_dur+wrap_up_dur"}},
    {.name = "avaya-cms",
     .help = "Avaya CMS, split by interval: HHMM times, talk plus wrap plus hold in seconds",
     .column = {[KEY_START] = "row_date+starttime",
                [KEY_QUEUE] = "split",
                [KEY_OFFERED] = "callsoffered",
                [KEY_HANDLED] = "acdcalls",
                [KEY_TOTAL] = "acdtime+acwtime?+holdtime?",
                [KEY_LENGTH] = "intrvl?"},
     .hhmm = true},
    {.name = "asterisk-queue-log",
     .help = "Asterisk queue_log: events; contacts count where they enter the queue",
     .layout = LAYOUT_QUEUE_LOG,
     .zone = UTC,
     .missing = MISSING_ZERO},
    {.name = "freepbx-cdr",
     .help = "FreePBX call records: a row a contact, told apart by uniqueid; dst is the queue",
     .layout = LAYOUT_CONTACTS,
     .column = {[KEY_START] = "calldate",
                [KEY_QUEUE] = "dst",
                [KEY_HANDLED] = "disposition",
                [KEY_AHT] = "billsec",
                [KEY_CONTACT] = "uniqueid?"},
     .missing = MISSING_ZERO},
    {.name = "ronda",
     .help = "our own: start,queue,offered,handled,aht_s",
     .column = {[KEY_START] = "start",
                [KEY_QUEUE] = "queue",
                [KEY_OFFERED] = "offered|expected",
                [KEY_HANDLED] = "handled?",
                [KEY_AHT] = "aht_s?"}},
    {.name = "matrix",
     .help = "dates across and intervals down, or the other way round: one queue's figures",
     .layout = LAYOUT_MATRIX},
};

int import_profile_count(void)
{
    return (int)(sizeof profiles / sizeof *profiles) - 1;
}

const struct import_profile *import_profile(int profile)
{
    return &profiles[profile];
}

const char *import_profile_name(int profile)
{
    return profiles[profile].name;
}

const char *import_profile_help(int profile)
{
    return profiles[profile].help;
}
