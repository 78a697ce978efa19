/* A configuration: every problem names the file; without one every value is one that may be. */
#include <string.h>

#include "base/config.h"
#include "base/protocol.h"
#include "fuzz/fuzz.h"
#include "fuzz/one_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = one_file(data, size);
    struct config_problems problems = {0};
    static struct config config;
    struct protocol protocol;

    memset(&config, 0x5a, sizeof(config));
    config_load_file(&config, path, &problems);
    for (size_t i = 0; i < problems.count; i++)
        must(strstr(problems.texts[i], path));
    must(problems.lost == 0);
    if (config_problems_none(&problems)) {
        protocol = config_protocol(&config);
        must(protocol.interval_s > 0 && protocol.duration_s > 0);
    }
    config_problems_free(&problems);
    return 0;
}
