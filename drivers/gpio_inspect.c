/* What `check` wants to know about chips and lines. */
#include "drivers/gpio.h"
#include "drivers/gpio_set.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void put(struct finding_sink *sink, enum finding_weight weight, const char *text,
                const char *fix)
{
    struct finding finding = {.weight = weight, .subject = "gpio"};

    (void)snprintf(finding.text, sizeof(finding.text), "%s", text);
    (void)snprintf(finding.fix, sizeof(finding.fix), "%s", fix);
    sink->put(sink->self, &finding);
}

/* An error's sentence ends in `; what to do`: shown as the fix. */
static void put_error(struct finding_sink *sink, const struct err *err)
{
    char text[ERR_TEXT_MAX];
    char *fix;

    (void)snprintf(text, sizeof(text), "%s", err->text);
    fix = strrchr(text, ';');
    if (fix)
        *fix++ = '\0';
    put(sink, FINDING_PROBLEM, text, fix ? fix + 1 : "");
}

static void inspect_chips(const struct gpio_chips *chips, struct finding_sink *sink)
{
    for (size_t i = 0; i < chips->count; i++) {
        const struct gpio_chip_entry *entry = &chips->entries[i];
        char text[ERR_TEXT_MAX];

        if (entry->chip)
            (void)snprintf(text, sizeof(text), "%s is '%s' with %u lines", entry->path,
                           gpio_chip_label(entry->chip), gpio_chip_line_count(entry->chip));
        else
            (void)snprintf(text, sizeof(text), "%s cannot be opened: %s", entry->path,
                           strerror(entry->open_errno));
        put(sink, entry->chip ? FINDING_GOOD : FINDING_NOTE, text, "");
    }
}

/* Is it our own kiosk that has taken the line? Then it works. */
static bool is_kiosks(const struct gpio_options *options, enum line line)
{
    struct gpio_chips chips = {0};
    struct gpio_line_info info;
    struct gpio_place place;
    struct err err = {0};
    bool is_ours;

    gpio_chips_open(&chips, options->dev_folder);
    is_ours = gpio_line_find(&chips, options, line, &place, &err) == 0 &&
              gpio_chip_line_info(place.entry->chip, place.offset, &info) == 0 &&
              strcmp(info.consumer, GPIO_CONSUMER_KIOSK) == 0;
    gpio_chips_close(&chips);
    return is_ours;
}

/*
 * Found, free, and what it reads; or the kiosk's. Who holds it is asked only after the request was
 * refused: a kiosk may take it at any moment.
 */
static void inspect_line(const struct gpio_options *options, enum line line,
                         struct finding_sink *sink)
{
    struct gpio_options only = *options;
    struct gpio_set set = {0};
    bool closed[LINE_COUNT] = {false};
    char text[ERR_TEXT_MAX];
    struct err err = {0};
    int outcome;

    memset(only.is_wanted, 0, sizeof(only.is_wanted));
    only.is_wanted[line] = true;
    outcome = gpio_set_open(&set, &only, &err);
    if (outcome == -ERR_BUSY && is_kiosks(options, line)) {
        (void)snprintf(text, sizeof(text), "%s is line '%s', in use by the kiosk", line_name(line),
                       options->line[line].name);
        put(sink, FINDING_GOOD, text, "");
        return;
    }
    if (outcome != 0) {
        put_error(sink, &err);
        return;
    }
    outcome = gpio_set_levels(&set, closed);
    if (outcome) {
        (void)snprintf(text, sizeof(text), "%s cannot be read: %s", line_name(line),
                       strerror(-outcome));
        put(sink, FINDING_PROBLEM, text, "look for the chip in the kernel's messages (dmesg)");
    } else {
        (void)snprintf(text, sizeof(text), "%s is line '%s', free, and reads %s now",
                       line_name(line), options->line[line].name, closed[line] ? "closed" : "open");
        put(sink, FINDING_GOOD, text, "");
    }
    gpio_set_close(&set);
}

void gpio_inspect(const struct gpio_options *options, struct finding_sink *sink)
{
    struct gpio_chips chips = {0};
    struct gpio_place place;
    struct err err = {0};
    bool has_usable_chip = false;

    gpio_chips_open(&chips, options->dev_folder);
    inspect_chips(&chips, sink);
    for (size_t i = 0; i < chips.count; i++)
        has_usable_chip = has_usable_chip || chips.entries[i].chip;
    if (!has_usable_chip && gpio_line_find(&chips, options, LINE_CHAIR, &place, &err) != 0)
        put_error(sink, &err);
    gpio_chips_close(&chips);
    for (int line = 0; line < LINE_COUNT && has_usable_chip; line++) {
        if (options->is_wanted[line])
            inspect_line(options, (enum line)line, sink);
    }
}
