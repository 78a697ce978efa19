/* The coach: its table has a row for everything, and loses no prompt. */
#include "core/coach_table.h"
#include "core/fixture.h"

static void every_state_has_a_row_for_every_input(void **state)
{
    (void)state;
    for (int from = 0; from < COACH_STATE_COUNT; from++) {
        for (int input = 0; input < COACH_INPUT_COUNT; input++) {
            const struct coach_row *row =
                coach_row((enum coach_state)from, (enum coach_input)input);

            assert_in_range(row->action, COACH_DOES_NOTHING, COACH_ACTION_COUNT - 1);
            assert_in_range(row->next, 0, COACH_STATE_COUNT - 1);
        }
    }
}

static bool is_open(int state)
{
    return state >= COACH_BANNER && state <= COACH_BACK;
}

/* An open prompt is left only by an outcome, and begun only by raising it. */
static void no_row_loses_a_prompt(void **state)
{
    (void)state;
    for (int from = 0; from < COACH_STATE_COUNT; from++) {
        for (int input = 0; input < COACH_INPUT_COUNT; input++) {
            const struct coach_row *row =
                coach_row((enum coach_state)from, (enum coach_input)input);
            bool ends = row->action >= COACH_ENDS_SKIPPED && row->action <= COACH_ENDS_REPORTED;

            assert_int_equal(ends, is_open(from) && !is_open(row->next));
            assert_int_equal(row->action == COACH_RAISES, !is_open(from) && is_open(row->next));
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        with_script(every_state_has_a_row_for_every_input),
        with_script(no_row_loses_a_prompt),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
