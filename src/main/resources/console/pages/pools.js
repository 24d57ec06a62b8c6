import { all, get, patch, post, remove } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { shares, waits } from "../charts.js";
import { badge, button, card, channelTag, dialog, doing, empty, field, form, icon, idChip, input, link, pageHead, pager, problem, select, sure, table, toast, when } from "../parts.js";
import { compact, duration, number, policyInWords } from "../words.js";

export const show = (root, page) => (page.rest[0] ? one(root, page) : list(root, page));

async function list(root, page) {
  const pools = table([
    { name: "Pool", cell: pool => link(`#/pools/${pool.id}`, pool.name ?? pool.id) },
    { name: "Policy", cell: pool => h("span", { class: "soft" }, policyInWords(pool.policy)[0]) },
    { name: "Updated", cell: pool => when(pool.updatedAt), kind: "time" },
  ], { caption: "Pools", open: pool => `#/pools/${pool.id}` });
  const found = h("div", {});
  const pages = pager(() => look());
  async function look() {
    const answer = await get("/v1/SenderPools", { pageSize: 25, pageToken: pages.token() }, { signal: page.signal });
    pages.update(answer.pagination);
    sync(pools.body, answer.senderPools, pool => pool.id, pools.row);
    if (!answer.senderPools.length) fill(found, empty("No pools yet", "A pool spreads messages over its senders by their throughput.", button("New pool", create, { kind: "primary" })));
    else if (found.firstChild !== pools.element) fill(found, pools.element);
  }
  fill(root, pageHead("Pools", "Senders that share the work.", button([icon("plus"), "New pool"], create, { kind: "primary" })), found, pages.element);
  await page.every(5000, look);
}

async function create() {
  const senders = await all("/v1/Senders", "senders");
  dialog("New pool", () => {
    const name = input({ name: "name" });
    const boxes = senders.map(sender => [sender, h("input", { type: "checkbox" })]);
    return form([field("Name", name),
      h("fieldset", { class: "choices" }, h("legend", {}, "Senders"), boxes.length
        ? boxes.map(([sender, box]) => h("label", { class: "switch" }, box, h("span", { class: "mono" }, sender.address), channelTag(sender.channel)))
        : h("p", { class: "hint" }, "There are none yet; they can be added later."))],
    "Create", async () => {
      const chosen = boxes.filter(([, box]) => box.checked).map(([sender]) => ({ senderId: sender.id }));
      const made = await post("/v1/SenderPools", { ...(name.value ? { name: name.value } : {}), senders: chosen });
      const [pool] = (await get("/v1/SenderPools", { operationId: made.operationId })).senderPools;
      document.querySelector("dialog[open]")?.close();
      location.hash = `#/pools/${pool.id}`;
    });
  });
}

async function one(root, page) {
  const id = page.rest[0];
  const pool = await get(`/v1/SenderPools/${id}`, {}, { signal: page.signal });
  const state = h("div", { class: "tiles" });
  const errors = h("div", {});
  const look = async () => {
    const [status, names] = await Promise.all([get(`/v1/SenderPools/${id}/Status`, {}, { signal: page.signal }), pinned(id, page.signal)]);
    fill(state, tiles(status));
    sync(members.body, status.members.map(member => ({ ...member, name: names.get(member.senderId)?.displayName })), member => member.senderId, members.row);
    nobody.hidden = status.members.length > 0;
  };
  const change = async (member, body, control) => {
    const done = await doing(control, async () => { await patch(`/v1/SenderPools/${id}/Senders/${member.senderId}`, body); return true; }, errors);
    if (!done) return;
    toast(`${member.address}: ${Object.entries(body).map(([key, value]) => `${key} ${value}`).join(", ")}`);
    control.blur();
    await look();
  };
  const members = memberTable(id, change, look);
  const nobody = empty("No members", "Add a sender, and messages to this pool leave by it.");
  fill(root, h("p", { class: "crumb" }, link("#/pools", "Pools"), " / ", pool.name ?? id),
    pageHead(pool.name ?? "Pool", null, idChip(id), h("a", { class: "button", href: `#/send?from=senderPoolId ${id}` }, "Send", icon("send")),
      button("Delete", () => sure("Delete this pool?", "Its senders stay. Messages that wait in it fail.", "Delete", async () => { await remove(`/v1/SenderPools/${id}`); location.hash = "#/pools"; }), { kind: "danger" })),
    state,
    card("Members", h("p", { class: "soft" }, "Shares follow weight × throughput, lower tiers go first. Weight 0 drains: nothing new is given to it."),
      members.element, nobody, errors, h("p", {}, button([icon("plus"), "Add a sender"], () => addMember(id, look)))),
    h("div", { class: "split even" }, whatIf(id, page), policy(pool)));
  await page.every(2000, look);
}

async function pinned(id, signal) {
  const found = await all(`/v1/SenderPools/${id}/Senders`, "senders", 500);
  return signal.aborted ? new Map() : new Map(found.map(sender => [sender.id, sender]));
}

function tiles(status) {
  const flow = status.members.reduce((sum, member) => sum + member.sentLastSecond, 0);
  const rate = status.members.reduce((sum, member) => sum + member.rate, 0);
  return [
    ["Waiting", compact(status.queued), status.queued ? `the oldest for ${duration(status.oldestReadySeconds)}` : "nothing waits"],
    ["Segments per second", compact(flow), `of ${compact(rate)} its senders may`],
    ["Empty in", status.drainSeconds === null ? "never" : status.queued ? duration(status.drainSeconds) : "–", status.drainSeconds === null ? "nobody can send now" : "at the rates of this moment"],
  ].map(([name, value, words]) => h("div", { class: "tile" }, h("p", { class: "tile-name" }, name), h("p", { class: "tile-value" }, value), h("p", { class: "tile-words" }, words)));
}

function memberTable(id, change, look) {
  const cell = (member, name, label, step) => h("input", {
    class: "cell-input", type: "number", min: "0", step, value: member[name], "aria-label": `${label} of ${member.address}`,
    onchange: event => change(member, { [name]: Number(event.target.value) }, event.target),
  });
  return table([
    { name: "Sender", cell: member => h("span", { class: "pair" }, link(`#/senders/${member.senderId}`, member.address), channelTag(member.channel)) },
    { name: "Health", cell: member => [badge(member.health.state), member.health.reason ? h("span", { class: "why" }, member.health.reason) : null] },
    { name: "Weight", cell: member => cell(member, "weight", "Weight", "any"), kind: "number" },
    { name: "Tier", cell: member => cell(member, "tier", "Tier", "1"), kind: "number" },
    { name: "Per second", cell: member => `${compact(member.sentLastSecond)} / ${compact(member.rate)}`, kind: "number" },
    { name: "Takes messages", cell: member => h("label", { class: "switch" }, h("input", { type: "checkbox", checked: member.enabled, "aria-label": `${member.address} takes messages`, onchange: event => change(member, { enabled: event.target.checked }, event.target) }), member.enabled ? "on" : "off") },
    { name: "", cell: member => h("span", { class: "row-actions" },
      button("Drain", event => change(member, { weight: 0 }, event.currentTarget), { kind: "quiet small", "aria-label": `Drain ${member.address}`, disabled: member.weight === 0 }),
      button("Remove", () => sure(`Remove ${member.address}?`, "The sender stays, only not in this pool.", "Remove", async () => { await remove(`/v1/SenderPools/${id}/Senders/${member.senderId}`); await look(); }), { kind: "quiet small", "aria-label": `Remove ${member.address}` })) },
  ], { caption: "Members" });
}

async function addMember(id, look) {
  const [senders, there] = await Promise.all([all("/v1/Senders", "senders"), all(`/v1/SenderPools/${id}/Senders`, "senders")]);
  const free = senders.filter(sender => !there.some(each => each.id === sender.id));
  dialog("Add a sender", close => {
    if (!free.length) return empty("All senders are in", "Every sender there is belongs to this pool already.", link("#/senders", "Create one"));
    const sender = select(free.map(each => [each.id, `${each.address} (${each.channel})`]), free[0].id);
    const weight = input({ type: "number", value: "1", min: "0", step: "any" });
    const tier = input({ type: "number", value: "0", min: "0" });
    return form([field("Sender", sender), h("div", { class: "fields" }, field("Weight", weight), field("Tier", tier))], "Add", async () => {
      await post(`/v1/SenderPools/${id}/Senders`, [{ senderId: sender.value, weight: Number(weight.value), tier: Number(tier.value) }]);
      close();
      await look();
    });
  });
}

function policy(pool) {
  const json = h("textarea", { rows: "14", class: "mono", spellcheck: "false", "aria-label": "Policy as JSON", value: JSON.stringify(pool.policy, null, 2) });
  const words = h("ul", { class: "sentences" });
  const tell = each => fill(words, policyInWords(each).map(line => h("li", {}, line)));
  tell(pool.policy);
  return card("Policy", words, h("details", { class: "more" }, h("summary", {}, "Change it"),
    form([json], "Save the policy", async () => {
      let wanted;
      try {
        wanted = JSON.parse(json.value);
      } catch (error) {
        json.focus();
        toast(`Not JSON: ${error.message}`, "bad");
        return;
      }
      await patch(`/v1/SenderPools/${pool.id}`, { policy: wanted });
      const fresh = await get(`/v1/SenderPools/${pool.id}`);
      json.value = JSON.stringify(fresh.policy, null, 2);
      tell(fresh.policy);
      toast("Saved");
    })));
}

function whatIf(id, page) {
  const recipients = input({ type: "number", value: "1000", min: "1", max: "1000000" });
  const rate = input({ type: "number", min: "0", step: "any", placeholder: "all at once" });
  const down = select([["", "nobody"]], "");
  const seconds = input({ type: "number", value: "60", min: "1" });
  const drawn = h("div", { class: "drawn", "aria-live": "polite" });
  all(`/v1/SenderPools/${id}/Senders`, "senders").then(found =>
    fill(down, h("option", { value: "" }, "nobody"), found.map(sender => h("option", { value: sender.id }, sender.address))));
  const ask = outages => post(`/v1/SenderPools/${id}/Simulate`, {
    recipients: Number(recipients.value), ...(rate.value ? { arrivalsPerSecond: Number(rate.value) } : {}), outages,
  }, { signal: page.signal });
  return card("What if", form([
    h("div", { class: "fields" }, field("Messages", recipients), field("Arriving per second", rate), field("Out of order", down), field("for seconds", seconds)),
  ], "Simulate", async () => {
    const now = await ask([]);
    const then = down.value ? await ask([{ senderId: down.value, seconds: Number(seconds.value) }]) : null;
    fill(drawn, forecast(now, then));
  }), drawn);
}

function forecast(now, then) {
  const share = (answer, sender) => answer.shares.find(each => each.senderId === sender)?.share ?? 0;
  const ids = [...new Set([now, then].filter(Boolean).flatMap(answer => answer.shares.map(each => [each.senderId, each.address])).map(JSON.stringify))].map(JSON.parse);
  const names = ["as it is", "then"];
  const last = then ?? now;
  return [
    then ? h("p", { class: "legend" }, h("span", { class: "tone-calm" }, names[0]), h("span", { class: "tone-brand" }, names[1])) : null,
    h("h3", {}, "Who sends how much"),
    shares(ids.map(([sender, address]) => ({ name: address, now: share(now, sender), ...(then ? { then: share(then, sender) } : {}) })), names),
    h("h3", {}, "How long messages wait"),
    waits([{ name: names[0], tone: then ? "calm" : "brand", waits: now.waits }, ...(then ? [{ name: names[1], tone: "brand", waits: then.waits }] : [])]),
    h("div", { class: "figures" },
      figure("all have left after", duration(last.drainSeconds)), figure("left another than their kept sender", number(last.leftStickySender)),
      figure("failed over", number(last.failovers)), figure("not sent in time", number(last.unsent))),
  ];
}

const figure = (name, value) => h("div", { class: "figure" }, h("b", {}, value), name);
