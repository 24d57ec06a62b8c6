import { ApiError, openapi, session } from "./api.js";
import { fill, h } from "./dom.js";
import { dialog, icon, loading, problem, toast } from "./parts.js";
import { signIn } from "./pages/sign-in.js";

// The frame: navigation, themes, keys, and which page the address asks for.

const GROUPS = [
  ["", [["overview", "Overview", "o"]]],
  ["Traffic", [["messages", "Messages", "m"], ["send", "Send", "s"], ["operations", "Operations", "p"]]],
  ["Routing", [["pools", "Pools", "l"], ["senders", "Senders", "d"], ["connections", "Connections", "c"]]],
  ["Telling", [["events", "Events", "e"], ["webhooks", "Webhooks", "w"], ["optouts", "Opt-outs", "x"]]],
];
const SIMULATED = ["Simulator", [["inbox", "Phones", "i"], ["simulator", "Carriers", "k"]]];

const app = document.getElementById("app");
let simulated = false;
let leave = new AbortController();
let drawn = "";

const groups = () => (simulated ? [...GROUPS, SIMULATED] : GROUPS);
const items = () => groups().flatMap(([, each]) => each);

function address() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name = "", ...rest] = path.split("/").filter(Boolean).map(decodeURIComponent);
  return { name: name || "overview", rest, query: new URLSearchParams(query) };
}

function navigation() {
  return h("nav", { class: "nav", id: "nav", "aria-label": "Pages of the console" }, groups().map(([title, each]) =>
    h("div", { class: "nav-group" }, title ? h("h2", {}, title) : null,
      h("ul", {}, each.map(([name, text, key]) =>
        h("li", {}, h("a", { href: `#/${name}`, "data-name": name, "aria-keyshortcuts": `g ${key}` }, icon(name), h("span", {}, text))))))));
}

function frame() {
  const menu = h("button", {
    class: "icon-button menu", type: "button", "aria-label": "Menu", "aria-expanded": "false", "aria-controls": "side",
    onclick: () => openMenu(!document.body.classList.contains("menu-open")),
  }, icon("menu"));
  fill(app,
    h("div", { class: "topbar" }, menu, h("a", { class: "brand", href: "#/overview" }, logo(), "Posthorn")),
    h("aside", { class: "side", id: "side" },
      h("a", { class: "brand", href: "#/overview" }, logo(), "Posthorn"),
      navigation(),
      h("div", { class: "side-foot" },
        tool("help", "Keyboard shortcuts", help), themeTool(), tool("out", "Sign out", () => session.close()))),
    h("div", { class: "veil", onclick: () => openMenu(false) }),
    h("p", { class: "away-note", role: "status" }, "The server cannot be reached; trying again."),
    h("main", { id: "main", tabindex: "-1" }));
  document.querySelector(".skip").onclick = event => {
    event.preventDefault();
    document.getElementById("main").focus();
  };
}

const logo = () => h("img", { src: "console/posthorn.svg", alt: "", width: "28", height: "28" });

function openMenu(open) {
  document.body.classList.toggle("menu-open", open);
  document.querySelector(".menu")?.setAttribute("aria-expanded", String(open));
}

function tool(name, label, onclick) {
  return h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, onclick }, icon(name));
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function themeTool() {
  const control = tool("moon", "", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("posthorn.theme", theme);
    draw();
  });
  const draw = () => {
    const label = isDark() ? "Light colours" : "Dark colours";
    control.setAttribute("aria-label", label);
    control.title = label;
    fill(control, icon(isDark() ? "sun" : "moon"));
  };
  draw();
  return control;
}

async function show() {
  const here = address();
  if (!session.current) return;
  leave.abort();
  leave = new AbortController();
  const signal = leave.signal;
  openMenu(false);
  const known = [...GROUPS, SIMULATED].flatMap(([, each]) => each).find(([name]) => name === here.name);
  if (!known) {
    location.hash = "#/overview";
    return;
  }
  markCurrent(here.name);
  document.title = `${known[1]} · Posthorn`;
  const root = h("div", { class: "page" }, loading());
  fill(document.getElementById("main"), root);
  const { show: page } = await import(`./pages/${here.name}.js`);
  if (signal.aborted) return;
  const moved = drawn !== "" && drawn !== here.name; // the first page leaves the focus where it is
  drawn = here.name;
  try {
    await page(root, { ...here, signal, every: (millis, work) => every(millis, work, signal) });
  } catch (error) {
    if (!signal.aborted) fill(root, problem(error));
  }
  if (moved && !signal.aborted && document.activeElement === document.body) root.querySelector("h1")?.focus({ preventScroll: true });
}

function markCurrent(name) {
  document.querySelectorAll(".nav a").forEach(each => {
    if (each.dataset.name === name) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  });
}

// Does `work` now and again, until the page is left; rests while nobody looks. What fails once is
// tried again; an error of the first time is the caller's.
async function every(millis, work, signal) {
  await work();
  const again = async () => {
    if (signal.aborted) return;
    if (!document.hidden) await work().catch(error => { if (error.status === undefined && error.name !== "AbortError") throw error; });
    if (!signal.aborted) setTimeout(again, millis);
  };
  setTimeout(again, millis);
}

const typing = target => target.closest?.("input,textarea,select,[contenteditable]");

const LONG_AGO = -10_000;
let going = LONG_AGO; // when g was pressed

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !session.current) return;
  if (event.key === "Escape") openMenu(false);
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") search(event);
  else if (event.key === "?") help();
  else if (event.key === "g") going = event.timeStamp;
  else if (event.timeStamp - going < 1500) jump(event.key);
  else moveRow(event);
}

function search(event) {
  event.preventDefault();
  const box = document.querySelector("main [type=search]");
  if (box) box.focus();
  else location.hash = "#/messages?focus=search";
}

function jump(key) {
  going = LONG_AGO;
  const found = items().find(([, , each]) => each === key);
  if (found) location.hash = `#/${found[0]}`;
}

// j and k walk through the links of a table's rows.
function moveRow(event) {
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const links = [...document.querySelectorAll("main tbody tr a:first-of-type")];
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + step))]?.focus();
}

function help() {
  const key = text => h("kbd", {}, text);
  dialog("Keyboard shortcuts", () => h("dl", { class: "keys" },
    [["Search", [key("/")]], ["This help", [key("?")]], ["Next and previous row", [key("j"), key("k")]], ["Close", [key("Esc")]],
      ...items().map(([, text, each]) => [text, [key("g"), key(each)]])]
      .map(([text, keys]) => h("div", {}, h("dt", {}, text), h("dd", {}, keys)))));
}

async function start() {
  if (!session.current) {
    await signIn(app);
    return;
  }
  frame();
  show();
  const api = await openapi().catch(() => ({ paths: {} }));
  simulated = Object.keys(api.paths).some(path => path.startsWith("/v1/Simulator/"));
  document.getElementById("nav").replaceWith(navigation());
  markCurrent(address().name);
}

// What a click began and nobody waits for: the API's words are shown, leaving a page is no error.
addEventListener("unhandledrejection", event => {
  if (event.reason?.name === "AbortError") event.preventDefault();
  else if (event.reason instanceof ApiError) {
    event.preventDefault();
    toast(event.reason.message, "bad");
  }
});
addEventListener("posthorn:reached", event => document.body.classList.toggle("away", !event.detail));
addEventListener("hashchange", show);
addEventListener("keydown", onKey);
addEventListener("posthorn:signed-in", start);
addEventListener("posthorn:signed-out", () => {
  leave.abort();
  simulated = false;
  start();
});
start();
