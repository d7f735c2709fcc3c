// Elements. Text becomes text nodes, never markup: names of classes and files may hold anything.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element: attributes, listeners (`onclick`), then children; null children are left out. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A list to choose from: options are [value, words]. */
export function select(label, options, value, onchange) {
  const box = el("select", {onchange: () => onchange(box.value)},
    options.map(([key, words]) => el("option", {value: key, selected: String(key) === String(value)}, words)));
  return el("label", {class: "choice"}, el("span", {}, label), box);
}

/** A button that is on or off. */
export function toggle(words, isOn, onchange, title = "", name = "") {
  const button = el("button", {
    type: "button", class: `toggle ${name}`.trim(), "aria-pressed": String(isOn), title, onclick: () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      onchange(on);
    }}, words);
  return button;
}

let bubble = null;

/** Shows lines beside a point of the window: the first is a heading. */
export function showTip(lines, x, y) {
  bubble ??= document.body.appendChild(el("div", {class: "tip", role: "status"}));
  bubble.replaceChildren(...lines.filter((line) => line).map((line, i) =>
    line instanceof Node ? line : el("div", {class: i === 0 ? "tip-head" : ""}, line)));
  bubble.hidden = false;
  const box = bubble.getBoundingClientRect();
  const left = x + 16 + box.width > window.innerWidth - 8 ? x - 16 - box.width : x + 16;
  bubble.style.left = `${Math.max(8, Math.min(left, window.innerWidth - box.width - 8))}px`;
  bubble.style.top = `${Math.max(8, Math.min(y + 14, window.innerHeight - box.height - 8))}px`;
}

export function hideTip() {
  if (bubble) {
    bubble.hidden = true;
  }
}

/** Gives an element a tip, under the pointer and with the focus. */
export function tip(element, lines) {
  const show = (x, y) => showTip(typeof lines === "function" ? lines() : lines, x, y);
  element.addEventListener("pointermove", (event) => show(event.clientX, event.clientY));
  element.addEventListener("pointerleave", hideTip);
  element.addEventListener("focus", () => {
    const box = element.getBoundingClientRect();
    show(box.left + box.width / 2, box.bottom);
  });
  element.addEventListener("blur", hideTip);
  return element;
}
