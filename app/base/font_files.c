#include "base/font_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Debian, then Fedora, Arch and what a person put there. */
static const char *const system_dirs[] = {
    "/usr/share/fonts/opentype/inter",
    "/usr/share/fonts/truetype/inter",
    "/usr/share/fonts/inter",
    "/usr/local/share/fonts/inter",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
};

static bool find_in(const char *root, const char *dir, const char *name, char *path, size_t size)
{
    static const char *const endings[] = {".otf", ".ttf", ".ttc"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        int length = snprintf(path, size, "%s%s/%s%s", root, dir, name, endings[i]);

        if (length > 0 && (size_t)length < size && access(path, R_OK) == 0)
            return true;
    }
    path[0] = '\0';
    return false;
}

bool font_files_find(const char *root, const char *dir, const char *name, char *path, size_t size)
{
    const char *own_dir = dir ? dir : getenv(FONT_FILES_VARIABLE);

    /* A folder that was named is meant: looking elsewhere would hide that it is wrong. */
    if (dir || (own_dir && *own_dir))
        return find_in("", own_dir, name, path, size);
    for (size_t i = 0; i < sizeof(system_dirs) / sizeof(system_dirs[0]); i++) {
        if (find_in(root, system_dirs[i], name, path, size))
            return true;
    }
    return false;
}

bool font_files_find_cjk(const char *root, const char *dir, bool is_bold, char *path, size_t size)
{
    return font_files_find(root, dir, is_bold ? "NotoSansCJK-Bold" : "NotoSansCJK-Regular", path,
                           size);
}
