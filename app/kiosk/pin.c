#include "kiosk/pin.h"

#include <crypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"

/* What crypt() makes of `digits` with `setting`, a salt or a hash. */
static int hash(const char *digits, const char *setting, char out[PIN_HASH_SIZE], struct err *err)
{
    struct crypt_data *data = calloc(1, sizeof(*data)); /* 32 KB: not for the stack */
    const char *made;
    int result = 0;

    if (!data)
        return err_set(err, ERR_MEMORY, "the PIN: no memory");
    made = crypt_rn(digits, setting, data, (int)sizeof(*data));
    if (made && strlen(made) < PIN_HASH_SIZE)
        (void)snprintf(out, PIN_HASH_SIZE, "%s", made);
    else
        result = err_set(err, ERR_IO, "the PIN cannot be kept: the system's crypt() refuses it");
    explicit_bzero(data, sizeof(*data));
    free(data);
    return result;
}

bool pin_take_hash(struct pin *pin, const char *kept)
{
    int verdict = crypt_checksalt(kept);

    pin->hash[0] = '\0';
    if (strlen(kept) >= PIN_HASH_SIZE || verdict == CRYPT_SALT_INVALID ||
        verdict == CRYPT_SALT_METHOD_DISABLED)
        return false;
    (void)snprintf(pin->hash, sizeof(pin->hash), "%s", kept);
    return true;
}

int pin_set(struct pin *pin, const char *digits, struct err *err)
{
    char salt[CRYPT_GENSALT_OUTPUT_SIZE], made[PIN_HASH_SIZE] = "";
    int result;

    /* The system's best method at its usual cost, and its own random bytes. */
    if (!crypt_gensalt_rn(NULL, 0, NULL, 0, salt, (int)sizeof(salt)))
        return err_set(err, ERR_IO, "the PIN cannot be kept: the system's crypt() makes no salt");
    result = hash(digits, salt, made, err);
    if (result < 0)
        return result;
    memcpy(pin->hash, made, sizeof(pin->hash));
    pin->wrong = 0;
    return 0;
}

void pin_remove(struct pin *pin)
{
    explicit_bzero(pin->hash, sizeof(pin->hash));
    pin->wrong = 0;
}

static bool is_same(const char *a, const char *b)
{
    unsigned differs = 0;

    if (strlen(a) != strlen(b))
        return false;
    for (size_t i = 0; a[i] != '\0'; i++) /* to its end: how long it takes tells nothing */
        differs |= (unsigned)(a[i] ^ b[i]);
    return differs == 0;
}

static int64_t wait_ns(int32_t wrong)
{
    int32_t costs = wrong - PIN_FREE_TRIES;
    int64_t wait_s = PIN_WAIT_S;

    if (costs <= 0)
        return 0;
    while (--costs > 0 && wait_s < PIN_WAIT_MOST_S)
        wait_s *= 2;
    return (wait_s < PIN_WAIT_MOST_S ? wait_s : PIN_WAIT_MOST_S) * NS_PER_S;
}

void pin_try(struct pin *pin, const char *digits, int64_t now_mono_ns)
{
    char made[PIN_HASH_SIZE] = "";

    pin->answers++;
    pin->is_right = false;
    if (pin->hash[0] == '\0' || now_mono_ns < pin->wait_until_ns)
        return;
    pin->is_right = hash(digits, pin->hash, made, NULL) == 0 && is_same(made, pin->hash);
    pin->wrong = pin->is_right ? 0 : pin->wrong + 1;
    pin->wait_until_ns = now_mono_ns + wait_ns(pin->wrong);
}

int32_t pin_wait_s(const struct pin *pin, int64_t now_mono_ns)
{
    int64_t left_ns = pin->wait_until_ns - now_mono_ns;

    return left_ns <= 0 ? 0 : (int32_t)((left_ns + NS_PER_S - 1) / NS_PER_S);
}
