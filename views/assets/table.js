// A table of figures: rows that open by click or Enter, are ticked by Space, and are copied as text with their source.
// Every string is put on the page as text, never as markup.

// Marks that turn the order of writing, or hide: a digit must stand where it is printed.
const HIDDEN = /[\p{Cf}\p{Cc}]/gu;

const element = (name, words = "", className = "") => {
  const made = document.createElement(name);
  if (words !== "") made.textContent = words.replace(HIDDEN, "");
  if (className) made.className = className;
  return made;
};

export async function copyText(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const area = element("textarea");
    area.value = words;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

const columnClass = (column) => [column.label ? "" : "narrow", column.kind === "number" ? "number" : "text", column.minor ? "minor" : "", column.wide ? "wide" : ""].join(" ").trim();

function header(data) {
  const line = element("tr");
  if (data.ticks) line.append(element("th", "", "tick"));
  for (const column of data.columns) {
    const cell = element("th", column.label, columnClass(column));
    cell.scope = "col";
    line.append(cell);
  }
  if (data.button) line.append(element("th", "", "press"));
  const head = element("thead");
  head.append(line);
  return head;
}

function listing(root, { data, setStateValue, setTriggerValue }, frame) {
  // what is ticked stays ticked while its row is there, whatever else is drawn anew
  const here = new Set(data.rows.map((row) => row.id));
  const kept = [...(frame.chosen || [])].filter((id) => here.has(id));
  if (data.ticks && kept.length < (frame.chosen?.size || 0)) setStateValue("chosen", kept);
  const chosen = (frame.chosen = new Set(kept));
  const table = element("table", "", data.cards ? "cards" : "");
  table.setAttribute("role", data.ticks || data.opens ? "grid" : "table");
  table.setAttribute("aria-label", data.label);
  table.append(header(data));
  const body = element("tbody");
  const lines = [];
  const tick = (at, on) => {
    const row = data.rows[at];
    if (on) chosen.add(row.id);
    else chosen.delete(row.id);
    const box = lines[at].querySelector("input");
    if (box) box.checked = on;
  };
  const tell = () => setStateValue("chosen", [...chosen]);
  const open = (at) => setTriggerValue("opened", data.rows[at].id);
  data.rows.forEach((row, at) => {
    const line = element("tr", "", `${data.opens ? "opens" : ""} ${row.id === data.open ? "open" : ""}`.trim());
    line.tabIndex = at === 0 ? 0 : -1;
    if (data.ticks) {
      const cell = element("td", "", "tick");
      const box = element("input");
      box.type = "checkbox";
      box.checked = chosen.has(row.id);
      box.tabIndex = -1;
      box.setAttribute("aria-label", `${data.words.tick} ${row.cells.join(" ")}`);
      cell.onclick = (event) => {
        event.stopPropagation();
        if (event.target !== box) box.checked = !box.checked;
        tick(at, box.checked);
        tell();
      };
      cell.append(box);
      line.append(cell);
    }
    row.cells.forEach((words, place) => {
      const [first, ...below] = words.split("\n");
      const cell = element("td", first, columnClass(data.columns[place]));
      for (const each of below) cell.append(element("div", each, "below"));
      line.append(cell);
    });
    if (data.button) {
      const cell = element("td", "", "press");
      const press = element("button", data.button);
      press.setAttribute("aria-label", `${data.button} ${row.cells.join(" ")}`);
      press.onclick = (event) => {
        event.stopPropagation();
        setTriggerValue("pressed", row.id);
      };
      cell.append(press);
      line.append(cell);
    }
    if (data.opens) line.onclick = () => open(at);
    lines.push(line);
    body.append(line);
  });
  table.append(body);
  const step = (at) => {
    const next = lines[Math.max(0, Math.min(lines.length - 1, at))];
    if (next) next.focus();
  };
  body.onkeydown = async (event) => {
    const at = lines.indexOf(event.target.closest("tr"));
    if (at < 0 || event.target.tagName === "BUTTON") return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "ArrowDown") step(at + 1);
    else if (event.key === "ArrowUp") step(at - 1);
    else if (event.key === "Home") step(0);
    else if (event.key === "End") step(lines.length - 1);
    else if (event.key === "Enter" && data.opens) open(at);
    else if (event.key === " " && data.ticks) {
      tick(at, !chosen.has(data.rows[at].id));
      tell();
    } else if (command && event.key.toLowerCase() === "a" && data.ticks) {
      data.rows.forEach((_, place) => tick(place, true));
      tell();
    } else if (command && event.key.toLowerCase() === "c" && !String(getSelection())) {
      const rows = data.rows.filter((row) => chosen.has(row.id));
      await copyText((rows.length ? rows : [data.rows[at]]).map((row) => row.copy || row.cells.join("\t")).join("\n"));
      root.querySelector(".said").textContent = data.words.copied;
    } else return;
    event.preventDefault();
  };
  return table;
}

// A table of a document as it is printed: cells with their spans, the cited ones lit.
function sheet({ data }) {
  const table = element("table");
  table.setAttribute("aria-label", data.label);
  const body = element("tbody");
  for (const row of data.sheet) {
    const line = element("tr");
    for (const [words, rows, columns, kind, lit] of row) {
      const cell = element("td", words, `${kind === "number" ? "number" : kind} ${lit ? "lit" : ""}`.trim());
      cell.rowSpan = rows;
      cell.colSpan = columns;
      if (lit) cell.setAttribute("aria-current", "true");
      line.append(cell);
    }
    body.append(line);
  }
  table.append(body);
  return table;
}

export default function (component) {
  const { parentElement: root, data } = component;
  let frame = root.querySelector(".frame");
  if (!frame) {
    frame = element("div", "", "frame");
    const said = element("div", "", "said");
    said.setAttribute("aria-live", "polite");
    root.append(frame, said);
  }
  const before = frame.dataset.drawn;
  const now = JSON.stringify(data);
  if (before === now) return;
  frame.dataset.drawn = now;
  frame.style.maxHeight = data.height ? `${data.height}px` : "";
  const held = root.activeElement ? [...root.querySelectorAll("tbody tr")].indexOf(root.activeElement) : -1;
  const top = frame.scrollTop;
  frame.replaceChildren(data.sheet ? sheet(component) : listing(root, component, frame));
  const lines = root.querySelectorAll("tbody tr");
  if (held >= 0 && lines[held]) lines[held].focus({ preventScroll: true });
  frame.scrollTop = top;
  const lit = frame.querySelector(".lit");
  if (lit) frame.scrollTop = lit.offsetTop - frame.clientHeight / 3;
}
