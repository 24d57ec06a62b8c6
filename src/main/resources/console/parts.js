import { ApiError } from "./api.js";
import { fill, h, newId, svg } from "./dom.js";
import { CHANNEL_NAME, STATUS, clock, full, shortId } from "./words.js";

// What pages are made of.

const ICONS = {
  overview: "M3 12l4-4 4 3 6-7M3 17h14",
  messages: "M3 5h14v9H9l-4 3v-3H3z",
  send: "M3 10l14-6-5 13-3-5z",
  operations: "M4 5h12M4 10h8M4 15h5",
  pools: "M10 3v5M10 8l-6 4M10 8l6 4M4 12v4M16 12v4M10 8v8",
  senders: "M10 17V9M6.500 12.500a5 5 0 117 0M4 15a8.500 8.500 0 1112 0",
  connections: "M7 7L4 10l3 3M13 7l3 3-3 3M11.500 5l-3 10",
  events: "M11 2L4 11h5l-1 7 7-9h-5z",
  webhooks: "M5 14a3 3 0 105 0c0-3 3-3 3-6a3 3 0 10-5 0M13 14h3",
  optouts: "M10 3a7 7 0 100 14 7 7 0 000-14zM5 5l10 10",
  inbox: "M6 2h8v16H6zM9 15.500h2",
  simulator: "M4 6h12M4 14h12M8 4v4M13 12v4",
  menu: "M3 6h14M3 10h14M3 14h14",
  sun: "M10 6.500a3.500 3.500 0 100 7 3.500 3.500 0 000-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.500 4.500l1.400 1.400M14.100 14.100l1.400 1.400M4.500 15.500l1.400-1.400M14.100 5.900l1.400-1.400",
  moon: "M16 12A7 7 0 018 4a6.500 6.500 0 108 8z",
  help: "M7.500 7.500a2.500 2.500 0 114 2c-1 .7-1.500 1.200-1.500 2.500M10 15v.2",
  out: "M8 4H4v12h4M12 7l3 3-3 3M15 10H7",
  copy: "M7 7h9v9H7zM4 13V4h9",
  close: "M5 5l10 10M15 5L5 15",
  check: "M4 10.500l4 4 8-9",
  arrow: "M4 10h11M11 6l4 4-4 4",
  plus: "M10 4v12M4 10h12",
  picture: "M3 4h14v12H3zM3 14l4-4 4 4 2-2 4 3M13 8v.1",
};

export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));
}

export function badge(code, text) {
  const [tone, name] = STATUS[code] ?? ["calm", code];
  return h("span", { class: `badge tone-${tone}` }, text ?? name);
}

export const channelTag = channel => h("span", { class: "channel" }, CHANNEL_NAME[channel] ?? channel);

export const when = iso => (iso ? h("time", { datetime: iso, title: full(iso) }, clock(iso)) : "–");

export function pageHead(title, lead, ...actions) {
  return h("header", { class: "page-head" },
    h("div", {}, h("h1", { tabindex: "-1" }, title), lead ? h("p", { class: "lead" }, lead) : null),
    actions.length ? h("div", { class: "actions" }, actions) : null);
}

export function card(title, ...content) {
  const id = newId("card");
  return h("section", { class: "card", "aria-labelledby": title ? id : null }, title ? h("h2", { id }, title) : null, content);
}

export function empty(title, text, ...actions) {
  return h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), h("p", {}, text), actions.length ? h("p", {}, actions) : null);
}

export const loading = () => h("p", { class: "loading", role: "status" }, "Loading …");

export const link = (href, ...text) => h("a", { href }, text);

export function button(text, onclick, { kind = "", type = "button", ...rest } = {}) {
  return h("button", { class: `button ${kind}`, type, onclick, ...rest }, text);
}

// The API's own words, with the place of each problem.
export function problem(error) {
  const details = (error.problems ?? []).filter(each => error.problems.length > 1 || each.context);
  return h("div", { class: "problem", role: "alert" }, h("p", {}, error.message),
    details.length ? h("ul", {}, details.map(each =>
      h("li", {}, error.problems.length > 1 ? `${each.message} ` : null, each.context ? h("code", {}, each.context) : null))) : null);
}

export function toast(text, tone = "good") {
  const note = h("div", { class: `toast tone-${tone}` }, text);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}

// Does what a button is for, once at a time; what the server objects to is shown.
export async function doing(control, work, where) {
  control.disabled = true;
  if (where) fill(where);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (where) fill(where, problem(error));
    else toast(error.message, "bad");
    return undefined;
  } finally {
    control.disabled = false;
  }
}

export function field(label, control, hint) {
  const id = control.id || newId("field");
  control.id = id;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  return h("div", { class: "field" }, h("label", { for: id }, label), control,
    hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null);
}

export const input = (properties = {}) => h("input", { type: "text", autocomplete: "off", spellcheck: "false", ...properties });

// @param options pairs of value and text
export function select(options, value, properties = {}) {
  return h("select", { ...properties, value }, options.map(([each, text]) => h("option", { value: each }, text)));
}

export function form(fields, label, submit, ...more) {
  const errors = h("div", {});
  const go = button(label, null, { kind: "primary", type: "submit" });
  return h("form", {
    class: "form",
    novalidate: true,
    onsubmit: event => {
      event.preventDefault();
      doing(go, submit, errors);
    },
  }, fields, errors, h("div", { class: "form-actions" }, go, more));
}

export function dialog(title, make) {
  const id = newId("dialog");
  const box = h("dialog", { class: "dialog", "aria-labelledby": id, onclose: () => box.remove() });
  const close = () => box.close();
  box.append(h("div", { class: "dialog-head" }, h("h2", { id }, title),
    h("button", { class: "icon-button", type: "button", "aria-label": "Close", onclick: close }, icon("close"))));
  box.append(make(close));
  document.body.append(box);
  box.showModal();
  return box;
}

// Asks before what cannot be undone.
export function sure(title, text, label, work) {
  dialog(title, close => {
    const errors = h("div", {});
    const go = button(label, async () => {
      const done = await doing(go, async () => { await work(); return true; }, errors);
      if (done) close();
    }, { kind: "danger" });
    return h("div", { class: "form" }, h("p", {}, text), errors,
      h("div", { class: "form-actions" }, go, button("Not now", close)));
  });
}

export function idChip(id) {
  return h("button", {
    class: "chip mono", type: "button", title: `${id}: copy`, "aria-label": `Copy ${id}`,
    onclick: async () => {
      await navigator.clipboard.writeText(id);
      toast("Copied");
    },
  }, shortId(id), icon("copy"));
}

// @param columns { name, cell(item), kind } for each; kind "number" stands right
export function table(columns, { caption, open, rowLabel } = {}) {
  const body = h("tbody", {});
  const element = h("div", { class: "table-scroll" }, h("table", {}, caption ? h("caption", { class: "sr" }, caption) : null,
    h("thead", {}, h("tr", {}, columns.map(column => h("th", { scope: "col", class: column.kind ?? null }, column.name)))), body));
  const row = item => h("tr", {
    class: open ? "opens" : null,
    onclick: open ? event => { if (!event.target.closest("a,button,input,select,label")) location.hash = open(item); } : null,
    "aria-label": rowLabel?.(item) ?? null,
  }, columns.map(column => h("td", { class: column.kind ?? null, "data-label": column.name }, column.cell(item))));
  return { element, body, row };
}

// Newer and older by keyset: a page begins below an id, so nothing is counted or skipped.
export function pager(onTurn) {
  let trail = [];
  let next = null;
  const newer = button("Newer", () => turn(() => trail.pop()), { kind: "quiet" });
  const older = button("Older", () => turn(() => trail.push(next)), { kind: "quiet" });
  const element = h("nav", { class: "pager", "aria-label": "Pages" }, newer, older);
  const turn = move => { move(); onTurn(trail.at(-1)); };
  return {
    element,
    token: () => trail.at(-1),
    restart() { trail = []; },
    update(pagination) {
      next = pagination?.next ?? null;
      newer.disabled = trail.length === 0;
      older.disabled = !next;
      element.hidden = trail.length === 0 && !next;
    },
  };
}

export function definition(pairs) {
  return h("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}
