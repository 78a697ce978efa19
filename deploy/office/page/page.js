/* Puts what was recorded on the page, and answers to the choices of who looks at it. */
"use strict";

const at = (id) => document.getElementById(id);
const titleOf = (group) => (group === "" ? "Office" : group);
const COUNT_WORDS = { 10: "ten", 11: "eleven", 12: "twelve", 15: "fifteen", 20: "twenty" };

/* The group stands in the address, so that a link can lead to a team. "" is the office. */
const state = {
  weeks: null,
  group: decodeURIComponent(location.hash.slice(1)),
  takeAway: () => {},
};

/* Twelve petals of the kiosk's ring of sixty. */
function drawRing() {
  const ring = document.querySelector(".ring");
  for (let i = 0; i < 12; i++) {
    const petal = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const tilt = i < 8 ? 0 : 28;
    petal.setAttribute("x", "22.25");
    petal.setAttribute("y", "3");
    petal.setAttribute("width", "3.5");
    petal.setAttribute("height", "11");
    petal.setAttribute("rx", "1.75");
    petal.setAttribute("class", i < 8 ? "lit" : "unlit");
    petal.setAttribute("transform", `rotate(${i * 30} 24 24) rotate(${tilt} 24 14)`);
    ring.append(petal);
  }
}

function showGroups() {
  const names = [...state.weeks.groups.keys()].sort();
  at("groups").replaceChildren(
    ...names.map((name) => {
      const button = element("input", { type: "radio", name: "group", value: name, id: `g-${name}` });
      button.checked = name === state.group;
      return element("span", {}, button, element("label", { for: `g-${name}` }, titleOf(name)));
    })
  );
}

function latestShown(figures) {
  return figures.sitting_s.findLastIndex((value) => value !== null);
}

function showTiles(figures, week) {
  at("tiles").replaceChildren(
    ...FIGURES.map((figure) => {
      const value = figures[figure.name]?.[week] ?? null;
      return element(
        "div",
        { class: `tile tile-${figure.name}` },
        element("dt", {}, figure.title),
        element("dd", {}, value === null ? "–" : figure.text(value)),
        element("p", {}, figure.unit)
      );
    })
  );
}

function showMonth() {
  const compared = monthAgainstBaseline(state.weeks, state.group);
  if (compared === null) {
    at("month").replaceChildren(
      element(
        "p",
        { class: "hint" },
        "The baseline is the first four weeks shown. The comparison appears once there are four more."
      )
    );
    return;
  }
  const head = element(
    "tr",
    {},
    element("td", {}),
    element("th", { scope: "col" }, "First four weeks", element("small", {}, spanText(compared, "baseline"))),
    element("th", { scope: "col" }, "Last four weeks", element("small", {}, spanText(compared, "month"))),
    element("th", { scope: "col" }, "Change")
  );
  const rows = compared.rows.map(({ figure, baseline, month }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, figure.title),
      element("td", {}, figure.text(baseline)),
      element("td", {}, figure.text(month)),
      element("td", { class: "change" }, changeText(figure, month - baseline))
    )
  );
  at("month").replaceChildren(
    element("table", { class: "month" }, element("thead", {}, head), element("tbody", {}, ...rows))
  );
}

function spanText(compared, part) {
  const text = (startS) => dateOf(startS, { day: "numeric", month: "short", year: "2-digit" });
  return `${text(compared[`${part}From`])} – ${text(compared[`${part}To`] + 6 * 86400)}`;
}

/* Which way, and by how much; whether that is good is for people to say. */
function changeText(figure, change) {
  const size = figure.text(Math.abs(change));
  if (size === figure.text(0)) {
    return "the same";
  }
  return change > 0 ? `↑ ${size} more` : `↓ ${size} less`;
}

function showTable(figures) {
  const { starts } = state.weeks;
  const head = element("tr", {}, element("th", { scope: "col" }, "Week"));
  FIGURES.forEach((figure) => head.append(element("th", { scope: "col" }, figure.title)));
  const rows = starts.map((startS, week) => {
    const row = element("tr", { "data-week": String(startS) });
    row.append(element("th", { scope: "row" }, weekText(startS)));
    if ((figures.sitting_s[week] ?? null) === null) {
      const text = gapText(state.weeks, week);
      row.append(element("td", { colspan: String(FIGURES.length), class: "gap" }, text));
      return row;
    }
    FIGURES.forEach((figure) => {
      const value = figures[figure.name]?.[week] ?? null;
      const text = value === null ? "–" : figure.text(value);
      row.append(element("td", { "data-figure": figure.name, "data-value": String(value) }, text));
    });
    return row;
  });
  at("table").replaceChildren(
    element("caption", {}, `${titleOf(state.group)}, latest week first`),
    element("thead", {}, head),
    element("tbody", {}, ...rows.reverse())
  );
}

function showVersions() {
  const versions = [...state.weeks.versions].sort((a, b) => b[1] - a[1]);
  at("versions-section").hidden = versions.length === 0;
  at("versions").textContent = versions
    .map(([version, kiosks]) => `${version}: ${kiosks}–${kiosks + 4} kiosks`)
    .join(" · ");
}

function showNotice(week) {
  const notice = at("notice");
  notice.hidden = !(state.group === "" && state.weeks.whole[week] === false);
  notice.textContent =
    "Some kiosks are left out of the office's figures. With them in, a group too small to be shown " +
    "could be worked out.";
}

function showGroup() {
  const figures = state.weeks.groups.get(state.group);
  const week = latestShown(figures);
  const { starts } = state.weeks;

  state.takeAway();
  at("figures").hidden = false;
  at("latest-title").textContent = `${titleOf(state.group)}, ${weekText(starts[week])}`;
  at("lead").textContent =
    week === starts.length - 1
      ? `Latest week recorded: ${weekText(starts[week])}.`
      : `Latest week recorded: ${weekText(starts.at(-1))}, ${gapText(state.weeks, starts.length - 1)}.`;
  showNotice(week);
  showTiles(figures, week);
  state.takeAway = showCharts(at("charts"), state.weeks, state.group, (picked) => {
    const words = CHARTS.filter((chart) => figures[chart.figures[0]]).map(
      (chart) => `${chart.title}: ${wordsOf(chart, figures, state.weeks, picked)}`
    );
    at("spoken").textContent = `${weekText(starts[picked])}. ${words.join(". ")}`;
  });
  showMonth();
  showTable(figures);
  showVersions();
}

function showPromise() {
  const k = state.weeks?.recorded.findLast((value) => value !== null) ?? 10;
  const word = COUNT_WORDS[k] || String(k);
  at("promise").textContent =
    `Fewer than ${word}: not shown. A team appears in a week only if ${word} kiosks or more reported it, ` +
    "and the office's total never gives a smaller group away. The server that this page asks holds nothing " +
    "about a single kiosk.";
}

async function load() {
  try {
    state.weeks = await fetchWeeks(Number(at("span").value));
  } catch (problem) {
    at("lead").textContent = `The figures could not be fetched: ${problem.message}. Reload to try again.`;
    return;
  }
  showPromise();
  const groups = state.weeks.groups;
  at("choices").hidden = groups.size === 0;
  if (groups.size === 0) {
    at("figures").hidden = true;
    at("lead").textContent = state.weeks.starts.length
      ? "Nothing can be shown yet: no week had enough kiosks reporting."
      : "Nothing is recorded yet. A week appears some days after its end.";
    return;
  }
  if (!groups.has(state.group)) {
    state.group = groups.has("") ? "" : [...groups.keys()].sort()[0];
  }
  showGroups();
  showGroup();
}

function nameTheme() {
  at("theme").textContent = theme.current() === "dark" ? "Light" : "Dark";
}

at("theme").addEventListener("click", () =>
  theme.choose(theme.current() === "dark" ? "light" : "dark")
);
theme.onChange(() => {
  nameTheme();
  if (state.weeks?.groups.size) {
    showGroup();
  }
});
at("groups").addEventListener("change", (event) => {
  state.group = event.target.value;
  history.replaceState(null, "", `#${encodeURIComponent(state.group)}`);
  showGroup();
});
at("span").addEventListener("change", load);
at("choices").addEventListener("submit", (event) => event.preventDefault());

drawRing();
nameTheme();
showPromise();
load();
