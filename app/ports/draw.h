/*
 * draw.h - the flat list of things to draw that app/ui makes and a display turns into pixels.
 *
 * Plain data: no pointers but the text pool's offsets, no allocation, fixed capacities. Lengths are
 * pixels of the canvas; x grows to the right, y downwards; an angle is in degrees clockwise. Items
 * are drawn in their order. A list opens with its `still` items: what changes rarely and lies
 * below everything else, so that a display may keep them in one picture.
 *
 * Every item names its `bounds`, the pixels it may touch. A display clips to `clip`, which lies
 * within them, and redraws an item only where it meets damage.
 *
 * Owner: the thread that draws. Nothing here calls anything.
 */
#ifndef SH_PORTS_DRAW_H
#define SH_PORTS_DRAW_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The fullest screen is home: 60 petals, at most 96 blocks of the day, about 60 texts (a live
 * counter is a text a digit) and 40 parts of the leg and the frame around them.
 */
#define DRAW_ITEMS_MAX  384
#define DRAW_TEXT_MAX   8192 /* bytes of all texts of a list, with their NULs */
#define DRAW_DAMAGE_MAX 16

/* Weights and cuts of the typeface. A display finds the files. */
enum draw_font {
    FONT_TEXT,
    FONT_TEXT_MEDIUM,
    FONT_TEXT_SEMIBOLD,
    FONT_DISPLAY_LIGHT,
    FONT_DISPLAY_MEDIUM,
    FONT_DISPLAY_SEMIBOLD,
    FONT_COUNT
};

/* Pictures of assets/art: `leg-sit.svg` is ART_LEG_SIT. A display finds and rasterises them. */
enum draw_art {
    ART_LEG_SIT,
    ART_LEG_STAND,
    ART_TIBIA,
    ART_TENDON,
    ART_CALF_HEART,
    ART_CALF_HEART_LIT,
    ART_CALF_OUTLINE,
    ART_VEIN_SIT,
    ART_VEIN_STAND,
    ART_BLOOD_SIT,
    ART_BLOOD_STAND,
    ART_VALVE_LEAF,
    ART_ICON_CHAIR,
    ART_ICON_MAT,
    ART_ICON_SYNC,
    ART_ICON_HEART,
    ART_FAULT_MAT,
    ART_FAULT_CHAIR,
    ART_FAULT_CHIP,
    ART_FAULT_CARD,
    ART_FIGURE_THIGH,
    ART_FIGURE_SHANK,
    ART_FIGURE_CALF,
    ART_FIGURE_FOOT,
    ART_FIGURE_TOES,
    ART_FIGURE_TRUNK,
    ART_FIGURE_UPPER_ARM,
    ART_FIGURE_FOREARM,
    ART_FIGURE_CHAIR,
    ART_FIGURE_GLASS,
    ART_FIGURE_WATER,
    ART_ICON_DROP,
    ART_ICON_WALK,
    ART_ICON_QUIET,
    ART_ICON_PAUSE,
    ART_ICON_RAISE,
    ART_ICON_TOES,
    ART_ICON_CIRCLES,
    ART_ICON_SETTINGS,
    ART_ICON_KIOSK,
    ART_ICON_LEARN,
    ART_ICON_HISTORY,
    ART_SIGN_EMERGENCY,
    ART_LEARN_VEIN_OPEN,
    ART_LEARN_VEIN_SHUT,
    ART_LEARN_SHOES,
    ART_LEARN_SOCK,
    ART_LEARN_PLATE,
    ART_LEARN_STAIRS,
    ART_LEARN_EVENING,
    ART_LEARN_AGEING,
    ART_COUNT
};

/*
 * The colours of the pictures. Their files hold those of the first; a display recolours the same
 * paths for the others, and what is `tinted` not at all.
 */
enum draw_palette { PALETTE_DUSK, PALETTE_DAWN, PALETTE_CONTRAST, PALETTE_COUNT };

struct draw_rect {
    int32_t x, y, w, h;
};

struct draw_point {
    float x, y;
};

struct draw_color {
    uint8_t r, g, b, a;
};

enum draw_kind {
    DRAW_BOX,      /* bounds; radius_px rounds the corners; stroke_px > 0: only an outline inside */
    DRAW_STROKE,   /* a line from a to b, stroke_px wide, with round ends: petals are such lines */
    DRAW_ARC,      /* around a, radius_px, from_deg to to_deg (0 is up), stroke_px, round ends */
    DRAW_ELLIPSE,  /* around a; b is the pair of radii */
    DRAW_GRADIENT, /* bounds, from color at the top to color2 at the bottom */
    DRAW_GLOW,     /* around a; b is the pair of radii; color fades out to nothing */
    DRAW_TEXT,     /* text with its baseline starting at a */
    DRAW_MODULES,  /* bounds, in squares of size_px: text has a '1' for each that is drawn, by rows
                    */
    DRAW_ART       /* the picture so that its point `pivot` (art units) comes to lie on a */
};

/*
 * Zero-initialise an item, padding and all, so that two can be compared by memcmp. Fields that the
 * kind does not mention are 0.
 */
struct draw_item {
    uint8_t kind;            /* enum draw_kind */
    uint8_t font;            /* enum draw_font; TEXT */
    uint8_t art;             /* enum draw_art; ART */
    uint8_t still;           /* 1: part of the still picture below */
    int32_t size_px;         /* TEXT: em size; MODULES: of a square */
    uint32_t text;           /* TEXT, MODULES: offset into the list's pool */
    struct draw_color color; /* ART: only alpha counts, unless `tinted` */
    struct draw_color color2;
    struct draw_rect bounds;
    struct draw_rect clip;
    struct draw_point a, b;
    float radius_px, stroke_px, from_deg, to_deg;
    struct draw_point pivot; /* ART: art units */
    struct draw_point scale; /* ART: pixels per art unit; negative mirrors */
    float rotate_deg;        /* ART: about the pivot */
    uint32_t tinted;         /* ART: 1 draws a white picture in `color` */
};

struct draw_list {
    int32_t w, h; /* of the canvas, pixels */
    int32_t count;
    int32_t still_count; /* the first so many are still */
    int32_t text_used;
    int32_t lost; /* items or texts over the capacity: counted, never ignored */
    enum draw_palette palette;

    /*
     * A cross-fade: what the display showed last when `fade_id` became this one lies over the items
     * with the opacity `fade_alpha`, 1 to 255. 0: no fade runs.
     */
    int32_t fade_id, fade_alpha;
    struct draw_item items[DRAW_ITEMS_MAX];
    char text[DRAW_TEXT_MAX];
};

/* What a frame changes. The rectangles may overlap and lie within the canvas. */
struct draw_damage {
    bool still_changed; /* the still picture must be made anew within the rectangles */
    int32_t count;
    struct draw_rect rects[DRAW_DAMAGE_MAX];
};

/* How large a text comes out. `ascent_px` and `descent_px` are the font's, both >= 0. */
struct text_extent {
    int32_t width_px, ascent_px, descent_px;
};

/*
 * Measures text as the display would draw it. `size_px` is the em size, 1 to 1000; `utf8` is valid
 * UTF-8. Never fails: a text that cannot be measured is 0 wide.
 */
struct text_port {
    void *self;
    struct text_extent (*measure)(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8);
};

#endif
