#include "drivers/display/cache.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 512
#define NONE    (-1)

struct entry {
    SDL_Surface *picture; /* NULL: free */
    void *key;
    size_t key_size;
    uint64_t hash;
    uint64_t used; /* the cache's count of look-ups at the last one */
    int32_t next;  /* in its bucket, or in the free list */
};

struct cache {
    struct entry entries[CACHE_PICTURES_MAX];
    int32_t buckets[BUCKETS];
    int32_t free_entry;
    uint64_t lookups;
    size_t bytes;
};

static uint64_t hash_bytes(const void *data, size_t size)
{
    const uint8_t *byte = data;
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    while (size-- > 0)
        hash = (hash ^ *byte++) * UINT64_C(1099511628211);
    return hash;
}

static size_t picture_bytes(const SDL_Surface *picture)
{
    return (size_t)picture->pitch * (size_t)picture->h;
}

struct cache *cache_new(void)
{
    struct cache *cache = calloc(1, sizeof *cache);

    if (!cache)
        return NULL;
    for (int32_t i = 0; i < BUCKETS; i++)
        cache->buckets[i] = NONE;
    for (int32_t i = 0; i < CACHE_PICTURES_MAX; i++)
        cache->entries[i].next = i + 1 < CACHE_PICTURES_MAX ? i + 1 : NONE;
    return cache;
}

static void drop(struct cache *cache, int32_t index)
{
    struct entry *entry = &cache->entries[index];
    int32_t *link = &cache->buckets[entry->hash % BUCKETS];

    while (*link != index)
        link = &cache->entries[*link].next;
    *link = entry->next;
    cache->bytes -= picture_bytes(entry->picture);
    SDL_FreeSurface(entry->picture);
    free(entry->key);
    *entry = (struct entry){.next = cache->free_entry};
    cache->free_entry = index;
}

void cache_drop_large(struct cache *cache, size_t bytes)
{
    for (int32_t i = 0; i < CACHE_PICTURES_MAX; i++) {
        if (cache->entries[i].picture && picture_bytes(cache->entries[i].picture) >= bytes)
            drop(cache, i);
    }
}

void cache_clear(struct cache *cache)
{
    cache_drop_large(cache, 0);
}

void cache_free(struct cache *cache)
{
    if (!cache)
        return;
    cache_clear(cache);
    free(cache);
}

SDL_Surface *cache_find(struct cache *cache, const void *key, size_t size)
{
    uint64_t hash = hash_bytes(key, size);

    for (int32_t i = cache->buckets[hash % BUCKETS]; i != NONE; i = cache->entries[i].next) {
        struct entry *entry = &cache->entries[i];

        if (entry->hash == hash && entry->key_size == size && memcmp(entry->key, key, size) == 0) {
            entry->used = ++cache->lookups;
            return entry->picture;
        }
    }
    return NULL;
}

static void drop_oldest(struct cache *cache)
{
    int32_t oldest = NONE;

    for (int32_t i = 0; i < CACHE_PICTURES_MAX; i++) {
        const struct entry *entry = &cache->entries[i];

        if (entry->picture && (oldest == NONE || entry->used < cache->entries[oldest].used))
            oldest = i;
    }
    if (oldest != NONE)
        drop(cache, oldest);
}

void cache_put(struct cache *cache, const void *key, size_t size, SDL_Surface *picture)
{
    struct entry *entry;
    int32_t index;
    void *copy = malloc(size);

    assert(size <= CACHE_KEY_MAX);
    if (!copy) {
        SDL_FreeSurface(picture);
        return;
    }
    memcpy(copy, key, size);
    while (cache->bytes > 0 &&
           (cache->free_entry == NONE || cache->bytes + picture_bytes(picture) > CACHE_BYTES_MAX))
        drop_oldest(cache);

    index = cache->free_entry;
    entry = &cache->entries[index];
    cache->free_entry = entry->next;
    *entry = (struct entry){.picture = picture,
                            .key = copy,
                            .key_size = size,
                            .hash = hash_bytes(key, size),
                            .used = ++cache->lookups};
    entry->next = cache->buckets[entry->hash % BUCKETS];
    cache->buckets[entry->hash % BUCKETS] = index;
    cache->bytes += picture_bytes(picture);
}
