import { h, svg } from "./dom.js";
import { compact, duration } from "./words.js";

// Small charts in SVG; each has its numbers in words for those who do not see it.

function line(points, width, height, most) {
  const step = width / Math.max(1, points.length - 1);
  return points.map((value, i) => [i * step, height - (value / most) * height]);
}

const path = pairs => pairs.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

export function sparkline(points, { label, height = 44, width = 240, tone = "brand" } = {}) {
  const most = Math.max(1, ...points) * 1.1;
  const pairs = line(points.length > 1 ? points : [0, ...points, ...(points.length ? [] : [0])], width, height - 4, most)
    .map(([x, y]) => [x, y + 2]);
  const end = pairs.at(-1);
  return svg("svg", { class: `spark tone-${tone}`, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    svg("path", { class: "area", d: `${path(pairs)}L${width} ${height}L0 ${height}Z` }),
    svg("path", { class: "line", d: path(pairs), "vector-effect": "non-scaling-stroke" }),
    svg("line", { class: "tip", x1: end[0], y1: end[1], x2: end[0], y2: end[1], "vector-effect": "non-scaling-stroke" }));
}

// A share of something, as a bar.
export function bar(share, { tone = "brand", label } = {}) {
  const percent = Math.max(0, Math.min(100, share * 100));
  return h("span", { class: "bar", role: "img", "aria-label": label ?? `${Math.round(percent)} %` },
    h("span", { class: `bar-fill tone-${tone}`, style: { width: `${percent}%` } }));
}

// Parts of a whole, side by side: [{ value, tone, name }].
export function stack(parts, total) {
  const words = parts.filter(part => part.value).map(part => `${compact(part.value)} ${part.name}`).join(", ");
  return h("span", { class: "stack", role: "img", "aria-label": words || "nothing yet" },
    parts.filter(part => part.value).map(part =>
      h("span", { class: `stack-part tone-${part.tone}`, style: { width: `${(part.value / Math.max(1, total)) * 100}%` }, title: `${compact(part.value)} ${part.name}` })));
}

// How the messages of each sender are shared, one or two answers side by side:
// [{ name, now, then }], shares from 0 to 1.
export function shares(rows, names) {
  const most = Math.max(0.01, ...rows.flatMap(row => [row.now, row.then ?? 0]));
  return h("div", { class: "shares" }, rows.map(row =>
    h("div", { class: "share-row" },
      h("span", { class: "mono share-name" }, row.name),
      h("span", { class: "share-bars" },
        shareBar(row.now, most, "calm", names[0]),
        row.then === undefined ? null : shareBar(row.then, most, "brand", names[1])))));
}

function shareBar(share, most, tone, name) {
  return h("span", { class: "share-bar", title: name },
    h("span", { class: `share-fill tone-${tone}`, style: { width: `${(share / most) * 82}%` } }),
    h("span", { class: "share-value" }, `${Math.round(share * 1000) / 10} %`));
}

const RANKS = [["p50Seconds", 50], ["p95Seconds", 95], ["p99Seconds", 99], ["maxSeconds", 100]];

// How long messages wait until they leave, by percentile: [{ name, tone, waits }].
export function waits(curves) {
  const width = 520, height = 210, left = 52, bottom = 30, top = 12;
  const most = Math.max(1, ...curves.map(curve => curve.waits.maxSeconds));
  const x = percent => left + (percent / 100) * (width - left - 16);
  const y = seconds => top + (1 - seconds / most) * (height - top - bottom);
  const drawn = svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": inWords(curves) });
  for (const share of [0, 0.5, 1])
    drawn.append(
      svg("line", { class: "grid", x1: left, x2: width - 16, y1: y(most * share), y2: y(most * share) }),
      svg("text", { class: "tick", x: left - 8, y: y(most * share) + 4, "text-anchor": "end" }, duration(most * share)));
  for (const percent of [0, 50]) drawn.append(svg("text", { class: "tick", x: x(percent), y: height - 8, "text-anchor": "middle" }, `${percent} %`));
  drawn.append(svg("text", { class: "tick", x: x(100), y: height - 8, "text-anchor": "end" }, "all"));
  for (const curve of curves) {
    const points = [[x(0), y(0)], ...RANKS.map(([name, percent]) => [x(percent), y(curve.waits[name])])];
    drawn.append(svg("path", { class: `curve tone-${curve.tone}`, d: path(points) }),
      ...points.slice(1).map(([cx, cy]) => svg("circle", { class: `dot tone-${curve.tone}`, cx, cy, r: 3.5 })));
  }
  return drawn;
}

function inWords(curves) {
  return curves.map(({ name, waits }) =>
    `${name}: half leave within ${duration(waits.p50Seconds)}, 95 percent within ${duration(waits.p95Seconds)}, all within ${duration(waits.maxSeconds)}`).join("; ");
}
