/* The examples of app/sync/README.md are what the encoder makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/batch.h"
#include "sync/receipt.h"

#define README_SIZE 32768

static const struct summary example = {
    .detail = SUMMARY_WEEK,
    .start_s = 1767571200, /* Monday, 5 January 2026 */
    .pseudonym = "2cdc7d6ee229062479cfe1cc457b8e0a",
    .team = "blue",
    .version = "0.1.0",
    .figures = {36000, 17060, 61, 56, 41400, 7, 108000, 21600, 10800},
};

static char readme[README_SIZE];

static int read_readme(void **state)
{
    FILE *file = fopen(README, "r");
    size_t size;

    assert_non_null(file);
    size = fread(readme, 1, sizeof(readme) - 1, file);
    (void)fclose(file);
    assert_in_range(size, 1, sizeof(readme) - 2);
    return 0;
}

/* On a line, or lines, of its own. */
static void assert_in_readme(const char *text)
{
    const char *at = strstr(readme, text);

    if (!at || at == readme) {
        fail_msg("not in README.md: %s", text);
        return;
    }
    assert_int_equal(at[-1], '\n');
    assert_int_equal(at[strlen(text)], '\n');
}

static void the_line_is_the_encoders(void **state)
{
    char text[SUMMARY_TEXT_SIZE];
    size_t len = summary_write_influx(&example, text);

    assert_int_equal(text[len - 1], '\n');
    text[len - 1] = '\0';
    assert_in_readme(text);
}

static void the_object_and_its_key_are_the_encoders(void **state)
{
    struct batch *batch = batch_new(CONFIG_SYNC_JSON);
    struct uplink_request request;
    struct err err = {0};
    char header[96];

    assert_non_null(batch);
    assert_int_equal(batch_encode(batch, &example, 1, &request, &err), 0);
    assert_in_readme(batch_text(batch));
    (void)snprintf(header, sizeof(header), "Idempotency-Key: %s", request.idempotency_key);
    assert_in_readme(header);
    batch_free(batch);
}

static void the_receipt_is_one(void **state)
{
    static const char receipt[] = "{\"accepted\": true}";

    assert_in_readme(receipt);
    assert_true(receipt_is_good(receipt, strlen(receipt)));
}

/* A field that somebody adds is to be explained. */
static void every_figure_is_explained(void **state)
{
    for (int figure = 0; figure < SUMMARY_FIGURES; figure++) {
        char row[64];

        (void)snprintf(row, sizeof(row), "| `figures.%s` | field |",
                       summary_figure_name((enum summary_figure)figure));
        assert_non_null(strstr(readme, row));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_is_the_encoders),
        cmocka_unit_test(the_object_and_its_key_are_the_encoders),
        cmocka_unit_test(the_receipt_is_one),
        cmocka_unit_test(every_figure_is_explained),
    };

    return cmocka_run_group_tests(tests, read_readme, NULL);
}
