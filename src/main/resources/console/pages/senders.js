import { all, get, patch, post, remove } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { badge, button, card, channelTag, definition, dialog, empty, field, form, icon, idChip, input, link, pageHead, pager, select, sure, table, toast, when } from "../parts.js";
import { CHANNELS, CHANNEL_NAME, compact } from "../words.js";

export const show = (root, page) => (page.rest[0] ? one(root, page) : list(root, page));

async function list(root, page) {
  const connections = new Map((await all("/v1/Connections", "connections")).map(each => [each.id, each.name]));
  const senders = table([
    { name: "Sender", cell: sender => h("span", { class: "pair" }, link(`#/senders/${sender.id}`, sender.address), channelTag(sender.channel)) },
    { name: "Name", cell: sender => sender.displayName ?? "–" },
    { name: "Health", cell: sender => [sender.status === "ACTIVATED" ? badge(sender.health.state) : badge(sender.status), sender.health.reason ? h("span", { class: "why" }, sender.health.reason) : null] },
    { name: "Connection", cell: sender => link(`#/connections/${sender.connectionId}`, connections.get(sender.connectionId) ?? "open") },
    { name: "Per second", cell: sender => compact(sender.throughput), kind: "number" },
    { name: "Created", cell: sender => when(sender.createdAt), kind: "time" },
  ], { caption: "Senders", open: sender => `#/senders/${sender.id}` });
  const channel = select([["", "Any channel"], ...CHANNELS.map(each => [each, CHANNEL_NAME[each]])], "", { "aria-label": "Channel" });
  const found = h("div", {});
  const pages = pager(() => look());
  const create = () => createSender(connections);
  async function look() {
    const answer = await get("/v1/Senders", { channel: channel.value, pageSize: 25, pageToken: pages.token() }, { signal: page.signal });
    pages.update(answer.pagination);
    sync(senders.body, answer.senders, sender => sender.id, senders.row);
    if (!answer.senders.length) fill(found, empty("No senders", "A sender is a number, an agent or an address messages come from.", button("New sender", create, { kind: "primary" })));
    else if (found.firstChild !== senders.element) fill(found, senders.element);
  }
  channel.addEventListener("change", () => { pages.restart(); look(); });
  fill(root, pageHead("Senders", "The numbers, agents and addresses messages come from.", button([icon("plus"), "New sender"], create, { kind: "primary" })),
    h("div", { class: "filters" }, channel), found, pages.element);
  await page.every(4000, look);
}

function createSender(connections) {
  dialog("New sender", close => {
    if (!connections.size) return empty("No connection yet", "A sender sends through a connection to a carrier.", link("#/connections", "Create a connection"));
    const address = input({ name: "address", placeholder: "+12065550100" });
    const channel = select(CHANNELS.map(each => [each, CHANNEL_NAME[each]]), "SMS");
    const connection = select([...connections], [...connections.keys()][0]);
    const name = input({});
    const rate = input({ type: "number", min: "0", step: "any", placeholder: "as the API has it" });
    return form([h("div", { class: "fields" }, field("Address", address), field("Channel", channel)), field("Connection", connection),
      h("div", { class: "fields" }, field("Name", name), field("Segments per second", rate))], "Create", async () => {
      const made = await post("/v1/Senders", {
        address: address.value.trim(), channel: channel.value, connectionId: connection.value,
        ...(name.value ? { displayName: name.value } : {}), ...(rate.value ? { throughput: Number(rate.value) } : {}),
      });
      close();
      location.hash = `#/senders/${made.id}`;
    });
  });
}

async function one(root, page) {
  const id = page.rest[0];
  const facts = h("div", { class: "card" });
  const health = h("div", {});
  const head = h("div", {});
  const title = h("span", {});
  fill(root, h("p", { class: "crumb" }, link("#/senders", "Senders"), " / ", title), head, h("div", { class: "split even" }, facts, health));
  let print = "";
  await page.every(2500, async () => {
    const [sender, events] = await Promise.all([get(`/v1/Senders/${id}`, {}, { signal: page.signal }), get(`/v1/Senders/${id}/HealthEvents`, { pageSize: 20 }, { signal: page.signal })]);
    if (print === JSON.stringify([sender, events])) return;
    print = JSON.stringify([sender, events]);
    title.textContent = sender.address;
    fill(head, pageHead(sender.address, sender.displayName, channelTag(sender.channel), badge(sender.health.state), idChip(id), ...tools(sender)));
    fill(facts, h("h2", {}, "Facts"), definition(factsOf(sender)));
    fill(health, healthOf(sender, events.healthEvents));
  });
}

function tools(sender) {
  const active = sender.status === "ACTIVATED";
  return [
    button(["Test", icon("send")], () => test(sender), { kind: "primary" }),
    button("Change", () => change(sender)),
    button(active ? "Deactivate" : "Activate", async () => {
      await patch(`/v1/Senders/${sender.id}`, { status: active ? "DEACTIVATED" : "ACTIVATED" });
      toast(active ? "Deactivated" : "Activated");
    }),
    button("Delete", () => sure(`Delete ${sender.address}?`, "It leaves every pool it is in.", "Delete", async () => { await remove(`/v1/Senders/${sender.id}`); location.hash = "#/senders"; }), { kind: "danger" }),
  ];
}

function factsOf(sender) {
  return [
    ["Status", badge(sender.status)],
    ["Connection", link(`#/connections/${sender.connectionId}`, "open")],
    ["Throughput", `${compact(sender.throughput)} segments per second`],
    ["Burst", sender.burst], ["Daily limit", sender.dailyLimit],
    ["Kind", sender.kind.toLowerCase().replace("_", " ")],
    ["Countries", sender.countries.length ? sender.countries.join(", ") : "all"],
    ["Quotas", sender.quotas.length ? sender.quotas.map(each => h("div", {}, `${each.limit} ${each.kind.toLowerCase()} a ${each.period.toLowerCase()}`)) : "none"],
    ["Messages", link(`#/messages?q=${encodeURIComponent(sender.address)}`, "search")],
    ["Created", when(sender.createdAt)],
  ];
}

function healthOf(sender, events) {
  return card("Health", h("p", {}, badge(sender.health.state), ` score ${sender.health.score}, since `, when(sender.health.since)),
    sender.health.reason ? h("p", { class: "note tone-warn" }, sender.health.reason) : null,
    events.length
      ? h("ol", { class: "timeline" }, events.map(event => h("li", { class: `step tone-${event.score < 0.5 ? "bad" : event.score < 1 ? "warn" : "good"}` },
        h("div", { class: "step-head" }, h("b", {}, `${event.from.toLowerCase()} → ${event.to.toLowerCase()}`), when(event.occurredAt)), h("p", { class: "soft" }, event.reason))))
      : h("p", { class: "soft" }, "The server has changed nothing about it by itself."));
}

function test(sender) {
  dialog(`Send a test from ${sender.address}`, close => {
    const to = input({ value: "+14155550123" });
    const text = input({ value: "A test from Posthorn" });
    return form([field("To", to), field("Text", text)], "Send the test", async () => {
      const sent = await post("/v1/Messages", {
        from: { senderId: sender.id }, to: [{ address: to.value.trim(), channel: sender.channel === "WHATSAPP" ? "WHATSAPP" : "PHONE" }],
        content: { text: text.value }, tags: { test: "console" }, priority: "HIGH",
      });
      close();
      location.hash = `#/operations/${sent.operationId}`;
    });
  });
}

function change(sender) {
  dialog(`Change ${sender.address}`, close => {
    const name = input({ value: sender.displayName ?? "" });
    const rate = input({ type: "number", min: "0", step: "any", value: sender.throughput });
    const limit = input({ type: "number", min: "1", value: sender.dailyLimit ?? "", placeholder: "none" });
    return form([field("Name", name), h("div", { class: "fields" }, field("Segments per second", rate), field("Messages a day", limit))], "Save", async () => {
      await patch(`/v1/Senders/${sender.id}`, { displayName: name.value || null, throughput: Number(rate.value), dailyLimit: limit.value ? Number(limit.value) : null });
      close();
      toast("Saved");
    });
  });
}
