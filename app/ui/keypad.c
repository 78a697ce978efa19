#include "ui/keypad.h"

#include <string.h>

void keypad_begin(struct keypad_page *page, enum keypad_purpose purpose)
{
    memset(page, 0, sizeof *page);
    page->purpose = (int32_t)purpose;
    page->stage = purpose == KEYPAD_CHOOSE ? KEYPAD_NEW : KEYPAD_CURRENT;
}

static void clear(struct keypad_page *page)
{
    memset(page->digits, 0, sizeof page->digits);
    page->count = 0;
}

/* To the caller, and away from here. */
static void hand_over(struct keypad_page *page, char pin[KEYPAD_SIZE])
{
    memcpy(pin, page->digits, KEYPAD_SIZE);
    clear(page);
    memset(page->first, 0, sizeof page->first);
}

static enum keypad_result enter(struct keypad_page *page, int32_t answers, char pin[KEYPAD_SIZE])
{
    switch ((enum keypad_stage)page->stage) {
    case KEYPAD_NEW:
        memcpy(page->first, page->digits, sizeof page->first);
        clear(page);
        page->stage = KEYPAD_AGAIN;
        break;
    case KEYPAD_AGAIN:
        if (strcmp(page->first, page->digits) == 0) {
            hand_over(page, pin);
            return KEYPAD_SETS;
        }
        keypad_begin(page, KEYPAD_CHOOSE);
        page->note = KEYPAD_NOTE_DIFFERS;
        break;
    case KEYPAD_CURRENT:
        hand_over(page, pin);
        page->answers = answers;
        page->stage = KEYPAD_WAITING;
        return KEYPAD_ASKS;
    case KEYPAD_WAITING:
    case KEYPAD_OPENED:
        break;
    }
    return KEYPAD_GOES_ON;
}

enum keypad_result keypad_press(struct keypad_page *page, int32_t key, int32_t answers,
                                char pin[KEYPAD_SIZE])
{
    if (key == KEYPAD_ENTER && page->count >= KEYPAD_LEAST) {
        page->note = KEYPAD_NOTE_NONE;
        return enter(page, answers, pin);
    }
    if (key == KEYPAD_DELETE && page->count > 0) {
        page->digits[--page->count] = '\0';
    } else if (key >= 0 && key <= 9 && page->count < KEYPAD_MOST) {
        page->note = KEYPAD_NOTE_NONE;
        page->digits[page->count++] = (char)('0' + key);
    }
    return KEYPAD_GOES_ON;
}

bool keypad_follow(struct keypad_page *page, int32_t answers, bool is_right)
{
    if (page->stage != KEYPAD_WAITING || answers == page->answers)
        return false;
    page->stage = is_right ? KEYPAD_OPENED : KEYPAD_CURRENT;
    page->note = is_right ? KEYPAD_NOTE_NONE : KEYPAD_NOTE_WRONG;
    return is_right;
}
