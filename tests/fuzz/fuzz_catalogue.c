/* A compiled catalogue: accepted or refused by name, and never read beyond its end. */
#include <string.h>

#include "base/catalogue.h"
#include "fuzz/fuzz.h"
#include "fuzz/one_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = one_file(data, size);
    struct err err = {0};
    int result = catalogue_check(path, &err);

    must(result == 0 || result == -ERR_CORRUPT);
    must(result == 0 || strstr(err.text, path));
    return 0;
}
