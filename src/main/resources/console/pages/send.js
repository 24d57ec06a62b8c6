import { all, post } from "../api.js";
import { fill, h } from "../dom.js";
import { card, channelTag, doing, empty, field, form, input, link, pageHead, problem, select } from "../parts.js";
import { kindNamed } from "../kinds.js";
import { CHANNEL_NAME, number } from "../words.js";

export async function show(root, page) {
  const [pools, senders] = await Promise.all([all("/v1/SenderPools", "senderPools"), all("/v1/Senders", "senders", 200)]);
  if (!pools.length && !senders.length) {
    fill(root, pageHead("Send"), empty("Nobody can send yet", "Add a connection to a carrier and a sender first.", link("#/connections", "Go to connections")));
    return;
  }
  const from = select([
    ...pools.map(pool => [`senderPoolId ${pool.id}`, `Pool: ${pool.name ?? pool.id}`]),
    ...senders.map(sender => [`senderId ${sender.id}`, `Sender: ${sender.address} (${CHANNEL_NAME[sender.channel] ?? sender.channel})`]),
  ], page.query.get("from") ?? preferred(pools), { name: "from" });
  const to = h("textarea", { name: "to", rows: "3", spellcheck: "false", placeholder: "+14155550123, one on each line or with commas", value: page.query.get("to") ?? "" });
  const kind = select([["PHONE", "Phone (SMS, RCS)"], ["WHATSAPP", "WhatsApp"], ["EMAIL", "Email"]], "PHONE", { name: "channel" });
  const text = h("textarea", { name: "text", rows: "5", placeholder: "What it says. {{ name }} is filled from each recipient's variables." });
  const subject = input({ name: "subject" });
  const subjectField = field("Subject", subject);
  const kindOfAddress = () => (kind.value === "EMAIL" ? EMAIL : MESSAGE);
  const tags = input({ name: "tags", placeholder: "campaign=autumn" });
  const priority = select([["HIGH", "Urgent"], ["NORMAL", "Normal"], ["BULK", "Bulk"]], "NORMAL", { name: "priority" });
  const at = input({ type: "datetime-local", name: "sendAt" });
  const preview = h("div", { class: "preview", "aria-live": "polite" }, hint());

  const recipients = () => to.value.split(/[\s,;]+/).filter(Boolean).map(address => kindOfAddress().recipient(address, kind.value));
  const request = () => {
    const [name, id] = from.value.split(" ");
    return {
      from: { [name]: id }, to: recipients(), content: kindOfAddress().content(text.value, subject.value), priority: priority.value,
      ...(tags.value.trim() ? { tags: Object.fromEntries(tags.value.trim().split(/\s+/).map(pair => pair.split(/=(.*)/s).slice(0, 2))) } : {}),
      ...(at.value ? { schedule: { sendAt: new Date(at.value).toISOString() } } : {}),
    };
  };
  let asked = 0;
  async function look() {
    const mine = ++asked;
    subjectField.hidden = kind.value !== "EMAIL";
    if (!recipients().length || !text.value) { fill(preview, hint()); return; }
    try {
      const answer = await post(`${kindOfAddress().path}/Preview`, { ...request(), to: recipients().slice(0, 20) }, { signal: page.signal });
      if (mine === asked) fill(preview, previewOf(answer[kindOfAddress().list], recipients().length));
    } catch (error) {
      if (mine === asked && error.name !== "AbortError") fill(preview, problem(error));
    }
  }
  let timer;
  const soon = () => { clearTimeout(timer); timer = setTimeout(look, 350); };
  [from, to, kind, subject, text, tags, priority, at].forEach(control => control.addEventListener("input", soon));

  const compose = form([
    field("From", from),
    h("div", { class: "fields" }, field("To", to), field("Kind of address", kind)),
    subjectField,
    field("Text", text),
    h("details", { class: "more" }, h("summary", {}, "Priority, time and tags"),
      h("div", { class: "fields three" }, field("Priority", priority), field("Send at", at, "Left empty: now"), field("Tags", tags))),
  ], "Send", async () => {
    const sent = await post(kindOfAddress().path, request(), { headers: { "Idempotency-Key": crypto.randomUUID() } });
    location.hash = `#/operations/${sent.operationId}?kind=${kindOfAddress().name}`;
  });
  fill(root, pageHead("Send", "To one person or a few thousand."), h("div", { class: "split" }, card(null, compose), card("Preview", preview)));
  (to.value ? text : to).focus();
  soon();
}

const MESSAGE = { ...kindNamed("messages"), recipient: (address, channel) => ({ address, channel }), content: text => ({ text }) };
const EMAIL = { ...kindNamed("emails"), recipient: address => ({ address }), content: (text, subject) => ({ subject, text, html: paragraphs(text) }) };

function paragraphs(text) {
  const safe = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return safe.split(/\n{2,}/).map(each => `<p>${each.replaceAll("\n", "<br>")}</p>`).join("");
}

const hint = () => h("p", { class: "soft" }, "Recipients and text, and this shows what would leave: channel, segments and who could send it.");

function preferred(pools) {
  const pool = pools.find(each => each.name === "demo") ?? pools[0];
  return pool ? `senderPoolId ${pool.id}` : "";
}

function previewOf(previews, wanted) {
  const [first] = previews;
  return [
    h("p", { class: "preview-sum" }, h("b", {}, number(wanted)), wanted === 1 ? " message" : " messages",
      first?.steps.length ? [" · ", h("b", {}, first.steps[0].segments), first.steps[0].segments === 1 ? " segment each" : " segments each"] : null),
    first?.steps.length
      ? first.steps.map(stepOf)
      : h("p", { class: "note tone-bad" }, "No sender here can reach this recipient."),
  ];
}

function stepOf(step, i) {
  return h("div", { class: "preview-step" },
    h("p", {}, i ? "then by " : "by ", channelTag(step.channel), step.encoding ? h("span", { class: "soft" }, ` ${step.encoding === "GSM7" ? "GSM 7-bit" : step.encoding}, ${step.segments} segment${step.segments === 1 ? "" : "s"}`) : null),
    step.text === undefined || step.text === null ? null : h("blockquote", { class: "bubble" }, step.text || " "),
    h("p", { class: "soft" }, step.senders.length ? ["may be sent by ", h("span", { class: "mono" }, step.senders.slice(0, 4).map(each => each.address).join(", ")), step.moreSenders || step.senders.length > 4 ? " and others" : ""] : "no sender may send it"));
}
