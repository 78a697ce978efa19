/*
 * Reading configuration files.
 *
 * libinih takes lines apart into section, key and value. What it would pass over in silence or
 * report by a bare line number (a line without `=`, an over-long line, a NUL) is caught on the way
 * in: its reader callback is fed from text_lines, and a bad line is replaced by an empty one after
 * it has been reported. So nothing depends on how the distribution compiled the library.
 */
#include "base/config.h"

#include "base/option_table.h"
#include "base/personal.h"
#include "base/sync_setup.h"
#include "base/text_lines.h"
#include "base/utf8.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_MAX 64

/* Where a key was given last, for what is found wrong only when all is read. */
struct origin {
    int file; /* counted from 1 as files are read; 0: not given */
    char where[PATH_MAX + 24];
};

struct loader {
    struct config *config;
    struct config_problems *problems;
    struct text_lines *lines;
    int file;
    bool is_skipping; /* the section is unknown or malformed, and has been reported */
    struct origin origins[OPTIONS_MAX];
};

static void add_line_problem(struct loader *loader, struct text_field line, const char *what)
{
    struct err err = {0};

    (void)text_lines_fail_at(loader->lines, &err, line, what);
    config_problems_add(loader->problems, "%s", err.text);
}

/* "sensors, day, ..." for all sections, or the keys of one. */
static void list_names(const char *section, char *text, size_t size)
{
    const char *last = "";
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < option_count && len < size; i++) {
        const struct config_option *option = &option_table[i];
        const char *name = section ? option->key : option->section;
        int written;

        if (strcmp(name, last) == 0 || (section && strcmp(section, option->section) != 0))
            continue;
        written = snprintf(text + len, size - len, "%s%s", len ? ", " : "", name);
        len += written > 0 ? (size_t)written : 0;
        last = name;
    }
}

/* A line that opens a section: reports an unknown one once, its keys are then passed over. */
static bool is_good_section(struct loader *loader, struct text_field line)
{
    struct text_field name = {line.text + 1, 0};
    char section[64];
    char allowed[256];
    const char *close = memchr(line.text, ']', line.len);

    loader->is_skipping = true;
    if (!close) {
        add_line_problem(loader, line, "the ] of the section is missing");
        return false;
    }
    name.len = (size_t)(close - name.text);
    (void)snprintf(section, sizeof(section), "%.*s", (int)name.len, name.text);
    if (!option_section_exists(section)) {
        char what[320];

        list_names(NULL, allowed, sizeof(allowed));
        (void)snprintf(what, sizeof(what), "unknown section, allowed are %s", allowed);
        add_line_problem(loader, name, what);
        return false;
    }
    loader->is_skipping = false;
    return true;
}

static bool has_separator(struct text_field line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.text[i] == '=' || line.text[i] == ':')
            return i > 0;
        if (line.text[i] == ';' && i > 0 && (line.text[i - 1] == ' ' || line.text[i - 1] == '\t'))
            return false;
    }
    return false;
}

/* Is this line, trimmed and not empty, fit for libinih? If not, it has been reported. */
static bool is_good_line(struct loader *loader, struct text_field line, size_t room)
{
    if (!utf8_is_valid(line.text, line.len)) {
        add_line_problem(loader, line, "not UTF-8 text, or a NUL byte");
        return false;
    }
    if (line.text[0] == '#' || line.text[0] == ';')
        return false;
    if (line.len > room) {
        add_line_problem(loader, line, "the line is too long, allowed are 190 bytes");
        return false;
    }
    if (line.text[0] == '[')
        return is_good_section(loader, line);
    if (loader->is_skipping)
        return false;
    if (!has_separator(line)) {
        add_line_problem(loader, line,
                         "not understood, allowed are [section], key = value and # comment");
        return false;
    }
    return true;
}

/* libinih's fgets: hands it each good line without leading blanks (they would continue a value). */
static char *read_line(char *text, int size, void *self)
{
    /* inih's buffer has 200 bytes as everybody builds it; of these it wants LF and NUL. */
    size_t room = (size_t)size - 10;
    struct loader *loader = self;
    struct text_field line;
    struct err err = {0};
    int outcome = text_lines_next(loader->lines, &line, &err);

    if (outcome < 0)
        config_problems_add(loader->problems, "%s", err.text);
    if (outcome != 1)
        return NULL;
    if (loader->lines->number == 1 && line.len >= 3 && memcmp(line.text, "\xef\xbb\xbf", 3) == 0) {
        line.text += 3;
        line.len -= 3;
    }
    line = text_field_trim(line);
    if (line.len == 0 || !is_good_line(loader, line, room))
        line.len = 0;
    memcpy(text, line.text, line.len);
    text[line.len] = '\n';
    text[line.len + 1] = '\0';
    return text;
}

static void take_value(struct loader *loader, const struct config_option *option, const char *value)
{
    struct origin *origin = &loader->origins[option - option_table];
    char allowed[256];
    char where[sizeof(origin->where)];

    (void)snprintf(where, sizeof(where), "%s:%lld", loader->lines->path,
                   (long long)loader->lines->number);
    if (origin->file == loader->file)
        config_problems_add(loader->problems,
                            "%s: %s.%s: given twice in this file (before: %s), once is "
                            "allowed",
                            where, option->section, option->key, origin->where);
    origin->file = loader->file;
    memcpy(origin->where, where, sizeof(where));
    if (option->names_lines)
        loader->config->names_lines = true;
    if (option_set(option, loader->config, value) == 0)
        return;
    option_describe(option, allowed, sizeof(allowed));
    config_problems_add(loader->problems,
                        "%s: %s.%s: '%s' is not allowed, allowed: %s (default: %s)", where,
                        option->section, option->key, value, allowed,
                        option->fallback[0] ? option->fallback : "empty");
    if (option_set(option, loader->config, option->fallback) != 0)
        abort();
}

/* libinih's handler; 1 tells it that all is well, since problems are reported here. */
static int take_pair(void *self, const char *section, const char *key, const char *value)
{
    struct loader *loader = self;
    const struct config_option *option = option_find(section, key);
    char allowed[512];

    if (option) {
        take_value(loader, option, value);
        return 1;
    }
    if (section[0] == '\0') {
        config_problems_add(loader->problems,
                            "%s:%lld: %s: a key before any section, allowed is [section] "
                            "first",
                            loader->lines->path, (long long)loader->lines->number, key);
        return 1;
    }
    list_names(section, allowed, sizeof(allowed));
    config_problems_add(loader->problems, "%s:%lld: %s.%s: unknown key, allowed are %s",
                        loader->lines->path, (long long)loader->lines->number, section, key,
                        allowed);
    return 1;
}

/* Messages call it `said`. */
static void load_one(struct loader *loader, const char *path, const char *said, bool may_be_absent)
{
    struct err err = {0};
    int outcome;

    loader->lines = calloc(1, sizeof(*loader->lines));
    if (!loader->lines) {
        loader->problems->lost++;
        return;
    }
    loader->file++;
    loader->is_skipping = false;
    outcome = text_lines_open(loader->lines, path, &err);
    if (outcome == 0)
        outcome = text_lines_rename(loader->lines, said, &err);
    if (outcome == 0)
        (void)ini_parse_stream(read_line, loader, take_pair, loader);
    else if (outcome != -ERR_NOT_FOUND || !may_be_absent)
        config_problems_add(loader->problems, "%s", err.text);
    text_lines_close(loader->lines);
    free(loader->lines);
    loader->lines = NULL;
}

static size_t index_of(const struct loader *loader, const void *field)
{
    size_t i = 0;

    while (i < option_count && (const char *)loader->config + option_table[i].offset != field)
        i++;
    assert(i < option_count);
    return i;
}

/* Names the place of a key that does not fit. */
static void add_mismatch(struct loader *loader, const void *field, const char *what)
{
    const size_t i = index_of(loader, field);
    const struct origin *origin = &loader->origins[i];

    config_problems_add(loader->problems, "%s: %s.%s: %s", origin->file ? origin->where : "default",
                        option_table[i].section, option_table[i].key, what);
}

/* Of two keys that do not fit names one that somebody wrote: the first, unless it is a default. */
static void add_mismatch_of(struct loader *loader, const void *field, const void *other,
                            const char *what)
{
    const bool is_written = loader->origins[index_of(loader, field)].file != 0;

    add_mismatch(loader, is_written ? field : other, what);
}

/* A lock on a key that there is none of would lock nothing: the rest of the list still holds. */
static void check_locks(struct loader *loader)
{
    char name[PERSONAL_NAME_SIZE];
    char what[PERSONAL_NAME_SIZE + 128];

    if (!personal_find_unknown_lock(loader->config, name))
        return;
    (void)snprintf(what, sizeof(what),
                   "'%s' is no key that the screen offers, allowed are all and such as "
                   "protocol.preset, display.language",
                   name);
    add_mismatch(loader, loader->config->settings.locked, what);
}

/* A break as long as its interval: both keys are at their defaults then. */
static void reset_protocol(struct loader *loader)
{
    const struct protocol *usual = protocol_of(PROTOCOL_CUSTOM);

    add_mismatch(loader, &loader->config->protocol.duration_s,
                 "a break as long as its interval, allowed is less than interval_min");
    loader->config->protocol.interval_min = usual->interval_s / 60;
    loader->config->protocol.duration_s = usual->duration_s;
}

/* Summaries that might go the wrong way go nowhere: there is no server then. */
static void check_sync(struct loader *loader)
{
    struct sync_mismatch mismatches[SYNC_SETUP_MAX];
    size_t count = sync_setup_check(loader->config, mismatches);

    for (size_t i = 0; i < count; i++)
        add_mismatch(loader, mismatches[i].field, mismatches[i].what);
    if (count > 0)
        loader->config->sync.url[0] = '\0';
}

/* What is right by itself may be wrong together. */
static void check_together(struct loader *loader)
{
    struct config *config = loader->config;
    struct config_line *lines = config->sensors.line;
    bool has_label = config->sensors.chip_label[0] != '\0';

    for (int i = 0; i < LINE_COUNT; i++) {
        if (lines[i].offset != CONFIG_NONE && !has_label) {
            add_mismatch(loader, &lines[i].offset,
                         "an offset says nothing without sensors.chip_label");
            lines[i].offset = CONFIG_NONE;
        }
        for (int k = 0; k < i; k++) {
            bool same_name = lines[i].name[0] && strcmp(lines[i].name, lines[k].name) == 0;
            bool same_offset = lines[i].offset != CONFIG_NONE && lines[i].offset == lines[k].offset;

            if (same_name)
                add_mismatch_of(loader, lines[i].name, lines[k].name,
                                "the same line twice, each sensor needs one of its own");
            if (same_offset)
                add_mismatch(loader, &lines[i].offset,
                             "the same offset twice, each sensor needs a line of its own");
        }
    }
    if (config->state.dir[0] != '\0' && config->state.dir[0] != '/') {
        add_mismatch(loader, config->state.dir, "not an absolute path, allowed begins with a /");
        config->state.dir[0] = '\0';
    }
    check_locks(loader);
    check_sync(loader);
    if (config->protocol.duration_s >= config->protocol.interval_min * 60)
        reset_protocol(loader);
}

static struct loader *loader_new(struct config *config, struct config_problems *problems)
{
    struct loader *loader = calloc(1, sizeof(*loader));

    assert(option_count <= OPTIONS_MAX);
    config_set_defaults(config);
    if (loader) {
        loader->config = config;
        loader->problems = problems;
    } else {
        problems->lost++;
    }
    return loader;
}

void config_load_file(struct config *config, const char *path, struct config_problems *problems)
{
    struct loader *loader = loader_new(config, problems);

    if (!loader)
        return;
    load_one(loader, path, path, false);
    check_together(loader);
    free(loader);
}

static int is_conf_file(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return entry->d_name[0] != '.' && dot && strcmp(dot, ".conf") == 0;
}

/* By bytes: alphasort's order would depend on the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The files of conf.d by name, with the candidate, if there is one, where its name puts it. */
static void load_entries(struct loader *loader, const char *folder, struct dirent **entries,
                         int count, const struct config_candidate *candidate)
{
    bool is_waiting = candidate != NULL;
    char path[PATH_MAX];

    for (int i = 0; i < count; i++) {
        int order = candidate ? strcmp(entries[i]->d_name, candidate->name) : -1;

        if (is_waiting && order >= 0) {
            load_one(loader, candidate->path, candidate->said, false);
            is_waiting = false;
        }
        (void)snprintf(path, sizeof(path), "%s/conf.d/%s", folder, entries[i]->d_name);
        if (order != 0)
            load_one(loader, path, path, false);
    }
    if (is_waiting)
        load_one(loader, candidate->path, candidate->said, false);
}

void config_load_folder_with(struct config *config, const char *folder,
                             const struct config_candidate *candidate,
                             struct config_problems *problems)
{
    struct loader *loader = loader_new(config, problems);
    struct dirent **entries = NULL;
    char path[PATH_MAX];
    int count;

    if (!loader)
        return;
    (void)snprintf(path, sizeof(path), "%s/secondheart.conf", folder);
    load_one(loader, path, path, true);
    (void)snprintf(path, sizeof(path), "%s/conf.d", folder);
    count = scandir(path, &entries, is_conf_file, by_name);
    if (count < 0 && errno != ENOENT)
        config_problems_add(problems, "%s: cannot be read: %s", path, strerror(errno));
    load_entries(loader, folder, entries, count, candidate);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    check_together(loader);
    free(loader);
}

void config_load_folder(struct config *config, const char *folder, struct config_problems *problems)
{
    config_load_folder_with(config, folder, NULL, problems);
}

void config_load(struct config *config, const char *path_or_null, struct config_problems *problems)
{
    if (path_or_null)
        config_load_file(config, path_or_null, problems);
    else
        config_load_folder(config, CONFIG_FOLDER, problems);
}
