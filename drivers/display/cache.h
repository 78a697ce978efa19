/*
 * cache.h - finished pictures (a text, a shape, a layer of art) by what they are made from.
 *
 * A picture that has not been drawn for the longest goes first when the room is used up. Owner: the
 * drawing thread. It does not make pictures.
 */
#ifndef SH_DRIVERS_DISPLAY_CACHE_H
#define SH_DRIVERS_DISPLAY_CACHE_H

#include <SDL.h>
#include <stddef.h>

/*
 * Room for a screen's moving parts twice over: home needs some 250 pictures, and a beat some 120
 * more for the positions that its parts pass through.
 */
#define CACHE_PICTURES_MAX 1024
#define CACHE_BYTES_MAX    (6u << 20)
#define CACHE_KEY_MAX      320

struct cache;

/* NULL if there is no memory. */
struct cache *cache_new(void);
void cache_free(struct cache *cache);

/* The picture for `key`, or NULL; stays the cache's and valid until the next cache_put(). */
SDL_Surface *cache_find(struct cache *cache, const void *key, size_t size);

/*
 * Takes over `picture`; `size` at most CACHE_KEY_MAX. Pictures not drawn for the longest make room.
 */
void cache_put(struct cache *cache, const void *key, size_t size, SDL_Surface *picture);

/* Drops every picture of at least `bytes`. */
void cache_drop_large(struct cache *cache, size_t bytes);

void cache_clear(struct cache *cache);

#endif
