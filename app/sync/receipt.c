#include "sync/receipt.h"

#include <string.h>

#include <jansson.h>

bool receipt_is_good(const char *body, size_t size)
{
    json_t *root;
    bool is_good;

    if (size == 0)
        return true;
    /* To jansson such a byte ends the text, whatever stands behind it. */
    if (memchr(body, '\0', size))
        return false;
    root = json_loadb(body, size, JSON_REJECT_DUPLICATES, NULL);
    is_good = json_is_true(json_object_get(root, "accepted"));
    json_decref(root);
    return is_good;
}
