import { all, get, patch, post, remove } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { badge, button, card, definition, dialog, doing, empty, field, form, icon, idChip, input, link, pageHead, select, sure, table, toast, when } from "../parts.js";
import { EVENT_PREFIX, STATUS, eventName } from "../words.js";

export const show = (root, page) => (page.rest[0] ? one(root, page) : list(root, page));

async function list(root, page) {
  const rows = table([
    { name: "Webhook", cell: each => link(`#/webhooks/${each.id}`, each.url) },
    { name: "Told", cell: each => told(each.types) },
    { name: "Description", cell: each => each.description ?? "–" },
    { name: "Created", cell: each => when(each.createdAt), kind: "time" },
  ], { caption: "Webhooks", open: each => `#/webhooks/${each.id}` });
  const found = h("div", {});
  fill(root, pageHead("Webhooks", "Who is told of events, signed and in order.", button([icon("plus"), "New webhook"], create, { kind: "primary" })), found);
  await page.every(4000, async () => {
    const webhooks = await all("/v1/Webhooks", "webhooks");
    sync(rows.body, webhooks, each => each.id, rows.row);
    if (!webhooks.length) fill(found, empty("Nobody is told yet", "A webhook posts each event to an address of yours; failures are tried again for days.", button("New webhook", create, { kind: "primary" })));
    else if (found.firstChild !== rows.element) fill(found, rows.element);
  });
}

const told = types => (types.includes("*") ? "everything" : types.map(type => type.replace(EVENT_PREFIX, "")).join(", "));

async function create() {
  const { types } = await get("/v1/Types", { PageSize: 100 });
  dialog("New webhook", () => {
    const url = input({ type: "url", placeholder: "https://example.com/events" });
    const words = input({});
    const everything = h("input", { type: "checkbox", checked: true });
    const boxes = types.map(each => [each.type, h("input", { type: "checkbox", disabled: true })]);
    everything.addEventListener("change", () => boxes.forEach(([, box]) => { box.disabled = everything.checked; }));
    return form([field("Address", url, "Absolute, http or https."), field("Description", words),
      h("fieldset", { class: "choices" }, h("legend", {}, "Events"), h("label", { class: "switch" }, everything, "Everything"),
        boxes.map(([type, box]) => h("label", { class: "switch" }, box, eventName(type).words)))], "Create", async () => {
      const made = await post("/v1/Webhooks", {
        url: url.value.trim(), ...(words.value ? { description: words.value } : {}),
        types: everything.checked ? ["*"] : boxes.filter(([, box]) => box.checked).map(([type]) => type),
      });
      document.querySelector("dialog[open]")?.close();
      secret(made);
    });
  });
}

function secret(webhook) {
  dialog("Keep this secret now", close => h("div", { class: "form" },
    h("p", {}, "It verifies the signature of each request, and is not shown again."), h("code", { class: "secret" }, webhook.secret),
    h("div", { class: "form-actions" }, button("I have kept it", () => { close(); location.hash = `#/webhooks/${webhook.id}`; }, { kind: "primary" }))));
}

async function one(root, page) {
  const id = page.rest[0];
  const webhook = await get(`/v1/Webhooks/${id}`, {}, { signal: page.signal });
  const status = select([["", "All"], ...["PENDING", "DELIVERED", "DEAD"].map(each => [each, STATUS[each][1]])], "", { "aria-label": "Status" });
  const result = h("div", { "aria-live": "polite" });
  const found = h("div", {});
  const rows = table([
    { name: "Status", cell: each => badge(each.status) },
    { name: "Events", cell: each => `${each.eventIds.length}`, kind: "number" },
    { name: "Answer", cell: each => (each.statusCode ? h("code", {}, each.statusCode) : "–") },
    { name: "What went wrong", cell: each => each.error || "–" },
    { name: "Attempts", cell: each => each.attempts, kind: "number" },
    { name: "Last", cell: each => when(each.lastAttemptAt), kind: "time" },
    { name: "", cell: each => h("span", { class: "row-actions" }, button("Resend", event => resend(each, event.currentTarget), { kind: "quiet small" })) },
  ], { caption: "Deliveries" });
  async function look() {
    const answer = await get(`/v1/Webhooks/${id}/Deliveries`, { status: status.value, pageSize: 50 }, { signal: page.signal });
    sync(rows.body, answer.deliveries, each => each.id, rows.row);
    if (!answer.deliveries.length) fill(found, empty("No deliveries", "What waits, what failed and the last requests appear here."));
    else if (found.firstChild !== rows.element) fill(found, rows.element);
  }
  const resend = (delivery, control) => doing(control, async () => {
    await post(`/v1/Webhooks/${id}/Replay`, { eventIds: delivery.eventIds.slice(0, 100) });
    toast("Told again");
    await look();
  });
  const test = button("Test", () => doing(test, async () => {
    const answer = await post(`/v1/Webhooks/${id}/Test`, undefined);
    fill(result, h("p", { class: `note tone-${answer.delivered ? "good" : "bad"}` }, answer.delivered
      ? `Answered ${answer.statusCode} in ${answer.durationMillis} ms.` : `Not taken: ${answer.error || `answered ${answer.statusCode}`} (${answer.durationMillis} ms).`));
  }, result), { kind: "primary" });
  status.addEventListener("change", look);
  fill(root, h("p", { class: "crumb" }, link("#/webhooks", "Webhooks"), " / this one"),
    pageHead(new URL(webhook.url).host, webhook.description, idChip(id), test, button("Replay", () => replay(id, look)), button("Change", () => change(webhook)),
      button("Delete", () => sure("Delete this webhook?", "What waits to be told is forgotten.", "Delete", async () => { await remove(`/v1/Webhooks/${id}`); location.hash = "#/webhooks"; }), { kind: "danger" })),
    result,
    card(null, definition([["Address", h("span", { class: "mono" }, webhook.url)], ["Told", told(webhook.types)], ["Events in a request", webhook.batchSize], ["Created", when(webhook.createdAt)]])),
    card("Deliveries", h("div", { class: "filters" }, status), found));
  await page.every(2000, look);
}

function replay(id, look) {
  dialog("Tell events again", close => {
    const since = input({ type: "datetime-local", step: "1", value: new Date(Date.now() - 3600e3 - new Date().getTimezoneOffset() * 60e3).toISOString().slice(0, 19) });
    return form([field("Everything since", since, "From there on, in order; what was told before is told once more with the same id.")], "Replay", async () => {
      await post(`/v1/Webhooks/${id}/Replay`, { since: new Date(since.value).toISOString() });
      close();
      toast("It is being told");
      await look();
    });
  });
}

function change(webhook) {
  dialog("Change this webhook", close => {
    const url = input({ type: "url", value: webhook.url });
    const words = input({ value: webhook.description ?? "" });
    const size = input({ type: "number", min: "1", max: "500", value: webhook.batchSize });
    return form([field("Address", url), field("Description", words), field("Events in a request", size)], "Save", async () => {
      await patch(`/v1/Webhooks/${webhook.id}`, { url: url.value.trim(), description: words.value || null, batchSize: Number(size.value) });
      close();
      location.reload();
    });
  });
}
