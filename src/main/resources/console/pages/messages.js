import { get, post } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { KINDS, choices, kindNamed, kindOf } from "../kinds.js";
import { badge, button, card, channelTag, definition, empty, icon, idChip, input, link, pageHead, pager, problem, select, table, when } from "../parts.js";
import { CHANNEL_NAME, CHANNELS, CHOSEN, MESSAGE_STATUSES, OUTCOME, PASSED, STATUS, WAITING, duration } from "../words.js";

const SIZE = 25;

export const show = (root, page) => (page.rest[0] ? one(root, page) : list(root, page));

// "+1415…", "comms_operation_…", "campaign=autumn", "comms_message_…", "SM…": what somebody has at hand.
function understood(text) {
  const filter = {};
  const tags = {};
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (word.startsWith("comms_operation_")) filter.operationId = word;
    else if (word.startsWith("comms_session_")) filter.sessionId = word;
    else if (word.includes("=")) tags[word.split("=")[0]] = word.split("=").slice(1).join("=");
    else filter.address = word;
  }
  return Object.keys(tags).length ? { ...filter, tags } : filter;
}

const columns = [
  { name: "To or from", cell: message => h("span", { class: "pair" }, link(`#/messages/${message.id}`, person(message)), channel(message)) },
  { name: "Status", cell: message => badge(message.status) },
  { name: "Sender", cell: message => h("span", { class: "mono" }, sender(message) ?? "–") },
  { name: "Tags", cell: message => Object.entries(message.tags).map(([key, value]) => h("span", { class: "tag" }, `${key}=${value}`)) },
  { name: "Created", cell: message => when(message.createdAt), kind: "time" },
];

const isInbound = message => message.status === "INBOUND";
const recipient = message => (Array.isArray(message.to) ? message.to[0] : message.to) ?? {};
const reached = ({ address, addresses, userId, token }) => address ?? addresses?.[0]?.address ?? userId ?? token;
const person = message => (isInbound(message) ? message.from?.address : reached(recipient(message))) ?? "nobody";
const sender = message => (isInbound(message) ? recipient(message).address : message.from?.address);
const channel = message => {
  const name = isInbound(message) ? recipient(message).channel : message.from?.channel;
  return name ? channelTag(name) : null;
};

async function list(root, page) {
  const kind = select(choices, kindNamed(page.query.get("kind")).name, { "aria-label": "Kind" });
  const text = input({ type: "search", "aria-label": "Search messages", placeholder: "Number, tag=value, operation or message id", value: page.query.get("q") ?? "" });
  const status = select([["", "Any status"], ...MESSAGE_STATUSES.map(each => [each, STATUS[each][1]])], page.query.get("status") ?? "", { "aria-label": "Status" });
  const by = select([["", "Any channel"], ...CHANNELS.map(each => [each, CHANNEL_NAME[each]])], page.query.get("channel") ?? "", { "aria-label": "Channel" });
  const from = input({ type: "datetime-local", "aria-label": "Created from", value: page.query.get("from") ?? "" });
  const until = input({ type: "datetime-local", "aria-label": "Created before", value: page.query.get("until") ?? "" });
  const messages = table(columns, { caption: "Messages", open: message => `#/messages/${message.id}` });
  const place = h("div", { "aria-live": "polite" });
  const pages = pager(() => look());

  const question = () => ({
    ...understood(text.value), status: status.value || undefined, ...(kind.value === "messages" && by.value ? { channel: by.value } : {}),
    startDate: from.value ? new Date(from.value).toISOString() : undefined,
    endDate: until.value ? new Date(until.value).toISOString() : undefined,
  });
  async function look() {
    try {
      const answer = await post(`${kindNamed(kind.value).path}/Search`, { ...question(), pageSize: SIZE, pageToken: pages.token() }, { signal: page.signal });
      pages.update(answer.pagination);
      const found = answer[kindNamed(kind.value).list];
      sync(messages.body, found, message => message.id, messages.row);
      if (!found.length) fill(place, nothing(Object.values(question()).some(Boolean)));
      else if (place.firstChild !== messages.element) fill(place, messages.element);
    } catch (error) {
      if (error.name !== "AbortError") fill(place, problem(error));
    }
  }
  async function search(event) {
    event?.preventDefault();
    const word = text.value.trim();
    by.hidden = kind.value !== "messages";
    if (KINDS.some(each => word.startsWith(each.prefix))) { location.hash = `#/messages/${word}`; return; }
    if (/^(SM|MM)[0-9a-f]{32}$/.test(word)) { location.hash = `#/messages/${(await get(`/v1/Messages/Seek/${word}`)).id}`; return; }
    const query = new URLSearchParams(Object.entries({ kind: kind.value === "messages" ? "" : kind.value, q: word, status: status.value, channel: by.value, from: from.value, until: until.value }).filter(([, value]) => value));
    history.replaceState(null, "", `#/messages${query.size ? `?${query}` : ""}`);
    pages.restart();
    await look();
  }

  fill(root, pageHead("Messages", "Everything sent and received, newest first.", h("a", { class: "button primary", href: "#/send" }, "Send", icon("send"))),
    h("form", { class: "filters", role: "search", onsubmit: search }, kind, text, status, by,
      h("details", { class: "more", open: Boolean(from.value || until.value) }, h("summary", {}, "Time"), h("div", { class: "range" }, from, h("span", { class: "soft" }, "to"), until)),
      button("Search", null, { type: "submit" })),
    place, pages.element);
  [kind, status, by, from, until].forEach(control => control.addEventListener("change", () => search()));
  if (page.query.get("focus")) text.focus();
  await page.every(3000, async () => { if (!pages.token()) await look(); });
}

function nothing(asked) {
  return asked
    ? empty("Nothing found", "No message fits. A number is written as +14155550123, a tag as campaign=autumn.")
    : empty("No messages yet", "Send the first one; it appears here at once.", link("#/send", "Send a message"));
}

const ENDED = ["DELIVERED", "READ", "UNDELIVERED", "FAILED", "CANCELED", "INBOUND"];

async function one(root, page) {
  const id = page.rest[0];
  const { path } = kindOf(id);
  const senders = new Map();
  let print = "";
  await page.every(1500, async () => {
    const [message, timeline] = await Promise.all([get(`${path}/${id}`, {}, { signal: page.signal }), get(`${path}/${id}/Timeline`, {}, { signal: page.signal })]);
    if (print === JSON.stringify([message, timeline])) return;
    print = JSON.stringify([message, timeline]);
    await learn(senders, message, timeline);
    fill(root, detail(message, timeline, senders));
  });
}

// The addresses behind the ids that decisions speak of.
async function learn(senders, message, timeline) {
  message.attempts?.forEach(attempt => senders.set(attempt.senderId, attempt.from.address));
  const ids = timeline.entries.flatMap(entry => entry.decision?.passedOver ?? []).map(other => other.sender).filter(id => !senders.has(id));
  await Promise.all([...new Set(ids)].map(async id => {
    const found = await get(`/v1/Senders/${id}`).catch(() => null);
    senders.set(id, found?.address ?? id);
  }));
}

function detail(message, timeline, senders) {
  const operation = message.related.find(each => each.name === "OPERATION")?.id;
  return [
    h("p", { class: "crumb" }, link("#/messages", "Messages"), " / ", h("span", {}, person(message))),
    pageHead(person(message), null, badge(message.status), idChip(message.id)),
    message.waitingReason ? h("p", { class: "note tone-info" }, `Waits: ${WAITING[message.waitingReason] ?? message.waitingReason}`,
      message.waitingUntil ? [", looked at again ", when(message.waitingUntil)] : null) : null,
    message.error ? h("p", { class: "note tone-bad" }, `${message.error.message} (${message.error.code})`, message.error.upstream ? [": ", h("code", {}, message.error.upstream)] : null) : null,
    h("div", { class: "split even" },
      card("Content", contentOf(message.content)),
      card("Facts", definition([
        [isInbound(message) ? "From" : "To", h("span", { class: "mono" }, person(message))],
        ["Sender", sender(message) ? h("span", { class: "mono" }, sender(message)) : null],
        ["Pool", message.from?.senderPoolId ? link(`#/pools/${message.from.senderPoolId}`, "open") : null],
        ["Operation", operation ? link(`#/operations/${operation}?kind=${kindOf(message.id).name}`, "open") : null],
        ["Conversation", link(`#/messages?q=${encodeURIComponent(person(message))}`, "all with this number")],
        ["Scheduled for", message.scheduledFor ? when(message.scheduledFor) : null],
        ["Given up", message.expiresAt ? when(message.expiresAt) : null],
        ["Created", when(message.createdAt)], ["Updated", when(message.updatedAt)],
        ["Tags", Object.keys(message.tags).length ? Object.entries(message.tags).map(([key, value]) => h("span", { class: "tag" }, `${key}=${value}`)) : null],
      ]))),
    card("Timeline", h("ol", { class: "timeline" }, timeline.entries.map(entry => step(entry, senders))),
      ENDED.includes(timeline.status) ? null : h("p", { class: "soft" }, "Goes on …")),
  ];
}

function contentOf(content) {
  if (!content) return h("p", { class: "soft" }, "None kept.");
  if (content.subject ?? content.title) return [h("b", {}, content.subject ?? content.title), h("blockquote", { class: "bubble" }, content.text ?? content.body ?? content.html ?? " ")];
  if (content.text !== undefined) return h("blockquote", { class: "bubble" }, content.text || " ");
  return h("pre", {}, JSON.stringify(content, null, 2));
}

const TITLES = {
  ACCEPTED: "Accepted", SCHEDULED: "Scheduled", RECEIVED: "Received", FALLBACK: "Next channel", DECIDED: "Decided", SUBMITTED: "Submitted",
  ANSWERED: "Answered", RECEIPT: "Receipt", WAITING: "Waiting", CANCELED: "Canceled", ENDED: "Ended",
};

function step(entry, senders) {
  const bad = entry.error || ["FAILED", "UNDELIVERED"].includes(entry.status);
  const good = ["DELIVERED", "READ"].includes(entry.status);
  return h("li", { class: `step ${bad ? "tone-bad" : good ? "tone-good" : entry.step === "DECIDED" ? "tone-brand" : "tone-calm"}` },
    h("div", { class: "step-head" }, h("b", {}, TITLES[entry.step] ?? entry.step),
      entry.attempt ? h("span", { class: "soft" }, `attempt ${entry.attempt.number}`) : null,
      entry.status ? badge(entry.status) : null, entry.at ? when(entry.at) : null),
    stepWords(entry, senders));
}

function stepWords(entry, senders) {
  const who = id => h("span", { class: "mono" }, senders.get(id) ?? id);
  if (entry.decision) return decision(entry.decision, who);
  const words = [];
  if (entry.attempt && ["SUBMITTED", "FALLBACK", "RECEIVED"].includes(entry.step))
    words.push(h("p", {}, entry.step === "RECEIVED" ? "by " : "to the carrier of ", who(entry.attempt.senderId), " ", channelTag(entry.attempt.channel),
      entry.attempt.possibleDuplicate ? h("span", { class: "badge tone-warn" }, "possibly a duplicate") : null));
  if (entry.outcome && entry.outcome !== "T0_ACCEPTED") words.push(h("p", {}, `Judged: ${OUTCOME[entry.outcome] ?? entry.outcome}`));
  if (entry.error) words.push(h("p", {}, `${entry.error.message} (${entry.error.code}) `, entry.error.upstream ? h("code", {}, entry.error.upstream) : null));
  if (entry.waitingReason) words.push(h("p", {}, WAITING[entry.waitingReason] ?? entry.waitingReason, entry.waitingUntil ? [", until ", when(entry.waitingUntil)] : null));
  return words;
}

function decision(made, who) {
  const others = made.passedOver ?? [];
  return [
    h("p", {}, who(made.sender), ": ", CHOSEN[made.by] ?? made.by, h("span", { class: "soft" }, ` · tier ${made.tier}${made.waitedMillis ? ` · waited ${duration(made.waitedMillis / 1000)}` : ""}`)),
    others.length ? h("details", { open: others.length < 5 }, h("summary", {}, `Passed over: ${others.length + (made.more ?? 0)}`),
      h("ul", { class: "passed" }, others.map(other => h("li", {}, who(other.sender), " ", PASSED[other.why] ?? other.why)),
        made.more ? h("li", { class: "soft" }, `and ${made.more} more`) : null)) : null,
  ];
}
