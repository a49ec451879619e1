// What the page keeps at the keyboard and in this browser: "/" to the search box, Ctrl+/ for the list of keys, ↑ for the
// questions asked before, a question put back into the box to be edited, pins kept in this browser's own storage.

const PINS = "mingzhang.pins";
const IN_A_FIELD = (target) => target.closest("input, textarea, select, [contenteditable=true]");
const BOXES = '.st-key-desk_text input, [data-testid="stChatInputTextArea"], .st-key-overview_text input, .st-key-documents_text input';
const box = () => document.querySelector(BOXES);

function put(area, words) {
  const prototype = area.tagName === "INPUT" ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value").set.call(area, words);
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
  area.setSelectionRange(words.length, words.length);
}

function keyList(words) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  title.textContent = words.title;
  const list = document.createElement("dl");
  for (const [key, meaning] of words.keys) {
    const term = document.createElement("dt");
    term.textContent = key;
    const told = document.createElement("dd");
    told.textContent = meaning;
    list.append(term, told);
  }
  dialog.setAttribute("aria-label", words.title);
  dialog.append(title, list);
  dialog.onclick = () => dialog.close();
  return dialog;
}

function stored() {
  try {
    const held = JSON.parse(localStorage.getItem(PINS) || "[]");
    return Array.isArray(held) ? held.slice(0, 50) : [];
  } catch {
    return [];
  }
}

// Streamlit pulls a talk to its end, for seconds after; an answer is read from its beginning.  So the last question is brought to
// the top, and held there while what stands above it still changes, until somebody scrolls, presses or types.
function followTalk() {
  const main = document.getElementById("stMain");
  if (!main || main.mingzhang) return;
  main.mingzhang = true;
  const top = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop");
  const messages = () => main.querySelectorAll('[data-testid="stChatMessage"]');
  Object.defineProperty(main, "scrollTop", { configurable: true, get: () => top.get.call(main), set: () => {} });
  let said = 0;
  let held = false;
  const show = () => {
    const all = messages();
    const last = all[all.length - (all.length % 2 ? 1 : 2)];
    if (!last) return;
    const away = last.getBoundingClientRect().top - parseFloat(getComputedStyle(last).scrollMarginTop);
    if (Math.abs(away) > 1) top.set.call(main, top.get.call(main) + away);
  };
  const look = () => {
    const count = messages().length;
    if (count > said) held = true;
    said = count;
    if (held) show();
  };
  const letGo = () => (held = false);
  for (const kind of ["wheel", "touchstart", "touchmove", "pointerdown", "keydown"])
    addEventListener(kind, letGo, { capture: true, passive: true });
  new MutationObserver(look).observe(main, { childList: true, subtree: true });
  const drawn = main.querySelector('[data-testid="stMainBlockContainer"]');
  if (drawn) new ResizeObserver(look).observe(drawn); // tables and charts grow when their rows come
  look();
  if (!said) top.set.call(main, 0);
}

export default function ({ parentElement: root, data, setStateValue }) {
  const kept = (root.host || root).__mingzhang || ((root.host || root).__mingzhang = { recalled: 0, sent: null });
  root.querySelector("dialog")?.remove();
  const dialog = keyList(data.keys);
  root.append(dialog);

  if (data.pins !== null && data.pinned !== kept.pinned) {
    kept.pinned = data.pinned;
    if (data.pinned > 0)
      try {
        localStorage.setItem(PINS, JSON.stringify(data.pins));
      } catch {}
  }
  if (!kept.sent) {
    kept.sent = true;
    const held = stored();
    if (held.length && !data.pinned) setStateValue("pins", held);
  }
  if (data.edit && data.edit.number !== kept.edit) {
    kept.edit = data.edit.number;
    setTimeout(() => box() && put(box(), data.edit.text), 60);
  }
  followTalk();
  document.querySelector('[data-testid="stMainMenuButton"]')?.setAttribute("aria-label", data.menu);

  // Streamlit keeps a chosen theme for the one address that was opened first; it is meant for all pages.
  const onClick = (event) => {
    const item = event.target.closest?.('[data-testid^="stMainMenuItem-theme-"]');
    if (!item) return;
    const folder = location.pathname.slice(0, location.pathname.lastIndexOf("/") + 1);
    const theme = JSON.stringify(item.dataset.testid.split("-").pop());
    for (const page of ["", ...data.pages]) localStorage.setItem(`stActiveTheme-${folder}${page}-v2`, theme);
  };
  document.addEventListener("click", onClick);

  const onKey = (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "/") {
      event.preventDefault();
      if (dialog.open) dialog.close();
      else dialog.showModal();
      return;
    }
    const target = event.composedPath()[0];
    if (!(target instanceof Element)) return;
    if (event.key === "/" && !IN_A_FIELD(target) && !event.altKey) {
      const area = box();
      if (!area) return;
      event.preventDefault();
      area.focus();
      area.select?.();
    } else if (event.key === "ArrowDown" && target.matches(".st-key-desk_text input")) {
      const first = [...document.querySelectorAll(".st-key-desk_results *")].map((one) => one.shadowRoot?.querySelector("tbody tr")).find(Boolean);
      if (first) {
        event.preventDefault();
        first.focus();
      }
    } else if (event.key === "ArrowUp" && target.matches('[data-testid="stChatInputTextArea"]')) {
      const asked = data.history;
      if (!asked.length || (target.value && target.value !== kept.last)) return;
      event.preventDefault();
      kept.recalled = target.value ? Math.min(kept.recalled + 1, asked.length) : 1;
      kept.last = asked[asked.length - kept.recalled];
      put(target, kept.last);
    }
  };
  document.addEventListener("keydown", onKey, true);
  document.body.dataset.keys = "ready";
  return () => {
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("click", onClick);
  };
}
