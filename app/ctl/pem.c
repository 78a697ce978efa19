#include "ctl/pem.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define BEGIN       "-----BEGIN "
#define CERTIFICATE "CERTIFICATE-----"
#define LINE_WIDTH  64
#define HEAD_SIZE   6 /* of the decoded bytes: what their length stands in, and more */

static const char damaged[] = "a certificate in it is cut off or damaged; copy it again, and eject "
                              "the card before pulling it out";

/* What is read, and what is written. */
struct copy {
    const char *at, *end;
    char *text;
    size_t size, room;
};

struct line {
    const char *from;
    size_t size;
};

/* A certificate as it goes by. */
struct block {
    size_t digits; /* of base 64 */
    size_t pads;   /* `=` behind them */
    uint32_t bits; /* the last of them */
    uint8_t head[HEAD_SIZE];
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The next line, without blanks around it and its end; false: there is none. */
static bool next_line(struct copy *copy, struct line *line)
{
    const char *feed;

    if (copy->at == copy->end)
        return false;
    feed = memchr(copy->at, '\n', (size_t)(copy->end - copy->at));
    line->from = copy->at;
    line->size = (size_t)((feed ? feed : copy->end) - copy->at);
    copy->at = feed ? feed + 1 : copy->end;
    while (line->size > 0 && is_blank(line->from[line->size - 1]))
        line->size--;
    while (line->size > 0 && is_blank(line->from[0])) {
        line->from++;
        line->size--;
    }
    return true;
}

static bool is_text(const struct line *line, const char *text)
{
    return line->size == strlen(text) && memcmp(line->from, text, line->size) == 0;
}

static void put(struct copy *copy, const char *bytes, size_t size)
{
    assert(copy->size + size < copy->room);
    memcpy(copy->text + copy->size, bytes, size);
    copy->size += size;
    copy->text[copy->size] = '\0';
}

/* What the digit stands for; -1 if it is none. */
static int value_of(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = digit != '\0' ? strchr(digits, digit) : NULL;

    return found ? (int)(found - digits) : -1;
}

/* One character of a certificate; false if it has no place there. */
static bool take_digit(struct block *block, struct copy *copy, char digit)
{
    int value = value_of(digit);
    size_t byte;

    if (digit == '=')
        block->pads++;
    else if (value < 0 || block->pads > 0)
        return false;
    else {
        block->bits = block->bits << 6 | (uint32_t)value;
        block->digits++;
        byte = block->digits * 6 / 8;
        if (block->digits % 4 != 1 && byte <= HEAD_SIZE)
            block->head[byte - 1] = (uint8_t)(block->bits >> block->digits * 6 % 8);
    }
    put(copy, &digit, 1);
    if ((block->digits + block->pads) % LINE_WIDTH == 0)
        put(copy, "\n", 1);
    return true;
}

/* Are the bytes, by their own account, all there: one SEQUENCE as long as they are? */
static bool is_whole(const struct block *block)
{
    size_t count = block->digits * 6 / 8;
    size_t length = 0;
    size_t octets = block->head[1] & 0x7f; /* that the length stands in */

    if (block->pads > 2 || (block->digits + block->pads) % 4 != 0 || count < HEAD_SIZE)
        return false;
    /* Shorter than 128 bytes, or longer than three octets can say, no certificate is. */
    if (block->head[0] != 0x30 || !(block->head[1] & 0x80) || octets > 3)
        return false;
    for (size_t i = 0; i < octets; i++)
        length = length << 8 | block->head[2 + i];
    return count == 2 + octets + length;
}

/* Behind a certificate's first line: up to its last. */
static const char *copy_block(struct copy *copy)
{
    struct block block = {0};
    struct line line;

    put(copy, BEGIN CERTIFICATE "\n", strlen(BEGIN CERTIFICATE "\n"));
    while (next_line(copy, &line)) {
        if (is_text(&line, "-----END " CERTIFICATE)) {
            if (!is_whole(&block))
                return damaged;
            if ((block.digits + block.pads) % LINE_WIDTH != 0)
                put(copy, "\n", 1);
            put(copy, "-----END " CERTIFICATE "\n", strlen("-----END " CERTIFICATE "\n"));
            return NULL;
        }
        for (size_t i = 0; i < line.size; i++)
            if (!take_digit(&block, copy, line.from[i]))
                return damaged;
    }
    return damaged;
}

const char *pem_write_certificates(const char *bytes, size_t size, char *text, size_t room)
{
    struct copy copy = {.at = bytes, .end = bytes + size, .text = text, .room = room};
    const char *why = NULL;
    struct line line;

    assert(room >= PEM_ROOM(size));
    text[0] = '\0';
    if (memmem(bytes, size, "PRIVATE KEY", strlen("PRIVATE KEY")))
        return "holds a private key, which belongs on the server alone; take it off this card and "
               "put the certificate alone there";
    /* What an editor put in front. */
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        copy.at += 3;
    while (!why && next_line(&copy, &line)) {
        if (is_text(&line, BEGIN CERTIFICATE))
            why = copy_block(&copy);
        else if (line.size >= strlen(BEGIN) && memcmp(line.from, BEGIN, strlen(BEGIN)) == 0)
            why = "holds something else beside certificates; leave nothing in it but their blocks, "
                  "from " BEGIN CERTIFICATE " to -----END " CERTIFICATE;
    }
    if (!why && copy.size == 0)
        why = "holds no certificate; save it as PEM (Base-64 encoded), which begins with " BEGIN
            CERTIFICATE;
    return why;
}
