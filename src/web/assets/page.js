// The little that pages are quicker with: lines to choose from while typing, and buttons to copy.
// Every page is complete without it.
"use strict";

// Words in the language of the page.
const english = document.documentElement.lang === "en";
const words = {
  suggestions: english ? "Suggestions" : "Gợi ý",
  copy: english ? "Copy" : "Chép",
  copied: english ? "Copied" : "Đã chép",
};

// A box with a list below it, as the pattern of the ARIA practices guide has it: the focus stays in the
// box, arrows go through the list, Enter takes a line or searches, Escape closes it.
function suggestAt(box, place) {
  const list = document.createElement("ul");
  list.id = `goi-y-${place}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestions);
  list.hidden = true;
  box.form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    box.setAttribute(name, value);
  }
  let asked = 0, lines = [], chosen = -1, timer;

  function choose(at) {
    chosen = at;
    [...list.children].forEach((line, place) => line.setAttribute("aria-selected", String(place === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[at].id);
  }
  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }
  function take(line) {
    if (line.id) location.assign(`/van-ban/${encodeURIComponent(line.id)}`);
    else { box.value = line.query; close(); box.form.requestSubmit(); }
  }
  function show(found) {
    lines = found;
    list.replaceChildren(...found.map((line, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.className = line.kind;
      item.textContent = line.label;
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(line); });
      return item;
    }));
    choose(-1);
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
  }
  async function ask() {
    const mine = ++asked, typed = box.value.trim();
    if (typed.length < 2) return close();
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(typed)}`);
      if (answer.ok && mine === asked && document.activeElement === box) show(await answer.json());
    } catch { close(); }
  }

  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 80); });
  box.addEventListener("blur", () => { asked++; close(); });
  box.form.addEventListener("submit", close);
  box.addEventListener("keydown", (event) => {
    // Enter of a keyboard that still puts marks together is not for us.
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1 < lines.length ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? lines.length - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(lines[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

// Without a secure context there is no clipboard: then the text is selected, to be copied by hand.
function copyAt(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value ?? text.textContent);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    } catch {
      if (text.select) text.select();
      else getSelection().selectAllChildren(text);
    }
  });
  text.after(" ", button);
}

// Puts what `next` has in the place of what differs in `old`; all else stays where it is, with the focus.
function renew(old, next) {
  let at = old.firstChild;
  for (const part of [...next.childNodes]) {
    let same = at;
    while (same && !same.isEqualNode(part)) same = same.nextSibling;
    if (same) {
      while (at !== same) { at = at.nextSibling; at.previousSibling.remove(); }
      at = at.nextSibling;
    } else if (at && at.nodeType === Node.ELEMENT_NODE && at.cloneNode().isEqualNode(part.cloneNode())) {
      renew(at, part);
      at = at.nextSibling;
    } else {
      old.insertBefore(part, at);
    }
  }
  while (at) { const gone = at; at = at.nextSibling; gone.remove(); }
}

// A page about something that goes on asks for itself until it has ended, and shows what changed. Any
// page is an answer, but that the server, or its proxy, cannot answer now.
function follow(page) {
  const again = page.querySelector("[data-again]");
  if (!again) return;
  setTimeout(async () => {
    let next = page;
    try {
      const answer = await fetch(location.href);
      const said = answer.headers.get("content-type") || "";
      if (said.startsWith("text/html") && ![502, 503, 504].includes(answer.status)) {
        const read = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const one of [document, read]) one.querySelectorAll("noscript").forEach((part) => part.remove());
        const main = read.querySelector("main");
        if (main) {
          renew(document.querySelector("main"), main.cloneNode(true));
          next = read;
        }
      }
    } catch { /* the server is away for a moment: ask again */ }
    follow(next);
  }, again.dataset.again * 1000);
}

// Beside a form, the place of the field that has the focus comes into view, and pages are turned without
// leaving the field. Enter saves from the field of many lines too.
function deskAt(form) {
  const sheets = form.parentElement.querySelector(".sheets");
  function show(field) {
    const place = sheets && document.getElementById(`cho-${field.name}`);
    if (place) {
      const [seen, wanted] = [sheets, place].map((part) => part.getBoundingClientRect());
      if (wanted.top < seen.top || wanted.bottom > seen.bottom) sheets.scrollTop += wanted.top - seen.top - seen.height / 3;
    }
  }
  function turn(pages) {
    const top = sheets.getBoundingClientRect().top;
    const all = [...sheets.querySelectorAll(".sheet")];
    const offsets = all.map((sheet) => sheet.getBoundingClientRect().top - top);
    const next = pages > 0 ? offsets.find((offset) => offset > 5) : offsets.findLast((offset) => offset < -5);
    if (next !== undefined) sheets.scrollTop += next;
  }
  form.addEventListener("focusin", (event) => show(event.target));
  if (form.contains(document.activeElement)) show(document.activeElement);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    form.requestSubmit();
  });
  if (!sheets) return;
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "PageDown" && event.key !== "PageUp")) return;
    event.preventDefault();
    turn(event.key === "PageDown" ? 1 : -1);
  });
  form.querySelectorAll("[data-script]").forEach((hint) => { hint.hidden = false; });
}

follow(document);
document.querySelectorAll("form.to-review").forEach(deskAt);
document.querySelectorAll("form.box input[name=q]").forEach(suggestAt);
document.querySelectorAll(".to-copy").forEach(copyAt);
