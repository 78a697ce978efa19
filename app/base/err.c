#include "base/err.h"

#include <errno.h>
#include <stdio.h>

int err_set(struct err *err, enum err_code code, const char *format, ...)
{
    if (err) {
        va_list args;

        err->code = code;
        va_start(args, format);
        (void)vsnprintf(err->text, sizeof(err->text), format, args);
        va_end(args);
    }
    return -(int)code;
}

enum err_code err_from_errno(int errno_value)
{
    static const struct {
        int errno_value;
        enum err_code code;
    } table[] = {
        {ENOENT, ERR_NOT_FOUND},   {ENODEV, ERR_GONE},
        {ENXIO, ERR_NOT_FOUND},    {EACCES, ERR_PERMISSION},
        {EPERM, ERR_PERMISSION},   {EBUSY, ERR_BUSY},
        {ENOSPC, ERR_FULL},        {EDQUOT, ERR_FULL},
        {EROFS, ERR_READ_ONLY},    {EOPNOTSUPP, ERR_UNSUPPORTED},
        {ENOSYS, ERR_UNSUPPORTED}, {ENOTTY, ERR_UNSUPPORTED},
        {ENOMEM, ERR_MEMORY},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (table[i].errno_value == errno_value)
            return table[i].code;
    }
    return ERR_IO;
}
