// Tables that sort, filter, and copy as CSV.

import {el, tip} from "./dom.js";
import {csv} from "./format.js";
import {download, fileName} from "./save.js";

/** Rows in the order of a column: numbers by value, words by the alphabet; missing ones last, either way. */
export function sorted(rows, column, ascending) {
  const missing = (cell) => cell.value === null || cell.value === undefined || Number.isNaN(cell.value)
    || cell.value === "";
  return [...rows].sort((a, b) => {
    const [x, y] = [a.cells[column], b.cells[column]];
    if (missing(x) || missing(y)) {
      return missing(x) - missing(y);
    }
    const order = typeof x.value === "number" && typeof y.value === "number"
      ? x.value - y.value : String(x.value).localeCompare(String(y.value), "en", {numeric: true});
    return ascending ? order : -order;
  });
}

/** Rows of which some cell contains every word of a query, whatever the case. */
export function filtered(rows, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? rows : rows.filter((row) => {
    const text = row.cells.map((cell) => cell.text).join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * A table. columns: {label, numeric, lines (tip)}; rows: {cells: [{text, value}], onclick, current}.
 * At most `most` rows are drawn at once; the rest by a button.
 */
export function table(title, columns, rows, {most = 24, open = true} = {}) {
  let by = -1;
  let ascending = true;
  let query = "";
  let limit = most;
  const body = el("tbody");
  const more = el("button", {type: "button", class: "quiet", onclick: () => {
    limit = limit === most ? Infinity : most;
    draw();
  }});
  const shown = () => {
    const found = filtered(rows, query);
    return by < 0 ? found : sorted(found, by, ascending);
  };
  const heads = columns.map((column, c) => {
    const head = el("th", {scope: "col", class: column.numeric ? "number" : "", "aria-sort": "none"},
      tip(el("button", {type: "button", onclick: () => {
        ascending = by === c ? !ascending : !column.numeric;
        by = c;
        heads.forEach((other, o) => other.setAttribute("aria-sort",
          o !== c ? "none" : ascending ? "ascending" : "descending"));
        draw();
      }}, column.label), column.lines ?? [column.label, "click to sort"]));
    return head;
  });
  const draw = () => {
    const all = shown();
    body.replaceChildren(...all.slice(0, limit).map((row) => {
      const act = row.onclick ? {class: "link", tabindex: "0", onclick: row.onclick,
        onkeydown: (event) => event.key === "Enter" && row.onclick()} : {};
      return el("tr", {...act, "aria-current": row.current ? "true" : null}, row.cells.map((cell, c) => {
        const made = el(c === 0 ? "th" : "td", {class: columns[c].numeric ? "number" : "", scope: c === 0 ? "row" : null},
          cell.text);
        return cell.lines ? tip(made, cell.lines) : made;
      }));
    }));
    more.hidden = all.length <= most;
    more.textContent = limit === most ? `Show all ${all.length}` : "Show fewer";
  };
  const content = () => csv([columns.map((column) => column.label),
    ...shown().map((row) => row.cells.map((cell) => cell.value ?? cell.text))]);
  const copy = el("button", {type: "button", class: "quiet", onclick: () => {
    navigator.clipboard?.writeText(content()).then(() => {
      copy.textContent = "Copied";
      setTimeout(() => (copy.textContent = "Copy CSV"), 1500);
    }, () => download(fileName(title, "csv"), "text/csv", content()));
  }}, "Copy CSV");
  const save = el("button", {type: "button", class: "quiet",
    onclick: () => download(fileName(title, "csv"), "text/csv", content())}, "Save CSV");
  const search = el("input", {type: "search", placeholder: "Filter", "aria-label": `Filter ${title}`, oninput: () => {
    query = search.value;
    draw();
  }});
  draw();
  return el("details", {class: "table", open}, el("summary", {}, el("h3", {}, title),
    el("span", {class: "soft"}, String(rows.length))),
  el("div", {class: "table-tools"}, search, copy, save),
  el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": title},
    el("table", {}, el("thead", {}, el("tr", {}, heads)), body)), more);
}
