/* SPDX-License-Identifier: GPL-3.0-or-later */
/* http.c - libcurl, tamed: certificates are verified, redirects are not followed (they could carry
 * the password elsewhere), answers are bounded, and Ctrl-C ends a transfer. */
#include "io/publish/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/mem.h"

#define TRIES 5
#define FIRST_PAUSE_S 0.25
#define BODY_MOST ((size_t)64 << 20)

struct http {
    CURL *curl;
    const struct run *run;
    struct text *body; /* of the present answer */
    char error[CURL_ERROR_SIZE];
};

static bool is_loopback(const char *host)
{
    static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]"};
    for (size_t i = 0; i < 3; i++) {
        size_t n = strlen(hosts[i]);
        if (strncmp(host, hosts[i], n) == 0 && strchr(":/", host[n]))
            return true;
    }
    return false;
}

static enum status refuse_url(const char *url, const char *why, struct diags *diags)
{
    diag_error(diags, &(struct place){.file = url}, "%s", why);
    return ERR_USAGE;
}

static enum status judge_url(const struct publishing *what, struct diags *diags)
{
    const char *url = what->caldav;
    const char *host = strstr(url, "://");
    bool tls = strncmp(url, "https://", 8) == 0;
    if (!host || (!tls && strncmp(url, "http://", 7) != 0) || !strchr(host + 3, '/'))
        return refuse_url("--caldav", "wants a URL such as https://cal.example.org/roster/", diags);
    host += 3;
    const char *at = strchr(host, '@');
    if (at && at < strchr(host, '/'))
        return refuse_url("--caldav",
                          "the URL must not hold a password: use --credentials FILE or the "
                          "environment",
                          diags);
    if (!tls && !is_loopback(host) && (what->credentials || what->user))
        return refuse_url("--caldav", "a password goes over https:// only", diags);
    return OK;
}

static enum status judge_credentials(const char *file, struct diags *diags)
{
    struct stat st;
    struct place at = {.file = file};
    if (stat(file, &st) != 0)
        diag_error(diags, &at, "cannot be read: %s", strerror(errno));
    else if (st.st_mode & 077)
        diag_error(diags, &at, "may be read by others than its owner: chmod 600 it");
    else
        return OK;
    return ERR_IO;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *context)
{
    struct http *http = context;
    if (http->body->n + size * n > BODY_MOST)
        return 0;
    text_add_n(http->body, bytes, size * n);
    return size * n;
}

static int look_at_stop(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    const struct http *http = context;
    return http->run && http->run->stop && *http->run->stop;
}

static void set_up(struct http *http, const struct publishing *what)
{
    CURL *curl = http->curl;
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, http->error);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 30L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, http);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, http);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "ronda");
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    if (what->credentials) {
        curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_REQUIRED);
        curl_easy_setopt(curl, CURLOPT_NETRC_FILE, what->credentials);
    } else if (what->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, what->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, what->password ? what->password : "");
    }
}

enum status http_judge(const struct publishing *what, struct diags *diags)
{
    TRY(judge_url(what, diags));
    return what->credentials ? judge_credentials(what->credentials, diags) : OK;
}

enum status http_new(struct http **out, const struct publishing *what)
{
    *out = NULL;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        return ERR_INTERNAL;
    struct http *http = NEW(struct http);
    http->curl = curl_easy_init();
    http->run = what->run;
    if (!http->curl) {
        http_free(http);
        return ERR_INTERNAL;
    }
    set_up(http, what);
    *out = http;
    return OK;
}

void http_free(struct http *http)
{
    if (!http)
        return;
    if (http->curl)
        curl_easy_cleanup(http->curl);
    curl_global_cleanup();
    mem_free(http);
}

/* Another try might do. */
static bool is_passing(CURLcode result, int code)
{
    switch (result) {
    case CURLE_OK:
        return code == 429 || code == 500 || code == 502 || code == 503 || code == 504;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
        return true;
    default:
        return false;
    }
}

static CURLcode try_once(struct http_answer *out, struct http *http)
{
    long code = 0;
    text_clear(&out->body);
    http->body = &out->body;
    http->error[0] = 0;
    CURLcode result = curl_easy_perform(http->curl);
    curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &code);
    out->code = result == CURLE_OK ? (int)code : 0;
    return result;
}

static enum status judge_answer(const struct http_answer *answer, const struct http *http,
                                CURLcode result, const char *url, struct diags *diags)
{
    struct place at = {.file = url};
    if (result != CURLE_OK)
        diag_error(diags, &at, "%s", http->error[0] ? http->error : curl_easy_strerror(result));
    else if (answer->code == 401 || answer->code == 403)
        diag_error(diags, &at, "the server denies access (%d): are the credentials right?",
                   answer->code);
    else if (is_passing(result, answer->code))
        diag_error(diags, &at, "the server cannot serve now (%d)", answer->code);
    else
        return OK;
    return ERR_IO;
}

enum status http_request(struct http_answer *out, struct http *http, const char *method,
                         const char *url, const char *header, const char *type, const char *body,
                         struct diags *diags)
{
    CURL *curl = http->curl;
    struct text type_line = {0};
    struct curl_slist *lines = curl_slist_append(NULL, "Expect:");
    text_printf(&type_line, "Content-Type: %s", type ? type : "");
    if (type)
        lines = curl_slist_append(lines, type_line.bytes);
    if (header)
        lines = curl_slist_append(lines, header);
    if (strcmp(method, "REPORT") == 0)
        lines = curl_slist_append(lines, "Depth: 1");
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)(body ? strlen(body) : 0));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body ? body : "");
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
    double pause = FIRST_PAUSE_S;
    CURLcode result = try_once(out, http);
    for (int i = 1; i < TRIES && is_passing(result, out->code) && !look_at_stop(http, 0, 0, 0, 0);
         i++, pause *= 2) {
        clock_sleep_s(pause);
        result = try_once(out, http);
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
    curl_slist_free_all(lines);
    text_free(&type_line);
    return judge_answer(out, http, result, url, diags);
}
