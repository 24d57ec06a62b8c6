import { all, follow, get } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { sparkline, stack } from "../charts.js";
import { badge, card, channelTag, empty, icon, link, pageHead, when } from "../parts.js";
import { compact, duration, eventName, eventTone } from "../words.js";

const SHOWN = 12; // pools asked for at each look
const LOOK = 2000; // milliseconds
const KEPT = 90; // looks a line has

// What was seen so far: stays while other pages are looked at.
const history = new Map();
let news = [];

function remember(id, value) {
  const points = history.get(id) ?? [];
  points.push(value);
  if (points.length > KEPT) points.shift();
  history.set(id, points);
  return points;
}

export async function show(root, page) {
  const pools = await all("/v1/SenderPools", "senderPools", SHOWN);
  if (!pools.length) {
    fill(root, pageHead("Overview"), empty("No pools yet", "A pool spreads messages over its senders. Create one to begin.",
      link("#/pools", "Go to pools")));
    return;
  }
  const total = h("div", { class: "tiles" });
  const grid = h("div", { class: "pool-grid" });
  const senders = h("tbody", {});
  const feed = h("ol", { class: "feed", "aria-label": "Latest news" });
  fill(root, pageHead("Overview", "How traffic flows at this moment.", h("span", { class: "live", id: "live" }, "connecting")),
    total, h("h2", { class: "section" }, "Pools"), grid,
    h("div", { class: "split" }, card("Senders", sendersTable(senders)), card("Worth knowing", feed)));
  tell(feed);
  follow("/v1/Events/Stream", { types: "com.twilio.comms-api.operation.*,com.twilio.comms-api.sender.*,com.twilio.comms-api.message.failed,com.twilio.comms-api.message.undelivered,com.twilio.comms-api.message.inbound-received" },
    page.signal, event => { news = [JSON.parse(event.data), ...news].slice(0, 14); tell(feed); }, up => showLive(up));
  await page.every(LOOK, async () => {
    const states = await Promise.all(pools.map(pool => get(`/v1/SenderPools/${pool.id}/Status`, {}, { signal: page.signal })));
    draw(pools, states, { total, grid, senders });
  });
}

function showLive(up) {
  const live = document.getElementById("live");
  if (!live) return;
  live.classList.toggle("on", up);
  live.textContent = up ? "live" : "connecting";
}

function draw(pools, states, at) {
  const members = new Map(states.flatMap(state => state.members).map(member => [member.senderId, member]));
  const flow = [...members.values()].reduce((sum, member) => sum + member.sentLastSecond, 0);
  const room = [...members.values()].reduce((sum, member) => sum + member.rate, 0);
  const queued = states.reduce((sum, state) => sum + state.queued, 0);
  const oldest = Math.max(0, ...states.map(state => state.oldestReadySeconds ?? 0));
  const ill = [...members.values()].filter(member => member.health.state === "OPEN" || member.health.state === "DEGRADED").length;
  fill(at.total,
    tile("Segments per second", compact(flow), `of ${compact(room)} the carriers take`, sparkline(remember("flow", flow), { label: `Throughput, now ${compact(flow)} segments per second` })),
    tile("Waiting", compact(queued), queued ? `the oldest for ${duration(oldest)}` : "nothing waits", sparkline(remember("queued", queued), { label: `Queue depth, now ${queued}`, tone: "info" })),
    tile("Health", `${members.size - ill} of ${members.size}`, ill ? `${ill} sender${ill > 1 ? "s" : ""} in trouble` : "all senders are well",
      stack([{ value: members.size - ill, tone: "good", name: "healthy" }, { value: ill, tone: "bad", name: "in trouble" }], members.size)));
  sync(at.grid, pools.map((pool, i) => ({ pool, state: states[i], points: remember(pool.id, states[i].members.reduce((sum, m) => sum + m.sentLastSecond, 0)).length })),
    item => item.pool.id, item => poolCard(item));
  sync(at.senders, [...members.values()].map(m => ({ ...m, look: remember(m.senderId, m.sentLastSecond).length, last: history.get(m.senderId).at(-1) })), m => m.senderId, senderRow);
}

function tile(name, value, words, chart) {
  return h("div", { class: "tile" }, h("p", { class: "tile-name" }, name), h("p", { class: "tile-value" }, value), h("p", { class: "tile-words" }, words), chart);
}

function poolCard({ pool, state }) {
  const points = history.get(pool.id);
  const flow = points.at(-1);
  return h("a", { class: "pool-card", href: `#/pools/${pool.id}` },
    h("span", { class: "pool-name" }, pool.name ?? pool.id),
    sparkline(points, { label: `${compact(flow)} segments per second` }),
    h("span", { class: "pool-facts" },
      fact("per second", compact(flow)), fact("waiting", compact(state.queued)),
      fact("empty in", state.drainSeconds === null ? "nobody sends" : state.queued ? duration(state.drainSeconds) : "–"),
      fact("senders", String(state.members.length))));
}

const fact = (name, value) => h("span", { class: "fact" }, h("b", {}, value), " ", name);

function sendersTable(body) {
  return h("div", { class: "table-scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Sender", "Health", "Last minutes", "Per second", "In flight"].map((name, i) => h("th", { scope: "col", class: i > 2 ? "number" : null }, name)))), body));
}

function senderRow(member) {
  const points = history.get(member.senderId);
  return h("tr", {},
    h("td", { "data-label": "Sender" }, h("span", { class: "pair" }, link(`#/senders/${member.senderId}`, member.address), channelTag(member.channel))),
    h("td", { "data-label": "Health" }, badge(member.health.state), member.health.reason ? h("span", { class: "why" }, member.health.reason) : null),
    h("td", { class: "spark-cell", "data-label": "Last minutes" }, sparkline(points, { label: `now ${points.at(-1)} segments per second`, height: 26, width: 120 })),
    h("td", { class: "number", "data-label": "Per second" }, `${compact(member.sentLastSecond)} / ${compact(member.rate)}`),
    h("td", { class: "number", "data-label": "In flight" }, compact(member.inFlight)));
}

function tell(feed) {
  if (!news.length) {
    fill(feed, h("li", { class: "soft" }, "Nothing yet. Operations, failures, replies and changes of health appear here as they happen."));
    return;
  }
  sync(feed, news, event => event.id, event => {
    const { words } = eventName(event.type);
    return h("li", {}, h("span", { class: `dot-mark tone-${eventTone(event.type)}`, "aria-hidden": "true" }),
      h("span", {}, target(event, words), " ", h("span", { class: "soft" }, about(event.data))), when(event.time));
  });
}

function target(event, words) {
  const { message_id: message, operation_id: operation, sender_id: sender } = event.data;
  if (message) return link(`#/messages/${message}`, words);
  if (operation) return link(`#/operations/${operation}`, words);
  if (sender) return link(`#/senders/${sender}`, words);
  return words;
}

function about(data) {
  if (data.reason) return `${data.address ?? data.sender?.address ?? ""} ${data.reason}`;
  if (data.from && data.to) return `${data.from.address} → ${data.to.address}`;
  return data.to?.address ?? "";
}
