// What is quicker beside the results with a script: years dragged over, bodies found by typing, trees
// walked with the arrows. All of it has a way without.
"use strict";

// Dragging over the columns asks for all years between both ends; a click is a link to one year.
function dragOver(picture) {
  const { first, last, all, label } = picture.dataset;
  const band = picture.querySelector(".band");
  const told = picture.parentElement.querySelector(".dragged");
  const count = last - first + 1, room = picture.viewBox.baseVal.width / count;
  let from = null, to = null;
  const at = (event) => {
    const box = picture.getBoundingClientRect();
    const place = Math.floor((event.clientX - box.left) / box.width * count);
    return Math.min(count - 1, Math.max(0, place));
  };
  const years = () => [Math.min(from, to), Math.max(from, to)].map((place) => place + Number(first));
  function show() {
    const [left, right] = years();
    band.setAttribute("x", (left - first) * room);
    band.setAttribute("width", left === right ? 0 : (right - left + 1) * room);
    told.textContent = left === right ? "" : label.replace("{}", left).replace("{}", right);
  }
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  picture.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = to = at(event);
  });
  addEventListener("pointermove", (event) => {
    if (from === null) return;
    to = at(event);
    show();
  });
  addEventListener("pointerup", () => {
    if (from === null) return;
    const [left, right] = years();
    from = null;
    if (left === right) return;
    const place = new URL(all, location.href);
    place.searchParams.set("from", left);
    place.searchParams.set("to", right);
    location.assign(place);
  });
  addEventListener("pointercancel", () => { from = null; band.setAttribute("width", 0); });
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

// A box above a long tree leaves what has the words, with or without marks, and what it lies in.
function findWithin(part) {
  const lines = [...part.querySelectorAll("li")];
  if (lines.length < 9) return;
  const english = document.documentElement.lang === "en";
  const box = document.createElement("input");
  box.type = "search";
  box.className = "find";
  box.autocomplete = "off";
  box.placeholder = english ? "Find a body…" : "Tìm cơ quan…";
  box.setAttribute("aria-label", box.placeholder);
  const names = lines.map((line) => plain(line.querySelector(".label").textContent));
  const folds = lines.map((line) => line.querySelector(":scope > .fold"));
  const open = folds.map((fold) => fold?.checked);
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const hits = new Set();
    lines.forEach((line, at) => {
      if (words.every((word) => names[at].includes(word))) {
        for (let up = line; part.contains(up); up = up.parentElement) hits.add(up);
      }
    });
    lines.forEach((line, at) => {
      line.hidden = !hits.has(line);
      if (folds[at]) folds[at].checked = words.length ? true : open[at];
    });
  });
  part.prepend(box);
}

// Up and down go through what is unfolded, right unfolds, left folds or goes up.
function walk(part) {
  part.addEventListener("keydown", (event) => {
    const seen = [...part.querySelectorAll(".find, .choice")].filter((line) => line.offsetParent);
    const at = seen.indexOf(document.activeElement);
    if (at < 0) return;
    const line = seen[at].closest("li");
    const fold = line?.querySelector(":scope > .fold");
    const typing = seen[at].matches(".find");
    if (event.key === "ArrowDown") seen[at + 1]?.focus();
    else if (event.key === "ArrowUp") seen[at - 1]?.focus();
    else if (typing) return;
    else if (event.key === "ArrowRight" && fold) fold.checked = true;
    else if (event.key === "ArrowLeft" && fold?.checked) fold.checked = false;
    else if (event.key === "ArrowLeft") line?.parentElement.closest("li")?.querySelector(":scope > .choice").focus();
    else return;
    event.preventDefault();
  });
}

document.querySelectorAll(".histogram").forEach(dragOver);
document.querySelectorAll(".within").forEach(findWithin);
document.querySelectorAll(".within, .browse .tree").forEach((part) => {
  if (!part.parentElement.closest(".within, .tree")) walk(part);
});
