/* The charts: bars a week, a gap where a group is not shown, one week picked out in all of them. */
"use strict";

/* What a chart holds: its figures (drawn over each other), their colours and an axis. */
const CHARTS = [
  {
    title: "Sitting, and how much of it in long stretches",
    figures: ["sitting_s", "prolonged_s"],
    colours: ["--sit", "--long"],
    scale: 3600,
    axis: (value) => `${value} h`,
    wide: true,
  },
  {
    title: "Breaks per sitting hour",
    figures: ["breaks_per_sitting_hour"],
    colours: ["--move"],
    scale: 1,
    axis: (value) => value.toLocaleString("en-GB"),
  },
  {
    title: "Verified breaks",
    figures: ["prompts_verified"],
    colours: ["--stand"],
    scale: 1,
    axis: (value) => value.toLocaleString("en-GB"),
  },
  {
    title: "Kiosks counted",
    figures: ["kiosks"],
    colours: ["--away"],
    scale: 1,
    axis: (value) => String(value),
    steps: [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000],
  },
];

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
};
const figureOf = (name) => FIGURES.find((figure) => figure.name === name);

/* A short mark on the ground line where there is nothing to show. */
function drawGaps(plot, values) {
  const { ctx } = plot;
  const ground = plot.valToPos(0, "y", true);
  const half = 4 * devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = token("--low");
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  values.forEach((value, i) => {
    if (value === null) {
      const x = plot.valToPos(i, "x", true);
      ctx.moveTo(x - half, ground - half);
      ctx.lineTo(x + half, ground - half);
    }
  });
  ctx.stroke();
  ctx.restore();
}

/* The picked week's band behind the bars. */
function drawPicked(plot, picked) {
  if (picked === null) {
    return;
  }
  const { ctx } = plot;
  const left = plot.valToPos(picked - 0.5, "x", true);
  const right = plot.valToPos(picked + 0.5, "x", true);
  ctx.save();
  ctx.fillStyle = token("--picked");
  ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
  ctx.restore();
}

function plotOptions(chart, columns, starts, width, picking) {
  const axisFont = `500 12px ${token("--font")}`;
  const bars = (size) => uPlot.paths.bars({ size: [size, 40], radius: 0.18 });
  return {
    width,
    height: chart.wide ? 280 : 180,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [-0.5, starts.length - 0.5] },
      y: { range: (plot, low, high) => [0, Math.max(high, 0.001) * 1.12] },
    },
    axes: [
      {
        stroke: token("--low"),
        font: axisFont,
        grid: { show: false },
        ticks: { show: false },
        size: 28,
        incrs: [1, 2, 4, 8, 13, 26, 52],
        space: 64,
        values: (plot, splits) =>
          splits.map((i) =>
            starts[i] === undefined ? "" : dateOf(starts[i], { day: "numeric", month: "short" })
          ),
      },
      {
        stroke: token("--low"),
        font: axisFont,
        grid: { stroke: token("--grid"), width: 1 },
        ticks: { show: false },
        size: 44,
        space: 30,
        ...(chart.steps && { incrs: chart.steps }),
        values: (plot, splits) => splits.map(chart.axis),
      },
    ],
    series: [
      {},
      ...chart.figures.map((name, i) => ({
        label: figureOf(name).title,
        fill: token(chart.colours[i]),
        stroke: token(chart.colours[i]),
        width: 0,
        paths: bars(i === 0 ? 0.68 : 0.34),
        points: { show: false },
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawPicked(plot, picking.week())],
      draw: [(plot) => drawGaps(plot, columns[0])],
      setCursor: [
        (plot) => plot.cursor.left >= 0 && picking.pick(Math.round(plot.posToVal(plot.cursor.left, "x"))),
      ],
    },
  };
}

/* What a screen reader hears of a chart as a whole. */
function summaryOf(chart, figures, starts) {
  return chart.figures
    .map((name) => {
      const figure = figureOf(name);
      const values = figures[name].filter((value) => value !== null);
      if (values.length === 0) {
        return `${figure.title}: no week is shown`;
      }
      const least = figure.text(Math.min(...values));
      const most = figure.text(Math.max(...values));
      return (
        `${figure.title}: ${values.length} of ${starts.length} weeks shown, between ${least} and ` +
        `${most}, latest ${figure.text(values.at(-1))}`
      );
    })
    .join(". ");
}

/*
 * Puts the charts of a group into a place. `said(i)` is told which week was picked. Returns a
 * function that takes them away.
 */
function showCharts(place, weeks, group, said) {
  const figures = weeks.groups.get(group);
  const { starts } = weeks;
  const all = [];
  let picked = null;

  const picking = {
    week: () => picked,
    pick(week, by = "person") {
      const within = Math.min(Math.max(week, 0), starts.length - 1);
      if (within === picked) {
        return;
      }
      picked = within;
      all.forEach(({ plot, readout, chart }) => {
        plot.redraw(false, false);
        readout.textContent =
          `${weekText(starts[picked])}: ` + wordsOf(chart, figures, weeks, picked);
      });
      if (by === "person") {
        said(picked);
      }
    },
  };

  place.replaceChildren();
  for (const chart of CHARTS) {
    if (!figures[chart.figures[0]]) {
      continue;
    }
    const readout = element("p", { class: "readout" }, "\u00a0");
    const canvas = element("div", {
      class: "plot",
      tabindex: "0",
      role: "img",
      "aria-label": `${chart.title}. ${summaryOf(chart, figures, starts)}.`,
    });
    const legend = element("span", { class: "keys" });
    if (chart.figures.length > 1) {
      chart.figures.forEach((name, i) =>
        legend.append(element("span", { class: `key key-${i}` }, figureOf(name).title))
      );
    }
    const box = element("figure", { class: chart.wide ? "wide" : "" });
    box.append(element("figcaption", {}, chart.title, legend), readout, canvas);
    place.append(box);

    const columns = chart.figures.map((name) =>
      figures[name].map((value) => (value === null ? null : value / chart.scale))
    );
    const data = [starts.map((_, i) => i), ...columns];
    const options = plotOptions(chart, columns, starts, canvas.clientWidth, picking);
    const plot = new uPlot(options, data, canvas);
    canvas.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
      if (event.key in moves) {
        event.preventDefault();
        picking.pick(picked === null ? starts.length - 1 : picked + moves[event.key]);
      }
    });
    all.push({ plot, readout, chart, canvas });
  }

  picking.pick(starts.length - 1, "page");

  const resize = new ResizeObserver(() =>
    all.forEach(({ plot, canvas }) => {
      if (canvas.clientWidth > 0 && canvas.clientWidth !== plot.width) {
        plot.setSize({ width: canvas.clientWidth, height: plot.height });
      }
    })
  );
  resize.observe(place);
  return () => {
    resize.disconnect();
    all.forEach(({ plot }) => plot.destroy());
  };
}

/* A week of a chart in words. */
function wordsOf(chart, figures, weeks, week) {
  return chart.figures
    .map((name) => {
      const value = figures[name]?.[week] ?? null;
      return value === null ? gapText(weeks, week) : figureOf(name).text(value);
    })
    .filter((text, i, texts) => texts.indexOf(text) === i)
    .join(", of which in long stretches ");
}

const gapText = (weeks, week) =>
  weeks.recorded[week] === null
    ? "not recorded"
    : `fewer than ${weeks.recorded[week]}: not shown`;
