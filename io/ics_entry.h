/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_entry.h - what stands in an agent's calendar: found, put into words, written as events.
 * The one writer of calendars: of runs, feeds, files to import, mails and CalDAV servers.
 * Not for use outside io/ics*.c and io/publish/. */
#ifndef RONDA_IO_ICS_ENTRY_H
#define RONDA_IO_ICS_ENTRY_H

#include "base/plan.h"
#include "base/roster.h"
#include "base/text.h"
#include "io/hash.h"
#include "io/ics_words.h"

enum ics_kind { ICS_SHIFT, ICS_LEAVE, ICS_TRAINING, ICS_HOLIDAY, N_ICS_KINDS };
extern const char *const ics_kind_names[N_ICS_KINDS];

/* A shift, an absence or a client's holiday of one agent, in one version.  Agent, kind, date and
 * number are its identity: what moves within its work date stays the same entry. */
struct ics_entry {
    enum ics_kind kind;
    int agent;
    int32_t date; /* work date, first day */
    int number;   /* in that date */
    char uid[UUID_TEXT];
    int64_t start, end;      /* instants; of whole days their dates, end the day after the last */
    const char *label;       /* the shift's or the holiday's name; "" */
    const struct duty *duty; /* ICS_SHIFT; its member `shift` is not looked at */
    int account;             /* ICS_HOLIDAY */

    int sequence, revision; /* revision 0 is not shown */
    int64_t stamp;          /* instant of the version */
    bool is_cancelled;
    int n_breaks_before; /* events of its pauses in the version before */

    const char *summary, *description; /* by ics_put_into_words; description NULL: none */
};

struct ics_entries {
    struct ics_entry *entry; /* [n], mem_free */
    int n, cap;
};

/* Appends what the plan and the roster (NULL: none) have for the agent in the dates [from, to), by
 * kind, date and number; whole absences, also where they reach beyond.  uid, version and words are
 * not set.  roster: sorted by agent, then start. */
void ics_collect(struct ics_entries *out, const struct plan *plan, const struct roster *roster,
                 int agent, int32_t from, int32_t to);
/* Version 5 UUID of site, agent, kind, date and number: no personal data (RFC 7986, 5.3). */
void ics_identify(struct ics_entry *entry, const struct plan *plan);
/* Sets summary and description, in the arena. */
void ics_put_into_words(struct ics_entry *entry, const struct plan *plan,
                        const struct ics_words *words, struct arena *arena);
/* Of all that a reader sees of the entry but its version. */
uint64_t ics_content_hash(const struct ics_entry *entry, const struct plan *plan);
/* Of what someone could change by hand in an event that a server holds. */
uint64_t ics_digest(const char *start, const char *end, const char *summary,
                    const char *description, int n_alarms);
/* Events that the entry's pauses become. */
int ics_n_breaks(const struct ics_entry *entry, const struct plan *plan);
/* That of the agent, else that of the plan. */
const struct ics_words *ics_words_for(const struct plan *plan, int agent);

/* For whom events are written. */
struct ics_voice {
    const struct plan *plan;
    const struct ics_words *words;
    const char *method;   /* PUBLISH, REQUEST, CANCEL; NULL: for a server, with the digest */
    const char *attendee; /* address; NULL */
    struct text people;   /* lines that all events share */
    struct text name;     /* of the calendar */
};
void ics_voice_begin(struct ics_voice *voice, const struct plan *plan,
                     const struct ics_words *words, const char *method, const char *attendee);
void ics_voice_end(struct ics_voice *voice);

/* Adds the entry's event and those of its pauses; a cancelled one with STATUS:CANCELLED.
 * all_cancelled: also those of pauses that the version before had.  Returns the number of events.
 */
int ics_add_events(struct text *out, const struct ics_voice *voice, const struct ics_entry *entry,
                   bool all_cancelled);
/* One of them alone: number 0 is the entry's own, 1 and up those of its pauses. */
void ics_add_event(struct text *out, const struct ics_voice *voice, const struct ics_entry *entry,
                   int number);
void ics_event_uid(char uid[UUID_TEXT], const struct ics_entry *entry, int number);

/* A whole calendar around its events; one without events holds a time zone, since a calendar must
 * hold something. */
void ics_add_calendar(struct text *out, const struct ics_voice *voice, const struct text *events,
                      bool is_named);

#endif
