#include "drivers/store_sqlite_internal.h"

/*
 * Version 1. Words, not numbers, name postures and kinds, so that the file can be read with any
 * SQLite shell and a reordered enum cannot rewrite the past. Wall time appears in one place only,
 * boot.wall_offset_ns: UTC in ns = monotonic + offset, NULL while nobody has said what time it is.
 *
 * Intervals and counts are only ever appended (seq): a row costs the table's last page and no
 * index. So is the open state: see store_sqlite_open.c, and store_sqlite_changes.c for its bytes.
 */
static const char version_1[] = "CREATE TABLE boot ("
                                "  key INTEGER PRIMARY KEY,"
                                "  boot_id TEXT NOT NULL UNIQUE,"
                                "  label TEXT NOT NULL,"
                                "  wall_offset_ns INTEGER"
                                ") STRICT;"
                                "CREATE TABLE posture_interval ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  start_mono_ns INTEGER NOT NULL,"
                                "  end_mono_ns INTEGER NOT NULL,"
                                "  posture TEXT NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE leg_count ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  mono_ns INTEGER NOT NULL,"
                                "  kind TEXT NOT NULL,"
                                "  amount INTEGER NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE day ("
                                "  date INTEGER PRIMARY KEY," /* yyyymmdd */
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  start_mono_ns INTEGER NOT NULL,"
                                "  end_mono_ns INTEGER NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE day_figure ("
                                "  date INTEGER NOT NULL REFERENCES day(date),"
                                "  position INTEGER NOT NULL,"
                                "  name TEXT NOT NULL,"
                                "  value REAL,"
                                "  PRIMARY KEY (date, position)"
                                ") STRICT, WITHOUT ROWID;"
                                "CREATE TABLE field ("
                                "  key INTEGER PRIMARY KEY,"
                                "  name TEXT NOT NULL UNIQUE"
                                ") STRICT;"
                                "CREATE TABLE open_change ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  changes BLOB NOT NULL"
                                ") STRICT;";

/*
 * Version 2: what happened to prompts, appended like counts. A prompt is several rows, so none is
 * ever changed; its raise is told on the row's own boot's clock, which may have begun later.
 */
static const char version_2[] = "CREATE TABLE prompt ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  mono_ns INTEGER NOT NULL,"
                                "  number INTEGER NOT NULL,"
                                "  change TEXT NOT NULL,"
                                "  raised_mono_ns INTEGER NOT NULL,"
                                "  moved_ns INTEGER NOT NULL,"
                                "  is_reported INTEGER NOT NULL"
                                ") STRICT;";

/*
 * Version 3: what a person reports and chooses, and the mark of an erasure that is not swept yet.
 */
static const char version_3[] = "CREATE TABLE reported ("
                                "  seq INTEGER PRIMARY KEY,"
                                "  boot INTEGER NOT NULL REFERENCES boot(key),"
                                "  mono_ns INTEGER NOT NULL,"
                                "  kind TEXT NOT NULL"
                                ") STRICT;"
                                "CREATE TABLE setting ("
                                "  name TEXT PRIMARY KEY,"
                                "  value TEXT NOT NULL"
                                ") STRICT, WITHOUT ROWID;"
                                "CREATE TABLE unfinished_erasure ("
                                "  key INTEGER PRIMARY KEY"
                                ") STRICT;";

static const char *const steps[SCHEMA_VERSION] = {version_1, version_2, version_3};

const struct schema history_schema = {
    .steps = steps,
    .count = SCHEMA_VERSION,
    .application_id = SCHEMA_APPLICATION_ID,
    .noun = "history",
};
