import { follow, get } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { badge, button, empty, link, pageHead, select } from "../parts.js";
import { EVENT_PREFIX, clock, eventName, eventTone } from "../words.js";

const KEPT = 200;
const KINDS = [["", "All events"], ["message.*", "Messages"], ["operation.*", "Operations"], ["sender.*", "Senders"], ["message.inbound-received", "Replies"], ["message.failed,message.undelivered", "Failures"]];

export async function show(root, page) {
  const kind = select(KINDS, page.query.get("kind") ?? "", { "aria-label": "Kind of events" });
  const live = h("span", { class: "live", id: "live" }, "connecting");
  const found = h("div", {});
  const body = h("ol", { class: "events" });
  let events = [];
  let paused = false;
  let stop = new AbortController();
  const halt = button("Pause", () => { paused = !paused; halt.textContent = paused ? "Go on" : "Pause"; if (!paused) draw(); });
  const types = () => kind.value.split(",").filter(Boolean).map(each => EVENT_PREFIX + each).join(",");
  let due = false;
  function draw() {
    due = false;
    if (paused) return;
    if (!events.length) { fill(found, empty("Nothing yet", "Events appear here as they happen. Send a message, and watch.", link("#/send", "Send a message"))); return; }
    sync(body, events, event => event.id, row);
    if (found.firstChild !== body) fill(found, body);
  }
  function arrive(event) {
    events = [JSON.parse(event.data), ...events].slice(0, KEPT);
    if (!due) { due = true; requestAnimationFrame(draw); } // many at once are drawn once
  }
  async function start() {
    stop.abort();
    stop = new AbortController();
    page.signal.addEventListener("abort", () => stop.abort());
    const before = await get("/v1/Events", { last: KEPT, types: types(), pageSize: KEPT }, { signal: stop.signal });
    events = before.events.reverse();
    draw();
    follow("/v1/Events/Stream", { types: types(), after: before.next }, stop.signal, arrive, up => { live.classList.toggle("on", up); live.textContent = up ? "live" : "connecting"; });
  }
  kind.addEventListener("change", start);
  fill(root, pageHead("Events", "What happened, as webhooks are told it.", live), h("div", { class: "filters" }, kind, halt, h("a", { class: "button quiet", href: "#/webhooks" }, "Webhooks")), found);
  await start();
}

function row(event) {
  const { words } = eventName(event.type);
  const { message_id: message, operation_id: operation, sender_id: sender } = event.data;
  const target = message ? `#/messages/${message}` : operation ? `#/operations/${operation}` : sender ? `#/senders/${sender}` : null;
  return h("li", {}, h("details", {},
    h("summary", {}, h("span", { class: `dot-mark tone-${eventTone(event.type)}`, "aria-hidden": "true" }), h("b", {}, words),
      h("span", { class: "soft grow" }, who(event.data)), event.messagestatus ? badge(event.messagestatus) : null, h("time", { datetime: event.time }, clock(event.time))),
    h("div", { class: "event-body" }, target ? h("p", {}, link(target, "Open what it is about")) : null, h("pre", {}, JSON.stringify(event, null, 2)))));
}

function who(data) {
  const from = data.from?.address;
  const to = data.to?.address;
  if (from && to) return `${from} → ${to}`;
  return to ?? data.reason ?? from ?? data.operation_id?.slice(-8) ?? "";
}
