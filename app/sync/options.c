#include "sync/options.h"

#include <getopt.h>
#include <stdlib.h>

static const char help[] =
    "Usage: secondheart-sync [OPTION]...\n"
    "\n"
    "Sends the summaries that the kiosk has queued to the server of the configuration, and exits\n"
    "with what happened. Nothing is queued unless a person turned sync on at the screen.\n"
    "\n"
    "  --dry-run            print the exact requests and send nothing\n"
    "  --now                do not wait for what the last attempt asked for\n"
    "  --release            put back what was set aside because the server refused it, then send\n"
    "  --timeout SECONDS    of one request, 1 to 600 (60)\n"
    "  --test-endpoint URL  send the queue of simulated figures there\n"
    "  --outbox DIR         folder of the queue\n"
    "  --state DIR          folder of the kiosk's history, beside which the queue is looked for\n"
    "  --config F           read this configuration instead of /etc/secondheart\n"
    "  --help               show this\n"
    "  --version            show the version\n"
    "\n"
    "Exit codes: 0 done, 1 something is kept (the last line says why), 2 wrong configuration or\n"
    "usage.\n";

void options_print_help(FILE *out)
{
    (void)fputs(help, out);
}

static int parse_timeout(struct options *options, const char *text, struct err *err)
{
    char *end;
    long seconds = strtol(text, &end, 10);

    if (end == text || *end != '\0' || seconds < 1 || seconds > OPTIONS_TIMEOUT_MAX_S)
        return err_set(err, ERR_INPUT, "--timeout: '%s': not a time; allowed are 1 to %d seconds",
                       text, OPTIONS_TIMEOUT_MAX_S);
    options->timeout_s = (int)seconds;
    return 0;
}

static int take_option(struct options *options, int option, struct err *err)
{
    switch (option) {
    case 'd':
        options->is_dry_run = true;
        break;
    case 'n':
        options->is_now = true;
        break;
    case 'r':
        options->is_release = true;
        break;
    case 't':
        return parse_timeout(options, optarg, err);
    case 'e':
        options->test_endpoint = optarg;
        break;
    case 'o':
        options->outbox_dir = optarg;
        break;
    case 's':
        options->state_dir = optarg;
        break;
    case 'c':
        options->config_path = optarg;
        break;
    case 'h':
        options->wants_help = true;
        break;
    case 'v':
        options->wants_version = true;
        break;
    case ':':
        return err_set(err, ERR_INPUT, "a value is missing behind an option; see --help");
    default:
        return err_set(err, ERR_INPUT, "no such option; see --help");
    }
    return 0;
}

int options_parse(struct options *options, int argc, char **argv, struct err *err)
{
    static const struct option table[] = {
        {"dry-run", no_argument, NULL, 'd'},
        {"now", no_argument, NULL, 'n'},
        {"release", no_argument, NULL, 'r'},
        {"timeout", required_argument, NULL, 't'},
        {"test-endpoint", required_argument, NULL, 'e'},
        {"outbox", required_argument, NULL, 'o'},
        {"state", required_argument, NULL, 's'},
        {"config", required_argument, NULL, 'c'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    int option;

    *options = (struct options){.timeout_s = OPTIONS_TIMEOUT_S, .test_endpoint = ""};
    while ((option = getopt_long(argc, argv, ":", table, NULL)) != -1) {
        int result = take_option(options, option, err);

        if (result < 0)
            return result;
    }
    if (optind < argc)
        return err_set(err, ERR_INPUT, "'%s': nothing but options is taken; see --help",
                       argv[optind]);
    if (options->is_dry_run && options->is_release)
        return err_set(err, ERR_INPUT, "--release: not with --dry-run, which changes nothing");
    return 0;
}
