import { get, post } from "../api.js";
import { add, fill, h, sync } from "../dom.js";
import { button, channelTag, doing, empty, icon, input, link, pageHead, when } from "../parts.js";
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
  function choose(phone) {
    open = phone;
    history.replaceState(null, "", `#/inbox/${encodeURIComponent(phone)}`);
    look().then(() => { bubbles.scrollTop = bubbles.scrollHeight; text.focus(); });
  }
  async function heard() {
    if (!open) return;
    const answer = await post("/v1/Messages/Search", { address: open, status: "INBOUND", pageSize: 50 }, { signal: page.signal });
    const fresh = answer.messages.filter(each => !typed.has(each.id));
    await Promise.all(fresh.map(async each => typed.set(each.id, await get(`/v1/Messages/${each.id}`, {}, { signal: page.signal }))));
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
        h("span", { class: "phone-last" }, plain(message.text)))));
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
    sync(bubbles, said, each => each.id, each => (each.mine ? mine(each.message) : theirs(each.message, reply)));
    if (near) bubbles.scrollTop = bubbles.scrollHeight;
  }

  const device = h("div", { class: "phones-split" }, phones,
    h("section", { class: "device", "aria-label": "Phone" }, h("div", { class: "device-head" }, title, via), bubbles, errors, write));
  fill(root, pageHead("Phones", "Everything the simulated phones received, on every channel. Type on one to answer."), nobody, device);
  await page.every(1200, look);
  bubbles.scrollTop = bubbles.scrollHeight;
}

function mine(message) {
  return h("li", { class: "mine" }, h("div", { class: "bubble" }, message.content?.text ?? ""),
    h("p", { class: "bubble-foot" }, link(`#/messages/${message.id}`, "received by Posthorn"), " ", when(message.createdAt)));
}

function theirs(message, reply) {
  return h("li", { class: "theirs" }, rich(message, reply),
    h("p", { class: "bubble-foot" }, `${message.from} · ${CHANNEL_NAME[message.channel] ?? message.channel}${message.parts > 1 ? ` · ${message.parts} parts` : ""} · `, when(message.receivedAt)));
}

function parsed(text) {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const plain = text => {
  const found = parsed(text);
  return found ? cards(found).map(card => card.title ?? card.description).find(Boolean) ?? found.text ?? "Rich message" : text;
};

// A text, or what an RCS or WhatsApp phone draws of the provider's own JSON.
function rich(message, reply) {
  const found = parsed(message.text);
  if (!found) return h("div", { class: "bubble" }, message.text || " ");
  const drawn = h("div", { class: "rich" });
  if (found.text) add(drawn, [h("div", { class: "bubble" }, found.text)]);
  for (const card of cards(found))
    add(drawn, [h("div", { class: "rich-card" }, card.media ? h("div", { class: "rich-media" }, icon("overview"), h("span", {}, card.media)) : null,
      card.title ? h("b", {}, card.title) : null, card.description ? h("p", {}, card.description) : null, taps(card.suggestions, reply))]);
  add(drawn, [taps(suggestionsOf(found), reply)]);
  return drawn.childElementCount ? drawn : h("pre", { class: "bubble" }, JSON.stringify(found, null, 1));
}

function cards(found) {
  const root = found.contentMessage ?? found;
  const card = root.richCard ?? {};
  const contents = [card.standaloneCard?.cardContent, ...(card.carouselCard?.cardContents ?? [])].filter(Boolean);
  const whatsapp = root.interactive ? [{ title: root.interactive.header?.text, description: root.interactive.body?.text, suggestions: (root.interactive.action?.buttons ?? []).map(each => ({ reply: { text: each.reply?.title, postbackData: each.reply?.id } })) }] : [];
  return [...contents.map(each => ({ title: each.title, description: each.description, media: each.media?.contentInfo?.fileUrl, suggestions: each.suggestions })), ...whatsapp];
}

const suggestionsOf = found => (found.contentMessage ?? found).suggestions ?? [];

function taps(suggestions, reply) {
  const words = (suggestions ?? []).map(each => (each.reply ?? each.action)?.text).filter(Boolean);
  return words.length ? h("div", { class: "taps" }, words.map(each => button(each, () => reply(each), { kind: "tap" }))) : null;
}
