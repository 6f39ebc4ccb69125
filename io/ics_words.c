/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_words.c - the sentences of calendars.  A new language is a new row. */
#include "io/ics_words.h"

#include <stdarg.h>
#include <string.h>

static const struct ics_words words[] = {
    {
        .language = "en",
        .weekday = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
        .role = {"agent", "senior", "team leader", "quality analyst", "supervisor"},
        .calendar = "Roster {0}",
        .shift = "Shift {0}: {1} ({2})",
        .leave = "Leave",
        .training = "Training",
        .shift_category = "Shift",
        .leave_category = "Absence",
        .site_time = "Site time ({0}): {1}.",
        .client_time = "Client time ({0}, {1}): {2}.",
        .span = "{0} to {1} (UTC{2})",
        .span_change = "{0} (UTC{2}) to {1} (UTC{3})",
        .queues = "Queues: {0}.",
        .role_is = "Role: {0}.",
        .meal = "Meal: {0}.",
        .breaks = "Breaks: {0}.",
        .pause = "{0}, {1} min",
        .session_kind = {"training", "coaching", "meeting"},
        .session = "{0} {1} at {2}, {3} min",
        .sessions = "In this shift: {0}.",
        .length = "Length: {0}, of which {1} paid.",
        .duration = "{0} h {1} min",
        .clocks = "The clocks change during this shift: it truly lasts {0}.",
        .client_clocks = "The clocks of {0} change during this shift.",
        .revision = "Revision {0}.",
        .cancelled = "Cancelled: {0}",
        .holiday = "{0} ({1})",
        .holiday_category = "Client holiday",
        .meal_event = "Meal",
        .break_event = "Break",
        .month = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                  "Dec"},
        .short_date = "{0} {1} {2}",
        .new_roster = "New roster {0} to {1}: {2} shifts, the first {0} {3}.",
        .changed = "Roster changed:",
        .items_more = "{0} more in your calendar",
        .item_new = "{0} {1} (new)",
        .item_gone = "{0} no {1}",
        .item_moved = "{0} {1} (was {2})",
        .item_details = "{0} {1} (details)",
        .keep_secret = "Subscribe to this address in your calendar program. It is yours alone: "
                       "whoever has it sees your shifts.",
    },
    {
        .language = "id",
        .weekday = {"Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"},
        .role = {"agen", "senior", "ketua tim", "analis mutu", "penyelia"},
        .calendar = "Jadwal kerja {0}",
        .shift = "Sif {0}: {1} ({2})",
        .leave = "Cuti",
        .training = "Pelatihan",
        .shift_category = "Sif",
        .leave_category = "Tidak bertugas",
        .site_time = "Waktu tempat kerja ({0}): {1}.",
        .client_time = "Waktu klien ({0}, {1}): {2}.",
        .span = "{0} sampai {1} (UTC{2})",
        .span_change = "{0} (UTC{2}) sampai {1} (UTC{3})",
        .queues = "Antrean: {0}.",
        .role_is = "Peran: {0}.",
        .meal = "Makan: {0}.",
        .breaks = "Istirahat: {0}.",
        .pause = "{0}, {1} menit",
        .session_kind = {"pelatihan", "pembinaan", "rapat"},
        .session = "{0} {1} pukul {2}, {3} menit",
        .sessions = "Dalam sif ini: {0}.",
        .length = "Lama: {0}, yang dibayar {1}.",
        .duration = "{0} jam {1} menit",
        .clocks = "Jam setempat berubah selama sif ini: lama sebenarnya {0}.",
        .client_clocks = "Jam di {0} berubah selama sif ini.",
        .revision = "Revisi {0}.",
        .cancelled = "Dibatalkan: {0}",
        .holiday = "{0} ({1})",
        .holiday_category = "Hari libur klien",
        .meal_event = "Makan",
        .break_event = "Istirahat",
        .month = {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov",
                  "Des"},
        .short_date = "{0} {1} {2}",
        .new_roster = "Jadwal baru {0} sampai {1}: {2} sif, yang pertama {0} {3}.",
        .changed = "Jadwal berubah:",
        .items_more = "{0} lagi di kalender Anda",
        .item_new = "{0} {1} (baru)",
        .item_gone = "{0} tanpa {1}",
        .item_moved = "{0} {1} (semula {2})",
        .item_details = "{0} {1} (rincian)",
        .keep_secret = "Langgani alamat ini di program kalender Anda. Alamat ini hanya untuk Anda: "
                       "siapa pun yang memilikinya dapat melihat sif Anda.",
    },
};
#define N_LANGUAGES (sizeof words / sizeof *words)

bool ics_speaks(const char *language)
{
    return language && strcmp(ics_words_of(language)->language, language) == 0;
}

const struct ics_words *ics_words_of(const char *language)
{
    for (size_t i = 0; language && i < N_LANGUAGES; i++)
        if (strcmp(words[i].language, language) == 0)
            return &words[i];
    return &words[0];
}

void ics_say(struct text *out, const char *sentence, ...)
{
    const char *argument[10] = {0};
    va_list list;
    va_start(list, sentence);
    for (int i = 0; i < 10 && (argument[i] = va_arg(list, const char *)); i++)
        ;
    va_end(list);
    for (const char *s = sentence; *s; s++) {
        if (s[0] != '{') {
            text_add_char(out, *s);
            continue;
        }
        const char *value = argument[s[1] - '0'];
        text_add(out, value ? value : "");
        s += 2;
    }
}
