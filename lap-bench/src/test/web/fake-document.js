// The little of a document that the modules need, for tests without a browser.

class FakeNode {
  constructor(name) {
    this.name = name;
    this.attributes = {};
    this.children = [];
    this.listeners = {};
    this.style = {};
    this.hidden = false;
    this.classList = {add: () => {}, remove: () => {}};
  }

  setAttribute(key, value) {
    this.attributes[key] = String(value);
  }

  getAttribute(key) {
    return this.attributes[key] ?? null;
  }

  addEventListener(kind, listener) {
    (this.listeners[kind] ??= []).push(listener);
  }

  append(...nodes) {
    this.children.push(...nodes);
  }

  appendChild(node) {
    this.children.push(node);
    return node;
  }

  replaceChildren(...nodes) {
    this.children = nodes;
  }

  fire(kind, event = {}) {
    (this.listeners[kind] ?? []).forEach((listener) => listener({preventDefault() {}, stopPropagation() {}, ...event}));
  }

  set textContent(text) {
    this.children = [text];
  }

  get textContent() {
    return this.children.map((child) => (typeof child === "string" ? child : child.textContent)).join("");
  }

  /** All elements of a name below this one. */
  all(name) {
    return this.children.flatMap((child) => (typeof child === "string" ? []
      : [...(child.name === name ? [child] : []), ...child.all(name)]));
  }
}

export function install() {
  globalThis.Node = FakeNode;
  globalThis.document = {
    createElement: (name) => new FakeNode(name),
    createElementNS: (_, name) => new FakeNode(name),
    body: new FakeNode("body"),
  };
}

/** A packed array of 32-bit floats or integers. */
export function pack(type, shape, values) {
  const [bytes, write] = {f32: [4, "setFloat32"], i32: [4, "setInt32"], i16: [2, "setInt16"], u16: [2, "setUint16"]}[type];
  const view = new DataView(new ArrayBuffer(bytes * values.length));
  values.forEach((value, i) => view[write](bytes * i, value, true));
  return {type, shape, data: Buffer.from(view.buffer).toString("base64")};
}

/** A flow of the plane with 3 samples and 2 blocks. */
export function smallFlow(more = {}) {
  return {
    network: 0, samples: 3, rows: pack("i32", [3], [4, 7, 9]), labels: pack("i16", [3], [0, 1, 1]),
    predictions: pack("i16", [3], [0, 0, 1]), costs: pack("f32", [3], [2, 5, 0]),
    blockCosts: pack("f32", [3, 2], [1, 1, 4, 1, 0, 0]), neighboursBefore: pack("u16", [3, 1], [1, 0, 1]),
    classes: ["<script>alert(1)</script>", "\"dog\" & 'cat'"],
    segments: [{blocks: 2, dimension: 2, kept: 1, exact: true,
      states: pack("f32", [3, 3, 2], [0, 0, 1, 0, 2, 2, 1, 0, 1, 2, 2, 2, 1, 1, 2, 2, 2, 2]),
      optimal: pack("f32", [3, 2], [2, 2, 1, 1, 2, 2])}],
    ...more,
  };
}
