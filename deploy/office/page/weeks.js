/*
 * What the server recorded, as weeks of groups. Knows the figures, their units and words; draws
 * nothing. A group that is not shown in a week has no figure here, because the server has none.
 */
"use strict";

const WEEK_S = 7 * 86400;
const PREFIX = "secondheart_office_";

const hours = (seconds) => {
  const minutes = Math.round(seconds / 60);
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${String(rest).padStart(2, "0")}` : ""}`;
};
const decimal = (digits) => (value) =>
  value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/* name, as recorded; title; words under a figure; text of a value; text of an axis' value. */
const FIGURES = [
  { name: "sitting_s", title: "Sitting", unit: "per kiosk and week", text: hours },
  { name: "prolonged_s", title: "In long stretches", unit: "of that, per kiosk and week", text: hours },
  {
    name: "breaks_per_sitting_hour",
    title: "Breaks per sitting hour",
    unit: "sitting interrupted",
    text: decimal(2),
  },
  {
    name: "prompts_verified",
    title: "Verified breaks",
    unit: "per kiosk and week, seen by the sensors",
    text: decimal(1),
  },
  {
    name: "kiosks",
    title: "Kiosks counted",
    unit: "in steps of five",
    text: (value) => `${value}–${value + 4}`,
  },
];

const dateOf = (startS, options) =>
  new Date(startS * 1000).toLocaleDateString("en-GB", { timeZone: "UTC", ...options });

const weekText = (startS) =>
  `${dateOf(startS, { day: "numeric", month: "short" })} – ` +
  dateOf(startS + 6 * 86400, { day: "numeric", month: "short", year: "numeric" });

/* The Monday 00:00 UTC of the week that a moment lies in. The epoch was a Thursday. */
const mondayOf = (nowS) => nowS - ((nowS - 4 * 86400) % WEEK_S);

/*
 * Asks for all recorded weeks and returns
 *   { starts, recorded, whole, groups, versions }
 * starts: the weeks' Mondays from the first recorded to the last; recorded: k, or null, a week;
 * whole: true, false or null a week; groups: Map of name ("" is the office) to {figure: [values]};
 * versions: Map of version to kiosks in the latest week.
 */
async function fetchWeeks(spanWeeks) {
  const last = mondayOf(Math.floor(Date.now() / 1000));
  const url = new URL("/api/v1/query_range", location.origin);
  url.searchParams.set("query", `last_over_time({__name__=~"${PREFIX}.+"}[1s]) keep_metric_names`);
  url.searchParams.set("start", String(last - (spanWeeks - 1) * WEEK_S));
  /* One more second: a range does not include the sample at its very end. */
  url.searchParams.set("end", String(last + 1));
  url.searchParams.set("step", String(WEEK_S));
  const reply = await fetch(url, { credentials: "same-origin", cache: "no-store" });
  if (!reply.ok) {
    throw new Error(`the server answered ${reply.status}`);
  }
  return weeksOf((await reply.json()).data.result);
}

function weeksOf(series) {
  const marker = series.find((one) => one.metric.__name__ === `${PREFIX}recorded`);
  const times = marker ? marker.values.map(([at]) => at) : [];
  const starts = [];
  for (let at = times[0]; at <= times.at(-1); at += WEEK_S) {
    starts.push(at);
  }
  const place = new Map(starts.map((at, i) => [at, i]));
  const column = (values) => {
    const filled = starts.map(() => null);
    values.forEach(([at, value]) => place.has(at) && (filled[place.get(at)] = Number(value)));
    return filled;
  };

  const weeks = {
    starts,
    recorded: column(marker ? marker.values : []),
    whole: starts.map(() => null),
    groups: new Map(),
    versions: new Map(),
  };
  for (const { metric, values } of series) {
    const name = metric.__name__.slice(PREFIX.length);
    if (FIGURES.some((figure) => figure.name === name)) {
      const group = metric.scope === "team" ? metric.team : "";
      if (!weeks.groups.has(group)) {
        weeks.groups.set(group, {});
      }
      weeks.groups.get(group)[name] = column(values);
    } else if (name === "whole") {
      weeks.whole = column(values).map((value) => (value === null ? null : value > 0));
    } else if (name === "kiosks_by_version") {
      const latest = column(values).at(-1);
      if (latest !== null) {
        weeks.versions.set(metric.version, latest);
      }
    }
  }
  return weeks;
}

/* The means of a group's first four shown weeks and of its last four, or null below eight. */
function monthAgainstBaseline(weeks, group) {
  const figures = weeks.groups.get(group);
  const shown = weeks.starts.map((_, i) => i).filter((i) => figures.sitting_s[i] !== null);
  if (shown.length < 8) {
    return null;
  }
  const parts = { baseline: shown.slice(0, 4), month: shown.slice(-4) };
  const mean = (name, part) =>
    part.reduce((sum, i) => sum + (figures[name]?.[i] ?? 0), 0) / part.length;
  return {
    baselineFrom: weeks.starts[parts.baseline[0]],
    baselineTo: weeks.starts[parts.baseline[3]],
    monthFrom: weeks.starts[parts.month[0]],
    monthTo: weeks.starts[parts.month[3]],
    rows: FIGURES.filter((figure) => figure.name !== "kiosks").map((figure) => ({
      figure,
      baseline: mean(figure.name, parts.baseline),
      month: mean(figure.name, parts.month),
    })),
  };
}
