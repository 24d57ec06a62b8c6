import { get, post } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { button, channelTag, doing, empty, icon, input, link, pageHead, when } from "../parts.js";
import { kindNamed } from "../kinds.js";
import { CHANNEL_NAME } from "../words.js";

const NEWEST = 500;

// The simulated phones: what they received, newest phone first, and one of them to type on.
export async function show(root, page) {
  let open = page.rest[0] ?? null;
  let messages = [];
  const typed = new Map(); // what phones wrote, by its message's id
  const phones = h("ul", { class: "phones", "aria-label": "Phones" });
  const bubbles = h("ol", { class: "bubbles", "aria-live": "polite", "aria-label": "Conversation", tabindex: "0" });
  const title = h("h2", { class: "phone-title" }, "No phone chosen");
  const via = h("div", { class: "phone-via" });
  const text = input({ "aria-label": "Reply", placeholder: "Reply" });
  const write = h("form", { class: "phone-write", onsubmit: event => { event.preventDefault(); reply(text.value); } }, text,
    h("button", { class: "icon-button primary", type: "submit", "aria-label": "Send the reply" }, icon("send")));
  const errors = h("div", {});
  const nobody = empty("Nothing has arrived", "Send a message to any number, such as +14155550123: its phone appears here.", link("#/send?to=%2B14155550123", "Send one"));

  const partners = () => messages.filter(message => message.to === open);
  async function reply(words) {
    const last = partners().at(0);
    if (!words || !last) return;
    await doing(write.querySelector("button"), async () => {
      await post("/v1/Simulator/Inbox", { channel: last.channel, from: open, to: last.from, text: words });
      text.value = "";
      await look();
    }, errors);
  }
  const act = body => doing(write.querySelector("button"), async () => { await post("/v1/Simulator/Inbox", body); await look(); }, errors);
  const tap = (message, suggestion) => act({ tap: suggestion.text, messageId: message.carrierIds[0] });
  const read = message => act({ read: message.carrierIds[0] });
  function choose(phone) {
    open = phone;
    history.replaceState(null, "", `#/inbox/${encodeURIComponent(phone)}`);
    look().then(() => { bubbles.scrollTop = bubbles.scrollHeight; text.focus(); });
  }
  async function heard() {
    if (!open) return;
    const { path, list } = kindNamed(open.includes("@") ? "emails" : "messages");
    const answer = await post(`${path}/Search`, { address: open, status: "INBOUND", pageSize: 50 }, { signal: page.signal });
    const fresh = answer[list].filter(each => !typed.has(each.id));
    await Promise.all(fresh.map(async each => typed.set(each.id, await get(`${path}/${each.id}`, {}, { signal: page.signal }))));
  }
  async function look() {
    messages = (await get("/v1/Simulator/Inbox", { limit: NEWEST }, { signal: page.signal })).messages;
    const latest = new Map();
    messages.forEach(message => { if (!latest.has(message.to)) latest.set(message.to, message); });
    if (!open && latest.size) [open] = latest.keys();
    await heard();
    nobody.hidden = latest.size > 0;
    device.hidden = latest.size === 0;
    sync(phones, [...latest.values()].slice(0, 60).map(message => ({ ...message, chosen: message.to === open })), message => message.to, message =>
      h("li", {}, h("button", { type: "button", "aria-current": message.chosen ? "true" : null, onclick: () => choose(message.to) },
        h("span", { class: "phone-line" }, h("b", {}, message.to), when(message.receivedAt)),
        h("span", { class: "phone-last" }, plain(message)))));
    draw();
  }
  function draw() {
    const near = bubbles.scrollHeight - bubbles.scrollTop - bubbles.clientHeight < 60;
    const said = [
      ...partners().slice(0, 80).map(message => ({ id: `in-${message.number}`, at: message.receivedAt, mine: false, message })),
      ...[...typed.values()].filter(each => each.from.address === open).map(each => ({ id: each.id, at: each.createdAt, mine: true, message: each })),
    ].sort((a, b) => a.at.localeCompare(b.at) || Number(a.mine) - Number(b.mine));
    const last = partners().at(0);
    title.textContent = open ?? "No phone chosen";
    fill(via, last ? [channelTag(last.channel), h("span", {}, ` with ${last.from}`)] : null);
    sync(bubbles, said, each => each.id, each => (each.mine ? mine(each.message) : theirs(each.message, { tap, read })));
    if (near) bubbles.scrollTop = bubbles.scrollHeight;
  }

  const device = h("div", { class: "phones-split" }, phones,
    h("section", { class: "device", "aria-label": "Phone" }, h("div", { class: "device-head" }, title, via), bubbles, errors, write));
  fill(root, pageHead("Phones", "Everything the simulated phones and mailboxes received. Type, tap or read on one to answer."), nobody, device);
  await page.every(1200, look);
  bubbles.scrollTop = bubbles.scrollHeight;
}

function mine(message) {
  return h("li", { class: "mine" }, h("div", { class: "bubble" }, message.content?.text ?? ""),
    h("p", { class: "bubble-foot" }, link(`#/messages/${message.id}`, "received by Posthorn"), " ", when(message.createdAt)));
}

function theirs(message, { tap, read }) {
  const tells = message.channel === "RCS" || message.channel === "WHATSAPP"; // what a phone has read, its sender learns
  return h("li", { class: "theirs" }, drawn(message), taps(message, tap),
    h("p", { class: "bubble-foot" }, `${message.from} · ${CHANNEL_NAME[message.channel] ?? message.channel}${message.parts > 1 ? ` · ${message.parts} parts` : ""} · `, when(message.receivedAt),
      message.readAt ? [" · read ", when(message.readAt)] : null, tells && !message.readAt ? [" · ", button("Read it", () => read(message), { kind: "in-line" })] : null));
}

const plain = message => message.content?.subject ?? cards(message.content)[0]?.title ?? (message.text || "Rich message");

// A text, or what a phone draws of the provider's own content.
function drawn(message) {
  const { content } = message;
  const shown = cards(content);
  if (content?.subject) return h("div", { class: "rich-card" }, h("b", {}, content.subject), h("p", { class: "email" }, message.text));
  if (shown.length) return h("div", { class: "rich" }, shown.map(card));
  if (message.text || !content) return h("div", { class: "bubble" }, message.text || " ");
  return h("pre", { class: "bubble" }, JSON.stringify(content, null, 1));
}

function card({ title, description, media }) {
  return h("div", { class: "rich-card" }, media ? h("div", { class: "rich-media" }, icon("picture"), h("span", {}, media)) : null,
    title ? h("b", {}, title) : null, description ? h("p", {}, description) : null);
}

// Cards of RCS, interactive messages of WhatsApp: title, description and picture.
function cards(content) {
  const { richCard, interactive } = content ?? {};
  const rcs = [richCard?.standaloneCard?.cardContent, ...(richCard?.carouselCard?.cardContents ?? [])].filter(Boolean)
    .map(each => ({ title: each.title, description: each.description, media: each.media?.contentInfo?.fileUrl }));
  return interactive ? [...rcs, { title: interactive.header?.text, description: interactive.body?.text, media: interactive.header?.image?.link }] : rcs;
}

function taps(message, tap) {
  return message.suggestions.length
    ? h("div", { class: "taps" }, message.suggestions.map(each => button(each.text, () => tap(message, each), { kind: "tap" })))
    : null;
}
