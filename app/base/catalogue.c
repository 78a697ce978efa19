#include "base/catalogue.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

/* Words of the header, four bytes each; a table's rows are a length and an offset. */
enum { MAGIC, REVISION, COUNT, KEYS, SENTENCES, HASH_SIZE, HASH_OFFSET, HEADER_WORDS };
enum { ROW_BYTES = 8, WORD_BYTES = 4 };

#define MAGIC_NUMBER UINT32_C(0x950412de)

struct catalogue {
    const char *bytes;
    size_t size;
};

/* A string of the file: `length` bytes and a NUL; a plural has a NUL between its forms. */
struct entry {
    const char *text;
    size_t length;
};

static uint32_t word_at(const struct catalogue *catalogue, size_t offset)
{
    uint32_t word;

    memcpy(&word, catalogue->bytes + offset, sizeof(word));
    return word;
}

static uint32_t header(const struct catalogue *catalogue, int word)
{
    return word_at(catalogue, (size_t)word * WORD_BYTES);
}

static bool is_within(const struct catalogue *catalogue, size_t offset, size_t count, size_t each)
{
    return offset <= catalogue->size && count <= (catalogue->size - offset) / each;
}

static bool read_entry(const struct catalogue *catalogue, size_t row, struct entry *entry)
{
    size_t offset = word_at(catalogue, row + WORD_BYTES);

    entry->length = word_at(catalogue, row);
    entry->text = catalogue->bytes + offset;
    return is_within(catalogue, offset, entry->length + 1, 1) && entry->text[entry->length] == '\0';
}

/* What printf will take from its arguments: the letters of the next conversion, "" if none. */
static const char *next_conversion(const char *text, char letters[5])
{
    size_t used = 0;

    letters[0] = '\0';
    for (text = strchr(text, '%'); text; text = strchr(text + 2, '%')) {
        if (text[1] == '\0')
            return NULL;
        if (text[1] != '%')
            break;
    }
    if (!text)
        return NULL;
    text += 1 + strspn(text + 1, "-+ #0123456789");
    /* "%.*s" takes a number first. */
    if (strncmp(text, ".*", 2) == 0) {
        letters[used++] = '*';
        text += 2;
    }
    while (used < 3 && strchr("hlzjt", *text) && *text != '\0')
        letters[used++] = *text++;
    if (*text != '\0')
        letters[used++] = *text++;
    letters[used] = '\0';
    return text;
}

static bool has_same_conversions(const char *key, const char *sentence)
{
    char wanted[5], found[5];

    do {
        key = next_conversion(key, wanted);
        sentence = next_conversion(sentence, found);
        if (strcmp(wanted, found) != 0)
            return false;
    } while (key && sentence);
    return !key && !sentence;
}

/* The key's last form is the plural: it has all conversions that any form may have. */
static bool is_sound(const struct entry *key, const struct entry *sentence)
{
    const char *form = sentence->text;
    const char *end = sentence->text + sentence->length;
    const char *wanted = key->text;

    if (key->length == 0)
        return true; /* the catalogue's own header */
    if (strlen(wanted) < key->length)
        wanted += strlen(wanted) + 1;
    for (; form <= end; form += strlen(form) + 1) {
        if (!utf8_is_valid(form, strlen(form)) || !has_same_conversions(wanted, form))
            return false;
    }
    return true;
}

static bool has_sound_tables(const struct catalogue *catalogue)
{
    size_t count = header(catalogue, COUNT);

    if (header(catalogue, MAGIC) != MAGIC_NUMBER || header(catalogue, REVISION) != 0 ||
        !is_within(catalogue, header(catalogue, KEYS), count, ROW_BYTES) ||
        !is_within(catalogue, header(catalogue, SENTENCES), count, ROW_BYTES) ||
        !is_within(catalogue, header(catalogue, HASH_OFFSET), header(catalogue, HASH_SIZE),
                   WORD_BYTES))
        return false;
    /* The hash table's entries are numbers of keys, counted from 1; 0 is free. */
    for (size_t i = 0; i < header(catalogue, HASH_SIZE); i++) {
        if (word_at(catalogue, header(catalogue, HASH_OFFSET) + i * WORD_BYTES) > count)
            return false;
    }
    return true;
}

static bool is_whole(const struct catalogue *catalogue)
{
    const char *before = NULL;

    if (catalogue->size < (size_t)HEADER_WORDS * WORD_BYTES || !has_sound_tables(catalogue))
        return false;
    for (size_t i = 0; i < header(catalogue, COUNT); i++) {
        struct entry key, sentence;

        if (!read_entry(catalogue, header(catalogue, KEYS) + i * ROW_BYTES, &key) ||
            !read_entry(catalogue, header(catalogue, SENTENCES) + i * ROW_BYTES, &sentence) ||
            !is_sound(&key, &sentence) || (before && strcmp(before, key.text) >= 0))
            return false;
        before = key.text;
    }
    return true;
}

int catalogue_check(const char *path, struct err *err)
{
    struct catalogue catalogue = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    void *bytes = MAP_FAILED;
    bool is_good = false;

    if (fd < 0)
        return err_set(err, ERR_NOT_FOUND,
                       "catalogue: '%s': cannot be read; install the program again", path);
    if (fstat(fd, &status) == 0 && status.st_size > 0)
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    (void)close(fd);
    if (bytes != MAP_FAILED) {
        catalogue = (struct catalogue){.bytes = bytes, .size = (size_t)status.st_size};
        is_good = is_whole(&catalogue);
        (void)munmap(bytes, catalogue.size);
    }
    if (is_good)
        return 0;
    return err_set(err, ERR_CORRUPT, "catalogue: '%s': is damaged; install the program again",
                   path);
}
