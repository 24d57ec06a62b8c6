// Elements without markup: whatever the server says is text, never HTML.

const SVG = "http://www.w3.org/2000/svg";

function dress(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.entries(value).forEach(([key, each]) => element.style.setProperty(key, each));
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
}

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  add(element, children);
  dress(element, properties); // after the children: a select has its value only then
  return element;
}

export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  dress(element, properties);
  add(element, children);
  return element;
}

export function add(parent, children) {
  for (const child of children.flat(Infinity))
    if (child !== null && child !== undefined && child !== false) parent.append(child);
  return parent;
}

export function fill(parent, ...children) {
  parent.replaceChildren();
  return add(parent, children);
}

// Brings the children of `parent` in line with `items`, leaving alone those that are as they were
// and those somebody is typing in.
export function sync(parent, items, key, make) {
  const old = new Map([...parent.children].map(child => [child.syncKey, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    const print = JSON.stringify(item);
    let child = old.get(id);
    old.delete(id);
    if (!child || (child.syncPrint !== print && !isTypedIn(child))) {
      const fresh = make(item);
      fresh.syncKey = id;
      fresh.syncPrint = print;
      if (child === place) place = child?.nextElementSibling ?? null;
      const focused = child?.contains(document.activeElement) ? document.activeElement : null;
      parent.insertBefore(fresh, place);
      child?.remove();
      if (focused) refocus(fresh, focused);
      child = fresh;
      place = child;
    }
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  old.forEach(child => child.remove());
}

const isTypedIn = child => child.contains(document.activeElement) && document.activeElement.matches("input,select,textarea");

// Who went there by keyboard stays there.
function refocus(fresh, old) {
  const all = [...fresh.querySelectorAll("a,button,summary")];
  (all.find(each => each.textContent === old.textContent) ?? all[0])?.focus({ preventScroll: true });
}

let counter = 0;

export function newId(word) {
  return `${word}-${++counter}`;
}
