"use strict";

// Draws openapi.json. Everything from it is put in as text, never as markup.

const METHODS = ["get", "post", "put", "patch", "delete"];

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== null));
  return element;
}

function operations(api) {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter(method => item[method]).map(method => ({ path, method, ...item[method] })));
}

function refName(schema) {
  return schema.$ref ? schema.$ref.split("/").pop() : null;
}

function resolve(api, schema) {
  const name = refName(schema);
  return name ? api.components.schemas[name] : schema;
}

function limits(schema) {
  const parts = [];
  if (schema.enum) parts.push("one of " + schema.enum.join(", "));
  if (schema.format) parts.push(schema.format);
  if (schema.pattern) parts.push("like " + schema.pattern);
  if (schema.minLength !== undefined || schema.maxLength !== undefined)
    parts.push(`${schema.minLength ?? 0} to ${schema.maxLength ?? "any number of"} characters`);
  if (schema.minimum !== undefined) parts.push("from " + schema.minimum);
  if (schema.exclusiveMinimum !== undefined) parts.push("above " + schema.exclusiveMinimum);
  if (schema.maximum !== undefined) parts.push("to " + schema.maximum);
  if (schema.maxItems !== undefined) parts.push(`${schema.minItems ?? 0} to ${schema.maxItems} items`);
  if (schema.maxProperties !== undefined) parts.push(`at most ${schema.maxProperties} entries`);
  if (schema.default !== undefined) parts.push("default " + JSON.stringify(schema.default));
  return parts.join("; ");
}

function typeName(api, schema) {
  const name = refName(schema);
  if (name) return name;
  if (schema.oneOf || schema.anyOf)
    return (schema.oneOf || schema.anyOf).map(each => typeName(api, each)).join(" or ");
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : schema.type || "anything";
  return type.startsWith("array") && schema.items ? "list of " + typeName(api, schema.items) : type;
}

// What has parts of its own, down to the objects a list or a choice is made of.
function inner(api, schema) {
  const known = resolve(api, schema);
  if (known.properties) return [[refName(schema), known]];
  if (known.items) return inner(api, known.items);
  return (known.oneOf || known.anyOf || []).flatMap(each => inner(api, each));
}

function schemaTree(api, schema, path) {
  const list = make("ul", { class: "schema" });
  for (const [name, object] of inner(api, schema)) {
    if (path.includes(name)) continue;
    if (name) list.append(make("li", { class: "soft" }, name + (object.description ? ": " + object.description : "")));
    for (const [property, value] of Object.entries(object.properties))
      list.append(propertyItem(api, object, property, value, name ? [...path, name] : path));
  }
  return list;
}

function propertyItem(api, object, property, value, path) {
  const required = (object.required || []).includes(property);
  const known = resolve(api, value);
  const line = [
    make("code", {}, property), " ",
    make("span", { class: "soft" }, typeName(api, value) + (required ? "" : ", optional")),
    text(limits(known), " · "), text(value.description || known.description, " · ")];
  const parts = inner(api, value).filter(([name]) => !path.includes(name));
  return parts.length === 0
    ? make("li", {}, ...line)
    : make("li", {}, make("details", {}, make("summary", {}, ...line), schemaTree(api, value, path)));
}

function text(words, before) {
  return words ? make("span", { class: "soft" }, before + words) : null;
}

function parameters(api, operation) {
  if (!operation.parameters) return null;
  return make("table", {}, ...operation.parameters.map(parameter =>
    make("tr", {},
      make("td", {}, make("code", {}, parameter.name)),
      make("td", { class: "soft" }, parameter.in),
      make("td", { class: "soft" },
        [parameter.description || parameter.schema.description, limits(resolve(api, parameter.schema))]
          .filter(Boolean).join("; ")))));
}

function body(api, operation) {
  const content = operation.requestBody?.content["application/json"];
  if (!content) return null;
  return make("div", {}, make("h3", {}, "Body: ", typeName(api, content.schema)), schemaTree(api, content.schema, []));
}

function answers(api, operation) {
  const rows = Object.entries(operation.responses).map(([status, answer]) => {
    const response = answer.$ref ? api.components.responses[refName(answer)] : answer;
    const schema = response.content?.["application/json"]?.schema;
    const headers = Object.keys(response.headers || {}).join(", ");
    const words = make("span", {}, response.description, text(headers, " · headers: "));
    const good = Number(status) < 400;
    return make("tr", {}, make("td", {}, make("code", {}, status)),
      make("td", {}, good && schema
        ? make("details", {}, make("summary", {}, words, text(typeName(api, schema), " · ")), schemaTree(api, schema, []))
        : words));
  });
  return make("div", {}, make("h3", {}, "Answers"), make("table", {}, ...rows));
}

const WORDS = {
  address: "+14155550123", url: "https://example.com/hook", destination: "https://example.com/hook", text: "Hello",
  messageStatusCallbackUrl: "https://example.com/hook", bootstrap_servers: "kafka.example.com:9092", country: "US", countryCode: "US",
  language: "en", from: "+14155550123", to: "+12065550101" };

// A value that fits: what must be there, and of choices the first.
function example(api, schema, name) {
  const known = resolve(api, schema);
  const choices = known.oneOf || known.anyOf;
  if (known.default !== undefined && known.default !== null) return known.default;
  if (known.enum) return known.enum[0];
  if (choices) return example(api, choices[0], name);
  const type = Array.isArray(known.type) ? known.type[0] : known.type;
  if (type === "array") return [example(api, known.items, name)];
  if (type === "object") return exampleObject(api, known);
  if (type === "integer" || type === "number") return known.minimum ?? 1;
  return type === "boolean" ? true : exampleText(known, name);
}

function exampleObject(api, known) {
  const all = Object.keys(known.properties || {});
  const shown = known.required?.length ? known.required : all.includes("text") ? ["text"] : all.slice(0, known.minProperties || 0);
  return Object.fromEntries(shown.map(property => [property, example(api, known.properties[property], property)]));
}

function exampleText(known, name) {
  const id = /comms_\w+_(?=\[)/.exec(known.pattern || "");
  if (id) return id[0] + "01h9krwprkeee8fzqspvwy6nq8";
  return known.format === "date-time" ? "2030-01-05T10:00:00Z" : WORDS[name] || name || "text";
}

function exampleBody(api, operation) {
  const value = example(api, operation.requestBody.content["application/json"].schema);
  return JSON.stringify(value, null, 2).replaceAll("'", "'\\''");
}

function command(api, operation) {
  const open = operation.security && operation.security.length === 0;
  const parts = ["curl"];
  if (operation.method !== "get") parts.push("-X " + operation.method.toUpperCase());
  if (!open) parts.push('-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"');
  if (operation.requestBody) parts.push("-H 'Content-Type: application/json'");
  parts.push("'" + api.servers[0].url + operation.path + "'");
  if (operation.requestBody) parts.push("-d '" + exampleBody(api, operation) + "'");
  return make("pre", {}, parts.join(" \\\n  "));
}

function section(api, operation) {
  return make("section", { id: operation.operationId, "data-words": words(operation) },
    make("h2", {}, operation.summary),
    make("p", {}, make("code", { class: "method" }, operation.method.toUpperCase()), make("code", {}, operation.path)),
    operation.description ? make("p", {}, operation.description) : null,
    parameters(api, operation), body(api, operation), answers(api, operation), command(api, operation));
}

function words(operation) {
  return [operation.method, operation.path, operation.summary].join(" ").toLowerCase();
}

function errors(api) {
  const rows = (api["x-error-codes"] || []).map(error =>
    make("tr", { id: "error-" + error.code },
      make("td", {}, make("code", {}, String(error.code))), make("td", {}, error.meaning)));
  return make("section", { id: "errors" }, make("h2", {}, "Error codes"), make("table", {}, ...rows));
}

function contents(all) {
  const groups = Map.groupBy(all, operation => operation.tags[0]);
  return [...groups].flatMap(([tag, group]) => [
    make("h2", {}, tag),
    ...group.map(operation =>
      make("a", { href: "#" + operation.operationId, "data-words": words(operation) }, operation.summary))]);
}

function filter(event) {
  const wanted = event.target.value.toLowerCase();
  for (const element of document.querySelectorAll("[data-words]"))
    element.hidden = !element.dataset.words.includes(wanted);
}

async function draw() {
  const answer = await fetch("openapi.json");
  const api = await answer.json();
  const all = operations(api);
  const page = document.getElementById("page");
  page.replaceChildren(
    make("p", {}, api.info.description),
    make("p", { class: "soft" }, "For programs: ", make("a", { href: "openapi.json" }, "openapi.json")),
    ...all.map(operation => section(api, operation)), errors(api));
  document.getElementById("contents").replaceChildren(...contents(all), make("a", { href: "#errors" }, "Error codes"));
  document.getElementById("filter").addEventListener("input", filter);
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

draw().catch(error => {
  document.getElementById("loading").textContent = "openapi.json could not be read: " + error.message;
});
