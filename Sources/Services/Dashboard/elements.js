// Makes elements. Texts are always set as texts: nothing that came from outside is ever read as markup.

export function el(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  set(element, attributes);
  append(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElementNS(SVG, tag);
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  append(element, children);
  return element;
}

function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
}

function append(element, children) {
  for (const child of children.flat(3)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** A table; columns are {title, number, value(row), key(row)}; a click on a title sorts by it. */
export function table(columns, rows, empty) {
  if (!rows.length) return el("p.empty", {}, empty);
  const state = table.sorted.get(columns.id) || {};
  const body = el("tbody");
  const fill = () => {
    const sorted = [...rows];
    const column = columns.list[state.index];
    if (column && column.key) {
      sorted.sort((a, b) => {
        const [left, right] = [column.key(a), column.key(b)];
        if (left === undefined) return right === undefined ? 0 : 1;
        if (right === undefined) return -1;
        const order = left < right ? -1 : left > right ? 1 : 0;
        return state.down ? -order : order;
      });
    }
    body.replaceChildren(...sorted.map((row) =>
      el("tr", {}, columns.list.map((column) => el(column.number ? "td.number" : "td", {}, column.value(row))))));
  };
  const heads = columns.list.map((column, index) => {
    if (!column.key) return el(column.number ? "th.number" : "th", { scope: "col" }, column.title);
    const head = el(column.number ? "th.number" : "th", { scope: "col" },
      el("button", {
        type: "button",
        onclick: () => {
          state.down = state.index === index ? !state.down : Boolean(column.number);
          state.index = index;
          table.sorted.set(columns.id, state);
          heads.forEach((other, place) => other.setAttribute(
            "aria-sort", place === index ? (state.down ? "descending" : "ascending") : "none"));
          fill();
        },
      }, column.title));
    if (state.index === index) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
    return head;
  });
  fill();
  return el("div.scroll", { tabindex: "0" }, el("table", {}, el("thead", {}, el("tr", {}, heads)), body));
}
table.sorted = new Map();

/** Shows other children; who was at a link or a button stays at it, when it is still there. */
export function redraw(container, ...children) {
  const at = container.contains(document.activeElement) ? document.activeElement : undefined;
  container.replaceChildren(...children);
  if (!at) return;
  const same = (other) => other.getAttribute("href") === at.getAttribute("href") && other.textContent === at.textContent;
  [...container.querySelectorAll(at.localName)].find(same)?.focus({ preventScroll: true });
}

let hiding;
export function toast(text) {
  const element = document.getElementById("toast");
  element.textContent = text;
  element.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => element.classList.remove("shown"), 4500);
}
