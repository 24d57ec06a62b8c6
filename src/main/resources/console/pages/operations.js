import { get, post } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { stack } from "../charts.js";
import { badge, button, card, definition, empty, idChip, link, pageHead, pager, select, sure, table, toast, when } from "../parts.js";
import { choices, kindNamed } from "../kinds.js";
import { STATUS, compact, duration, number } from "../words.js";

const SIZE = 25;

export const show = (root, page) => (page.rest[0] ? one(root, page) : list(root, page));

const PARTS = [
  ["delivered", "good"], ["read", "good"], ["sent", "info"], ["queued", "calm"], ["scheduled", "calm"],
  ["undelivered", "bad"], ["failed", "bad"], ["unaddressable", "bad"], ["canceled", "warn"],
];

const parts = stats => PARTS.map(([name, tone]) => ({ name, tone, value: stats[name] }));
const waiting = stats => stats.queued + stats.scheduled;
const gone = stats => stats.total - waiting(stats);

const address = (kind, id) => `#/operations/${id}${kind.name === "messages" ? "" : `?kind=${kind.name}`}`;

const columns = kind => [
  { name: "Operation", cell: each => link(address(kind(), each.id), `${number(each.stats.total)} ${kind().one}${each.stats.total === 1 ? "" : "s"}`) },
  { name: "Status", cell: each => badge(each.status) },
  { name: "Progress", cell: each => h("span", { class: "progress" }, stack(parts(each.stats), each.stats.total), h("span", { class: "soft" }, `${Math.floor((gone(each.stats) / each.stats.total) * 100)} % left the queue`)) },
  { name: "Delivered", cell: each => number(each.stats.delivered + each.stats.read), kind: "number" },
  { name: "Failed", cell: each => number(each.stats.failed + each.stats.undelivered + each.stats.unaddressable), kind: "number" },
  { name: "Created", cell: each => when(each.createdAt), kind: "time" },
];

async function list(root, page) {
  const choice = select(choices, kindNamed(page.query.get("kind")).name, { "aria-label": "Kind" });
  const kind = () => kindNamed(choice.value);
  const operations = table(columns(kind), { caption: "Operations", open: each => address(kind(), each.id) });
  const status = select([["", "Any status"], ...["SCHEDULED", "PROCESSING", "COMPLETED", "CANCELED"].map(each => [each, STATUS[each][1]])], "", { "aria-label": "Status" });
  const found = h("div", {});
  const pages = pager(() => look());
  async function look() {
    const answer = await get(`${kind().path}/Operations`, { status: status.value, pageSize: SIZE, pageToken: pages.token() }, { signal: page.signal });
    pages.update(answer.pagination);
    sync(operations.body, answer.operations, each => each.id, operations.row);
    if (!answer.operations.length) fill(found, empty("No operations", "Each request to send is an operation; it shows how far its messages have come.", link("#/send", "Send a message")));
    else if (found.firstChild !== operations.element) fill(found, operations.element);
  }
  [choice, status].forEach(control => control.addEventListener("change", () => { pages.restart(); look(); }));
  fill(root, pageHead("Operations", "Requests to send, and how far their messages have come."), h("div", { class: "filters" }, choice, status), found, pages.element);
  await page.every(2000, look);
}

async function one(root, page) {
  const id = page.rest[0];
  const kind = kindNamed(page.query.get("kind"));
  const [first] = (await get(kind.path, { operationId: id, pageSize: 1 }))[kind.list];
  const pool = first?.from?.senderPoolId;
  const figures = h("div", { class: "card" });
  const errors = h("div", {});
  const actions = h("div", { class: "actions" });
  const facts = h("div", { class: "card" });
  fill(root, h("p", { class: "crumb" }, link("#/operations", "Operations"), " / this one"),
    pageHead("Operation", null, actions), figures, facts, errors);
  let print = "";
  await page.every(1000, async () => {
    const operation = await get(`${kind.path}/Operations/${id}`, {}, { signal: page.signal });
    const state = pool && waiting(operation.stats) ? await get(`/v1/SenderPools/${pool}/Status`, {}, { signal: page.signal }) : null;
    if (print === JSON.stringify([operation, state])) return;
    print = JSON.stringify([operation, state]);
    const open = operation.status === "PROCESSING" || operation.status === "SCHEDULED";
    fill(actions, badge(operation.status), idChip(id), open && waiting(operation.stats) ? button("Cancel the rest", () => cancel(kind, id), { kind: "danger" }) : null);
    fill(figures, progress(operation, state));
    fill(facts, definition([
      [kind.title, link(`#/messages?kind=${kind.name}&q=${id}`, `all ${number(operation.stats.total)}`)],
      ["Pool", pool ? link(`#/pools/${pool}`, "open") : null],
      ["Attempts", number(operation.stats.attempts)], ["Created", when(operation.createdAt)], ["Updated", when(operation.updatedAt)],
      ["Tags", first && Object.keys(first.tags).length ? Object.entries(first.tags).map(([key, value]) => h("span", { class: "tag" }, `${key}=${value}`)) : null]]));
    const bad = operation.stats.failed + operation.stats.undelivered + operation.stats.unaddressable;
    if (bad) fill(errors, await failed(kind, id, page.signal));
  });
}

function progress(operation, state) {
  const { stats } = operation;
  const done = gone(stats) / Math.max(1, stats.total);
  return [
    h("div", { class: "progress-head" }, h("span", { class: "tile-value" }, `${Math.floor(done * 100)} %`),
      h("span", { class: "soft" }, eta(stats, state))),
    h("div", { class: "stack-tall" }, stack(parts(stats), stats.total)),
    h("p", { class: "legend" }, parts(stats).filter(part => part.value).map(part => h("span", { class: `tone-${part.tone}` }, `${compact(part.value)} ${part.name}`))),
  ];
}

// The pool's queue, ours in it, at the rate its senders have at this moment.
function eta(stats, state) {
  if (stats.scheduled && !stats.queued) return `${number(stats.scheduled)} wait for their time`;
  if (!stats.queued) return stats.sent ? "all have left; receipts are still coming" : "nothing waits";
  if (!state) return `${number(stats.queued)} wait`;
  if (state.drainSeconds === null) return `${number(stats.queued)} wait; no sender of the pool can send now`;
  return `done in about ${duration(state.drainSeconds)}: the pool has ${number(state.queued)} waiting`;
}

function cancel(kind, id) {
  sure("Cancel the rest?", "Messages that have not left will not leave. What has left cannot be called back.", "Cancel the rest", async () => {
    await post(`${kind.path}/Operations/${id}/Cancel`, undefined);
    toast("Canceled");
  });
}

async function failed(kind, id, signal) {
  const { errors } = await get(`${kind.path}/Operations/${id}/Errors`, { pageSize: 20 }, { signal });
  const rows = table([
    { name: "Recipient", cell: each => link(`#/messages/${each[kind.id]}`, each.recipient.address ?? each.context) },
    { name: "Why", cell: each => `${each.message} (${each.code})` },
  ], { caption: "Failed messages" });
  sync(rows.body, errors, each => each[kind.id], rows.row);
  return card("Failed messages", rows.element);
}
