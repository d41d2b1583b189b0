// Charts as SVG.
import { svg } from "./elements.js";

const width = 560, height = 190, left = 62, right = 10, top = 12, bottom = 24;

/** A curve of points {label, value, lower, upper, title}; points without a value are gaps, never zero. */
export function lineChart(points, format, name) {
  const known = points.filter((point) => point.value !== undefined);
  const chart = svg("svg.chart", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name });
  if (!known.length) return chart;
  let low = Math.min(...known.map((point) => point.lower ?? point.value));
  let high = Math.max(...known.map((point) => point.upper ?? point.value));
  if (low === high) { low -= Math.abs(low) * 0.1 || 1; high += Math.abs(high) * 0.1 || 1; }
  const room = (high - low) * 0.06;
  low -= room; high += room;
  const x = (index) => left + (points.length === 1 ? 0.5 : index / (points.length - 1)) * (width - left - right);
  const y = (value) => top + (1 - (value - low) / (high - low)) * (height - top - bottom);
  for (let step = 0; step <= 3; step += 1) {
    const value = low + ((high - low) * step) / 3;
    chart.append(
      svg("line.grid", { x1: left, x2: width - right, y1: y(value), y2: y(value) }),
      svg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, format(value)));
  }
  const every = Math.max(1, Math.ceil(points.length / 6));
  points.forEach((point, index) => {
    if (index % every === 0) {
      chart.append(svg("text", {
        x: x(index), y: height - 6, "text-anchor": index === 0 ? "start" : "middle",
      }, point.label));
    }
  });
  for (const run of runs(points)) {
    const banded = run.filter(([, point]) => point.lower !== undefined);
    if (banded.length > 1) {
      const upper = banded.map(([index, point]) => `${x(index)},${y(point.upper)}`);
      const lower = banded.map(([index, point]) => `${x(index)},${y(point.lower)}`).reverse();
      chart.append(svg("polygon.band", { points: [...upper, ...lower].join(" ") }));
    }
    chart.append(svg("polyline.line", { points: run.map(([index, point]) => `${x(index)},${y(point.value)}`).join(" ") }));
    for (const [index, point] of run) {
      chart.append(svg("circle.dot", { cx: x(index), cy: y(point.value), r: points.length > 60 ? 1.5 : 3 },
        svg("title", {}, `${point.title || point.label}: ${format(point.value)}`)));
    }
  }
  return chart;
}

/** The same without anything around it. */
export function sparkline(points) {
  const chart = svg("svg.spark", { viewBox: "0 0 96 24", "aria-hidden": "true" });
  const known = points.filter((point) => point.value !== undefined).map((point) => point.value);
  if (known.length < 2) return chart;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value) => (high === low ? 12 : 22 - ((value - low) / (high - low)) * 20);
  for (const run of runs(points)) {
    chart.append(svg("polyline.line", {
      points: run.map(([index, point]) => `${2 + (index / (points.length - 1)) * 92},${y(point.value)}`).join(" "),
    }));
  }
  return chart;
}

function runs(points) {
  const all = [];
  let run = [];
  points.forEach((point, index) => {
    if (point.value === undefined) { if (run.length) all.push(run); run = []; } else run.push([index, point]);
  });
  if (run.length) all.push(run);
  return all;
}
