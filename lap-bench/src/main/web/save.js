// Saving pictures and tables as files.

/** Offers bytes or text as a download. */
export function download(name, type, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], {type}));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A file name of the words of a title. */
export function fileName(title, ending) {
  const words = title.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return `${words.slice(0, 60) || "picture"}.${ending}`;
}

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-size",
  "font-weight", "font-family", "text-anchor", "fill-opacity"];

/** An SVG element as a file of its own, with the styles that the page gives it. */
export function svgText(element, background) {
  const copy = element.cloneNode(true);
  const originals = [element, ...element.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const style = getComputedStyle(originals[i]);
    KEPT.forEach((property) => {
      const value = style.getPropertyValue(property);
      if (value) {
        node.setAttribute(property, value);
      }
    });
    node.removeAttribute("class");
    node.removeAttribute("tabindex");
  });
  const box = element.viewBox.baseVal;
  copy.setAttribute("width", box.width);
  copy.setAttribute("height", box.height);
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  Object.entries({x: box.x, y: box.y, width: box.width, height: box.height, fill: background})
    .forEach(([key, value]) => ground.setAttribute(key, value));
  copy.prepend(ground);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

/** Saves a canvas as PNG on a background. */
export function saveCanvas(canvas, background, name) {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext("2d");
  context.fillStyle = background;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob((blob) => download(name, "image/png", blob));
}
