// A page of a PDF with the cited cells outlined: zoom, turn pages, back to the cited place.  Pictures come from this server.

const ZOOMS = [1, 1.5, 2, 3];
const LEGIBLE = 1.3; // of a page that lies on its side, in a narrow pane

// A narrow pane is filled from the left edge of the page to the cited cell, so that the row's name stands beside its number.
const firstZoom = ([width, height], boxes, room) => {
  if (!boxes.length || room >= 720) return 1;
  const furthest = Math.max(...boxes.map((box) => box[2]));
  return Math.max(width > height ? LEGIBLE : 1, Math.min(1.5, width / (furthest + 20)));
};

// Marks that turn the order of writing, or hide: a digit must stand where it is printed.
const HIDDEN = /[\p{Cf}\p{Cc}]/gu;

const element = (name, words = "", className = "") => {
  const made = document.createElement(name);
  if (words) made.textContent = words;
  if (className) made.className = className;
  return made;
};

export default function ({ parentElement: root, data }) {
  const key = JSON.stringify([data.url, data.page, data.boxes, data.marks]);
  if (root.host ? root.host.dataset.shown === key : root.dataset.shown === key) return;
  (root.host || root).dataset.shown = key;
  root.querySelector(".whole")?.remove();
  const { words } = data;
  const whole = element("div", "", "whole");
  const bar = element("div", "", "bar");
  const frame = element("div", "", "frame");
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  let page = data.page;
  let zoom = firstZoom(data.sizes[data.page - 1] || [595, 842], data.boxes, (root.host || root).clientWidth);

  const press = (label, title, act) => {
    const made = element("button", label);
    made.title = title;
    made.setAttribute("aria-label", title);
    made.onclick = act;
    bar.append(made);
    return made;
  };
  const before = press("‹", words.before, () => turn(page - 1));
  const place = element("span", "", "place");
  place.setAttribute("aria-live", "polite");
  bar.append(place);
  const after = press("›", words.after, () => turn(page + 1));
  bar.append(element("span", "", "grow"));
  const back = press("↺", words.back, () => turn(data.page));
  const smaller = press("−", words.smaller, () => scale(-1));
  const larger = press("+", words.larger, () => scale(1));

  // What is outlined, by name: row, column and number stand far apart on a page, and no zoom holds all three.
  const strip = element("div", "", "marks");
  for (const mark of data.marks || []) {
    const line = element("div", "", "mark");
    [words.row, words.column, words.number].forEach((name, at) => {
      if (!mark[at]) return;
      const pair = element("span", "", at === 2 ? "pair amount" : "pair");
      pair.append(element("span", name, "name"), element("b", mark[at].replace(HIDDEN, "")));
      line.append(pair);
    });
    strip.append(line);
  }

  const draw = (zoomed = false) => {
    place.textContent = words.place.replace("{page}", page).replace("{pages}", data.pages);
    before.disabled = page <= 1;
    after.disabled = page >= data.pages;
    back.disabled = page === data.page;
    smaller.disabled = zoom <= ZOOMS[0];
    larger.disabled = zoom >= ZOOMS[ZOOMS.length - 1];
    const sheet = element("div", "", "sheet");
    const [width, height] = data.sizes[page - 1] || [595, 842];
    sheet.style.width = `${100 * zoom}%`;
    sheet.style.aspectRatio = `${width} / ${height}`;
    const picture = element("img");
    picture.alt = words.alt.replace("{page}", page);
    picture.decoding = "async";
    picture.onerror = () => frame.replaceChildren(element("div", words.problem, "problem"));
    picture.src = `${data.url}${page}.webp`;
    sheet.append(picture);
    if (page === data.page)
      for (const [x0, top, x1, bottom] of data.boxes) {
        const box = element("div", "", "box");
        box.style.left = `${(100 * (x0 - 2)) / width}%`;
        box.style.top = `${(100 * (top - 2)) / height}%`;
        box.style.width = `${(100 * (x1 - x0 + 4)) / width}%`;
        box.style.height = `${(100 * (bottom - top + 4)) / height}%`;
        sheet.append(box);
      }
    frame.replaceChildren(sheet);
    frame.setAttribute("aria-label", picture.alt);
    const box = sheet.querySelector(".box");
    requestAnimationFrame(() => {
      if (!box) return;
      frame.scrollTop = box.offsetTop + box.offsetHeight / 2 - frame.clientHeight / 2;
      frame.scrollLeft = box.offsetLeft + box.offsetWidth + 24 - frame.clientWidth;
      // the frame itself may be partly out of sight
      if (zoomed) box.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  };
  const turn = (to) => {
    page = Math.max(1, Math.min(data.pages, to));
    draw();
  };
  const scale = (way) => {
    zoom = (way > 0 ? ZOOMS.find((each) => each > zoom) : ZOOMS.findLast((each) => each < zoom)) || zoom;
    draw(true);
  };
  frame.onkeydown = (event) => {
    if (event.key === "PageDown" || event.key === "n") turn(page + 1);
    else if (event.key === "PageUp" || event.key === "p") turn(page - 1);
    else if (event.key === "+" || event.key === "=") scale(1);
    else if (event.key === "-") scale(-1);
    else return;
    event.preventDefault();
  };
  whole.append(bar, ...(strip.childElementCount ? [strip] : []), frame);
  root.append(whole);
  draw();
  // on a phone the page stands below what was pressed
  if (innerWidth <= 640 && data.look > (window.mingzhangLooked || 0)) setTimeout(() => whole.scrollIntoView({ behavior: "smooth", block: "start" }), 250);
  window.mingzhangLooked = data.look;
}
