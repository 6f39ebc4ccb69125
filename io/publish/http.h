/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http.h - requests to one server, tried again while the line is bad. */
#ifndef RONDA_IO_PUBLISH_HTTP_H
#define RONDA_IO_PUBLISH_HTTP_H

#include "base/run.h"
#include "base/text.h"
#include "io/publish/publish.h"

struct http;

/* Credentials come from the netrc file or from user and password, never from the URL.
 * Errors: ERR_USAGE for a URL that will not do; ERR_IO for credentials that others may read. */
enum status http_judge(const struct publishing *what, struct diags *diags);
/* What was judged well.  Errors: ERR_INTERNAL. */
enum status http_new(struct http **out, const struct publishing *what);
void http_free(struct http *http); /* NULL is fine */

struct http_answer {
    int code;         /* 0: no answer */
    struct text body; /* of a REPORT or GET */
};

/* header: one more line such as "If-None-Match: *", or NULL.  A transport failure and the codes
 * that ask for patience (429, 500, 502, 503, 504) are tried again, up to five times with growing
 * pauses. Errors: ERR_IO, reported: the line is broken, the certificate is not trusted, the server
 * denies access: there is no use in going on. */
enum status http_request(struct http_answer *out, struct http *http, const char *method,
                         const char *url, const char *header, const char *type, const char *body,
                         struct diags *diags);

#endif
