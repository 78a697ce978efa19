#include "ctl/provision_source.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

bool provision_is_there(const struct provision_folder *folder, const char *name)
{
    struct stat status;

    return fstatat(folder->fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

int provision_source_fail(const struct provision_source *source,
                          const struct provision_folder *boot, const char *what, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s/%s: %s", boot->path, source->found, what);
}

static const char zeros[] = "zeros in place of text; write it again, and eject the card before "
                            "pulling it out";

/* NULL, or what is wrong with these bytes before anybody reads them as text. */
static const char *judge_bytes(const char *bytes, size_t size)
{
    if (size == 0)
        return "empty; write it again, and eject the card before pulling it out";
    if (size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
        return "UTF-16, which Windows calls Unicode; save it as UTF-8";
    /* A certificate as Windows saves it by default: DER, a SEQUENCE of some hundred bytes. */
    if (size >= 2 && memcmp(bytes, "\x30\x82", 2) == 0)
        return "binary; save the certificate as PEM (Base-64 encoded)";
    /* UTF-16 without its mark has one in every second byte; two in a row are in no text. */
    for (size_t i = 1; i < size; i++)
        if (bytes[i] == '\0' && bytes[i - 1] == '\0')
            return zeros;
    return NULL;
}

/* By which of its names it is there: 1; 0 if by none. */
static int find(struct provision_source *source, const struct provision_folder *boot,
                struct err *err)
{
    char name_txt[sizeof(source->found)];
    bool has_plain = provision_is_there(boot, source->name);
    bool has_txt;

    (void)snprintf(name_txt, sizeof(name_txt), "%s.txt", source->name);
    has_txt = provision_is_there(boot, name_txt);
    if (!has_plain && !has_txt)
        return 0;
    (void)snprintf(source->found, sizeof(source->found), "%s", has_plain ? source->name : name_txt);
    if (has_plain && has_txt)
        return provision_source_fail(source, boot,
                                     "is there twice, also with .txt behind; remove one", err);
    return 1;
}

int provision_source_take(struct provision_source *source, const struct provision_folder *boot,
                          struct err *err)
{
    int result = find(source, boot, err);
    const char *why;

    if (result <= 0)
        return result;
    result = provision_read(boot, source->found, source->most, &source->text, err);
    if (result < 0)
        return result;
    why = judge_bytes(source->text.bytes, source->text.size);
    source->is_zeros = why == zeros;
    return why ? provision_source_fail(source, boot, why, err) : 1;
}

void provision_source_free(struct provision_source *source)
{
    provision_text_free(&source->text);
}
