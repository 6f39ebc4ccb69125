/* SPDX-License-Identifier: GPL-3.0-or-later */
/* why_words.c - whole sentences, so that a language can say them its own way. */
#include "cli/why_words.h"

#include <string.h>

static const struct why_words words[] = {
    {
        .language = "en",
        .head = "{0}, {1} to {2}: {3} paid hours in {4} shifts, {5} of them at night.",
        .week_off = "no shift at all",
        .item = "{0} {1} {2}",
        .best = "While the others work as they do, no other week of {0} makes the roster cheaper.",
        .better = "While the others work as they do, this week would make the roster {1} cheaper; "
                  "the search ended before it was found: {0}.",
        .rules = "What bound this week",
        .rule = "Without {0} the roster could be {2} cheaper, with this week: {1}.",
        .no_rule = "Nothing: without any one of the rules, the contract or the leave no cheaper "
                   "week is to be had.",
        .wishes = "Wishes",
        .wish = {[WISH_OFF] = "off on {0}",
                 [WISH_WORK] = "to work on {0}",
                 [WISH_SHIFT] = "shift {1} on {0}",
                 [WISH_NOT_SHIFT] = "not shift {1} on {0}",
                 [WISH_TEAM_OFF] = "days off with the team",
                 [WISH_SAME_START] = "the same start all week"},
        .granted = "Granted: {0}. The best week without it would make the roster {1} cheaper.",
        .granted_free = "Granted: {0}. It costs the others nothing.",
        .refused = "Not granted: {0}. The best week with it would cost the others {1} more.",
        .refused_never =
            "Not granted: {0}. No week that is allowed has it while the others keep theirs.",
        .no_wish = "None for these dates.",
        .others = "The next best week",
        .next = "{0}: the roster would cost {1} more.",
        .no_next = "There is no other week that is allowed.",
        .instead = "on {0} {2} in place of {1}",
        .off = "off",
        .fairness = "Fairness to date",
        .balance = {"nights", "weekends", "holidays", "own holidays", "undesired shifts"},
        .stands = "{0}: {1}; the mean of the {3} people of the group is {2}, and {4} of them bore "
                  "more.",
        .alone = "{0} is alone in the group: there is nobody to compare with.",
        .none_borne = "Nobody in the group has borne anything so far.",
        .no_ledger = "The ledger has no row for {0} that stands for the weeks before.",
        .on_shift = "Why shift {1} on {0}",
        .on_off = "Why off on {0}",
        .shift_off = "Off that day, the roster would cost {0} more; the week would be: {1}.",
        .shift_other =
            "With another shift that day it would cost {0} more; the week would be: {1}.",
        .shift_must = "Nothing else that day is allowed.",
        .shift_cheaper = "(Below 0: it would be cheaper, and the search ended before.)",
        .slot_head = "{0}, {1}: {2} people needed, {3} given.",
        .slot_short = "{0} are missing. One more person for this slot would be worth {1}.",
        .slot_enough = "Nobody is missing. One more person for this slot would be worth {0}.",
        .slot_people =
            "{0} people can serve it: {1} are on duty, {2} of them on a pause for some of "
            "the slot; {3} have no week that is allowed with a shift then; {4} could "
            "come.",
        .slot_dearer =
            "The cheapest of these is {0} ({1}): with what the others do the roster would "
            "cost {2} more, so covering it costs more than it saves.",
        .slot_cheaper = "The cheapest of these is {0} ({1}): the roster would cost {2} less; the "
                        "search ended before it was found.",
        .slot_nobody = "Nobody who could come is left.",
    },
    {
        .language = "id",
        .head = "{0}, {1} sampai {2}: {3} jam dibayar dalam {4} sif, {5} di antaranya malam.",
        .week_off = "tanpa sif sama sekali",
        .item = "{0} {1} {2}",
        .best = "Selama yang lain bekerja seperti sekarang, tidak ada minggu lain untuk {0} yang "
                "membuat jadwal lebih murah.",
        .better = "Selama yang lain bekerja seperti sekarang, minggu ini akan membuat jadwal {1} "
                  "lebih murah; pencarian berakhir sebelum menemukannya: {0}.",
        .rules = "Yang mengikat minggu ini",
        .rule = "Tanpa {0} jadwal bisa {2} lebih murah, dengan minggu ini: {1}.",
        .no_rule = "Tidak ada: tanpa salah satu aturan, kontrak, atau cuti pun tidak ada minggu "
                   "yang lebih murah.",
        .wishes = "Permintaan",
        .wish = {[WISH_OFF] = "libur pada {0}",
                 [WISH_WORK] = "bekerja pada {0}",
                 [WISH_SHIFT] = "sif {1} pada {0}",
                 [WISH_NOT_SHIFT] = "bukan sif {1} pada {0}",
                 [WISH_TEAM_OFF] = "hari libur bersama tim",
                 [WISH_SAME_START] = "jam mulai yang sama sepanjang minggu"},
        .granted = "Dikabulkan: {0}. Minggu terbaik tanpanya akan membuat jadwal {1} lebih murah.",
        .granted_free = "Dikabulkan: {0}. Tidak ada biaya bagi yang lain.",
        .refused = "Tidak dikabulkan: {0}. Minggu terbaik dengannya akan menambah biaya {1} bagi "
                   "yang lain.",
        .refused_never = "Tidak dikabulkan: {0}. Tidak ada minggu yang diizinkan dengan itu selama "
                         "yang lain tetap.",
        .no_wish = "Tidak ada untuk tanggal ini.",
        .others = "Minggu terbaik berikutnya",
        .next = "{0}: biaya jadwal akan bertambah {1}.",
        .no_next = "Tidak ada minggu lain yang diizinkan.",
        .instead = "pada {0} {2}, bukan {1}",
        .off = "libur",
        .fairness = "Keadilan sampai sekarang",
        .balance = {"malam", "akhir pekan", "hari libur", "hari raya sendiri",
                    "sif yang tidak disukai"},
        .stands = "{0}: {1}; rata-rata {3} orang dalam kelompok adalah {2}, dan {4} di antaranya "
                  "menanggung lebih banyak.",
        .alone = "{0} sendirian dalam kelompoknya: tidak ada pembanding.",
        .none_borne = "Belum ada beban yang ditanggung siapa pun dalam kelompok.",
        .no_ledger = "Buku besar tidak memuat baris {0} yang berlaku untuk minggu sebelumnya.",
        .on_shift = "Mengapa sif {1} pada {0}",
        .on_off = "Mengapa libur pada {0}",
        .shift_off = "Jika libur hari itu, biaya jadwal bertambah {0}; minggunya: {1}.",
        .shift_other = "Dengan sif lain hari itu, biayanya bertambah {0}; minggunya: {1}.",
        .shift_must = "Tidak ada yang lain yang diizinkan hari itu.",
        .shift_cheaper = "(Di bawah 0: lebih murah, dan pencarian berakhir sebelumnya.)",
        .slot_head = "{0}, {1}: perlu {2} orang, tersedia {3}.",
        .slot_short = "Kurang {0}. Satu orang lagi pada slot ini bernilai {1}.",
        .slot_enough = "Tidak ada yang kurang. Satu orang lagi pada slot ini bernilai {0}.",
        .slot_people =
            "{0} orang dapat melayaninya: {1} sedang bertugas, {2} di antaranya istirahat "
            "pada sebagian slot; {3} tidak punya minggu yang diizinkan dengan sif saat "
            "itu; {4} bisa datang.",
        .slot_dearer = "Yang termurah adalah {0} ({1}): dengan yang lain tetap, biaya jadwal "
                       "bertambah {2}, jadi mengisinya lebih mahal daripada manfaatnya.",
        .slot_cheaper = "Yang termurah adalah {0} ({1}): biaya jadwal berkurang {2}; pencarian "
                        "berakhir sebelum menemukannya.",
        .slot_nobody = "Tidak ada lagi yang bisa datang.",
    },
};

const struct why_words *why_words_of(const char *language)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (language && strcmp(words[i].language, language) == 0)
            return &words[i];
    return &words[0];
}
