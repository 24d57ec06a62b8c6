import { all, get, openapi, patch, post, remove } from "../api.js";
import { fill, h, sync } from "../dom.js";
import { badge, button, card, channelTag, definition, dialog, empty, field, form, icon, idChip, input, link, pageHead, select, sure, table, toast, when } from "../parts.js";

const TYPES = {
  SMPP: "SMPP: a carrier or aggregator with an SMSC", HTTP: "HTTP: any aggregator with an HTTP API", WHATSAPP_CLOUD: "WhatsApp Cloud API",
  RCS_BUSINESS_MESSAGING: "RCS Business Messaging", TWILIO: "Twilio", SMTP: "SMTP: a mail server",
};

export const show = (root, page) => (page.rest[0] ? one(root, page) : list(root, page));

async function list(root, page) {
  const rows = table([
    { name: "Connection", cell: each => link(`#/connections/${each.id}`, each.name) },
    { name: "Type", cell: each => each.type },
    { name: "State", cell: each => [badge(each.state), each.stateReason ? h("span", { class: "why" }, each.stateReason) : null] },
    { name: "Since", cell: each => when(each.stateSince), kind: "time" },
  ], { caption: "Connections", open: each => `#/connections/${each.id}` });
  const found = h("div", {});
  fill(root, pageHead("Connections", "The ways to carriers and providers.", button([icon("plus"), "New connection"], create, { kind: "primary" })), found);
  await page.every(3000, async () => {
    const connections = await all("/v1/Connections", "connections");
    sync(rows.body, connections, each => each.id, rows.row);
    if (!connections.length) fill(found, empty("No connections yet", "Connect a carrier, and its numbers can send.", button("New connection", create, { kind: "primary" })));
    else if (found.firstChild !== rows.element) fill(found, rows.element);
  });
}

// The form a type has, by the API's own description of it.
async function settingsForm(type, values = {}) {
  const schema = (await openapi()).components.schemas[`Settings_${type}`] ?? { properties: {} };
  const required = Object.keys(schema.properties).filter(name => schema.properties[name]["x-default"] === undefined);
  const controls = Object.entries(schema.properties).map(([name, property]) => ({ name, property, control: controlOf(property, values[name], required.includes(name)) }));
  const [must, may] = [controls.filter(each => required.includes(each.name)), controls.filter(each => !required.includes(each.name))];
  const fields = each => each.map(({ name, property, control }) => field(label(name), control, property.description));
  return {
    element: h("div", { class: "form" }, h("div", { class: "fields" }, fields(must)), may.length
      ? h("details", { class: "more" }, h("summary", {}, `${must.length ? "More" : "All"} settings (${may.length})`), h("div", { class: "fields" }, fields(may))) : null),
    read: () => Object.fromEntries(controls.map(({ name, property, control }) => [name, valueOf(property, control)]).filter(([, value]) => value !== undefined)),
  };
}

// enquireLinkSeconds: Enquire link seconds
const label = name => name.replaceAll(/[A-Z]/g, each => ` ${each.toLowerCase()}`).replace(/^./, each => each.toUpperCase());

function controlOf(property, value, required) {
  const usual = property["x-default"];
  const shown = value === undefined || value === "********" ? "" : String(value);
  if (property.enum) return select([...(required ? [] : [["", usual ? `${usual} (usual)` : "–"]]), ...property.enum.map(each => [String(each), String(each)])], shown);
  if (property.type === "boolean") return select([["", `${usual ?? "false"} (usual)`], ["true", "true"], ["false", "false"]], shown);
  if (/json/i.test(property.description ?? "") && property.type === "string") return h("textarea", { rows: "3", class: "mono", value: shown, placeholder: value === "********" ? "kept as it is" : "" });
  return input({
    type: property.format === "password" ? "password" : property.type === "integer" ? "number" : "text",
    autocomplete: property.format === "password" ? "new-password" : "off",
    value: shown, placeholder: value === "********" ? "kept as it is" : usual ?? "",
  });
}

function valueOf(property, control) {
  const value = control.value;
  if (value === "") return undefined;
  if (property.type === "boolean") return value === "true";
  if (property.type === "integer") return Number(value);
  if (Array.isArray(property.type) && property.type.includes("integer") && /^\d+$/.test(value)) return Number(value);
  return value;
}

async function create() {
  const known = (await openapi()).components.schemas.ConnectionCreate.properties.type.enum;
  dialog("New connection", close => {
    const name = input({ name: "name" });
    const type = select(known.map(each => [each, TYPES[each] ?? each]), known[0]);
    const place = h("div", {});
    let settings;
    const draw = async () => { settings = await settingsForm(type.value); fill(place, settings.element); };
    type.addEventListener("change", draw);
    draw();
    return form([h("div", { class: "fields" }, field("Name", name), field("Type", type)), place], "Create", async () => {
      const made = await post("/v1/Connections", { name: name.value, type: type.value, settings: settings.read() });
      close();
      location.hash = `#/connections/${made.id}`;
    });
  });
}

async function one(root, page) {
  const id = page.rest[0];
  const head = h("div", {});
  const facts = h("div", { class: "card" });
  const senders = h("div", {});
  fill(root, h("p", { class: "crumb" }, link("#/connections", "Connections"), " / this one"), head, h("div", { class: "split even" }, facts, senders));
  fill(senders, await sendersOf(id));
  let print = "";
  await page.every(2500, async () => {
    const connection = await get(`/v1/Connections/${id}`, {}, { signal: page.signal });
    if (print === JSON.stringify(connection)) return;
    print = JSON.stringify(connection);
    fill(head, pageHead(connection.name, connection.type, badge(connection.state), idChip(id),
      button("Change", () => change(connection), {}),
      button("Delete", () => sure(`Delete ${connection.name}?`, "Only a connection no sender uses can be deleted.", "Delete", async () => { await remove(`/v1/Connections/${id}`); location.hash = "#/connections"; }), { kind: "danger" })),
    connection.stateReason ? h("p", { class: "note tone-warn" }, connection.stateReason) : null);
    fill(facts, h("h2", {}, "Settings"), definition([
      ["State", [badge(connection.state), " since ", when(connection.stateSince)]],
      ["Throughput", connection.throughput === null ? "no limit of its own" : `${connection.throughput} segments per second`],
      ["Callbacks to", h("code", {}, `/v1/Callbacks/${id}`)],
      ...Object.entries(connection.settings).map(([name, value]) => [label(name), h("span", { class: "mono" }, value === "" ? "–" : String(value))])]));
  });
}

async function sendersOf(id) {
  const found = (await all("/v1/Senders", "senders")).filter(sender => sender.connectionId === id);
  return card("Senders", found.length
    ? h("ul", { class: "plain" }, found.map(sender => h("li", {}, h("span", { class: "pair" }, link(`#/senders/${sender.id}`, sender.address), channelTag(sender.channel), badge(sender.health.state)))))
    : h("p", { class: "soft" }, "No sender uses it yet. ", link("#/senders", "Create one")));
}

async function change(connection) {
  const settings = await settingsForm(connection.type, connection.settings);
  dialog(`Change ${connection.name}`, close => {
    const name = input({ value: connection.name });
    return form([field("Name", name), settings.element], "Save", async () => {
      await patch(`/v1/Connections/${connection.id}`, { name: name.value, settings: settings.read() });
      close();
      toast("Saved; it connects anew");
    });
  });
}
