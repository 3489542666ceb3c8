// Comforts for answering a survey: pages change without losing the place, what is typed is kept on
// this device until it is sent, lists and rankings are easier to use. Without it every page works
// the plain way, with the same result.

import { released } from "./press.js";

const MAX_ATTEMPTS = 6;
const SAVE_AFTER_MS = 300;
const DRAFT_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const WORDS = {
  sending: "Đang gửi, Quý vị đừng đóng trang…",
  loading: "Đang chuyển trang…",
  retrying: "Kết nối chập chờn, trang đang tự thử lại. Quý vị đừng đóng trang…",
  gaveUp: "Chưa gửi được vì mất kết nối. Những gì Quý vị đã trả lời vẫn còn; Quý vị bấm lại khi có mạng, phiếu không bị tính hai lần.",
};
const FOLD = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const backoff = (attempt) => Math.min(1000 * 2 ** attempt, 15_000) * (0.5 + Math.random() / 2);

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// --- What is typed and not sent yet --------------------------------------------------------------

/** Kept in localStorage under the survey, for the page it stands on; erased when all is sent. */
class Draft {
  constructor(survey) {
    this.name = `khao-sat:${survey}`;
  }

  /** The sheet that came with the page goes along: a cookie cannot hold every sheet. */
  save(form, { page, key }) {
    const sheet = form.elements.phieu.value;
    this.write({ page, key, typed: typedIn(form), sheet, at: Date.now() });
  }

  write(draft) {
    try {
      localStorage.setItem(this.name, JSON.stringify(draft));
    } catch {
      // storage is full or forbidden
    }
  }

  read() {
    try {
      const draft = JSON.parse(localStorage.getItem(this.name));
      return draft && Date.now() - draft.at < DRAFT_LIFETIME_MS ? draft : null;
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // nothing was kept
    }
  }
}

/** Everything typed or ticked in `form`. */
const typedIn = (form) => [...new FormData(form)].filter(([name]) => name.startsWith("q-"));

/** Put `typed` into the controls of `form` that are still there. */
function fill(form, typed) {
  const left = typed.slice();
  for (const control of form.elements) {
    if (!control.name?.startsWith("q-")) continue;
    const isTick = ["checkbox", "radio"].includes(control.type);
    const place = left.findIndex(
      ([name, value]) => name === control.name && (!isTick || value === control.value),
    );
    if (isTick) control.checked = place >= 0;
    else if (place >= 0) [[, control.value]] = left.splice(place, 1);
  }
}

// --- Pages ---------------------------------------------------------------------------------------

let current = null;

// How many pages forward this tab has gone: the browser's own Back takes them one by one.
let depth = 0;

class SheetPage {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.status = this.form.querySelector("[data-sheet-status]");
    this.isKiosk = "kiosk" in root.dataset;
    this.draft = new Draft(root.dataset.sheet);
    this.isBusy = false;
    this.refreshing = null;
    this.dress();
    let timer = 0;
    this.form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
    });
    this.form.addEventListener("change", (event) => {
      if (event.target.closest("[data-changes-page]")) this.refresh();
    });
    this.form.addEventListener("input", (event) => markChanged(event.target));
    // Caught as a click: a button that does not send the sheet need not wait for the check.
    this.form.addEventListener("click", (event) => this.onClick(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(event.submitter?.value ?? "");
    });
  }

  dress() {
    for (const list of this.form.querySelectorAll("[data-choices]")) dressChoices(list);
    for (const list of this.form.querySelectorAll("[data-optional]")) dressOptional(list);
    for (const list of this.form.querySelectorAll("[data-ranking]")) new Ranking(list);
    for (const select of this.form.querySelectorAll("select[data-filter]")) dressSelect(select);
    for (const button of this.form.querySelectorAll("[data-refresh]")) {
      button.closest("p").hidden = true;
    }
  }

  get page() {
    return this.root.dataset.page ?? "";
  }

  save() {
    if (!this.isKiosk && this.page) this.draft.save(this.form, this.root.dataset);
  }

  onClick(event) {
    const button = event.target.closest("button[type=submit]");
    if (!button) return;
    this.refreshing?.abort(); // what the button does, the refresh is part of
    if (button.value.startsWith("gui")) return;
    event.preventDefault();
    if (button.value === "lui" && history.state?.depth) history.back();
    else this.go(button.value);
  }

  say(words) {
    this.status.textContent = words;
  }

  body(act) {
    const body = new FormData(this.form);
    body.set("viec", act);
    return body;
  }

  /** Show at once what an answer makes of this page. What fails here the next button does. */
  async refresh() {
    if (this.isBusy) return;
    this.refreshing?.abort();
    this.refreshing = new AbortController();
    try {
      const { signal } = this.refreshing;
      const body = this.body("cap-nhat");
      const response = await fetch(this.form.action, { method: "POST", body, signal });
      if (!response.ok) return;
      const main = mainOf(await response.text());
      await released;
      if (!main || this.isBusy || signal.aborted) return;
      const focused = document.activeElement?.id;
      fill(main.querySelector("form"), typedIn(this.form));
      replaceMain(main);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    } catch {
      // aborted by a later answer or a button, or the line is down
    }
  }

  /** Send the page and show what comes; `draft` is put into it where it is the page of that. */
  async go(act, draft = null) {
    if (this.isBusy) return;
    this.isBusy = true;
    this.refreshing?.abort();
    this.save();
    this.say(act.startsWith("gui") ? WORDS.sending : WORDS.loading);
    const response = await this.post(act);
    this.isBusy = false;
    if (response === null) this.say(WORDS.gaveUp);
    else if (response.redirected) this.leave(response.url, act);
    else this.show(await response.text(), act, draft);
  }

  /** Send the page until there is an answer: the sheet's own key makes another try safe. */
  async post(act) {
    const body = this.body(act);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      try {
        const response = await fetch(this.form.action, { method: "POST", body });
        if (response.status < 500) return response;
      } catch {
        // the line is down
      }
      this.say(WORDS.retrying);
      await pause(backoff(attempt));
    }
    return null;
  }

  leave(url, act) {
    if (act.startsWith("gui")) this.draft.forget();
    location.assign(url);
  }

  /** Put the server's page in place of this one, and begin at its top. */
  show(html, act, draft) {
    const main = mainOf(html);
    if (!main) {
      const page = new DOMParser().parseFromString(html, "text/html");
      const parts = page.querySelectorAll("main h1, main .lead");
      this.say(Array.from(parts, (part) => part.textContent.trim()).join(". "));
      return;
    }
    const before = this.page;
    if (draft && draft.page === main.querySelector("[data-page]")?.dataset.page) {
      fill(main.querySelector("form"), draft.typed);
    }
    replaceMain(main);
    current?.save();
    if (act === "tiep" && current?.page !== before) {
      depth += 1;
      history.pushState({ depth }, "", location.pathname);
    }
    (document.querySelector("main [data-error-summary]") ?? main).focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

/** Once an answer is changed its error may no longer be true: the next button tells. */
function markChanged(control) {
  const question = control.closest(".question--invalid");
  if (!question) return;
  question.classList.remove("question--invalid");
  for (const error of question.querySelectorAll(".field__error")) error.remove();
  for (const one of question.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  const summary = document.querySelector("main [data-error-summary]");
  for (const link of summary?.querySelectorAll("a[href^='#']") ?? []) {
    if (question.contains(document.getElementById(link.hash.slice(1)))) link.closest("li").remove();
  }
  if (summary && !summary.querySelector("li")) summary.remove();
}

/** The main part of one of our own pages in `html`; null for any other page. */
function mainOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  if (!main?.querySelector(".sheet")) return null;
  document.title = page.title;
  return document.adoptNode(main);
}

function replaceMain(main) {
  document.querySelector("main").replaceWith(main);
  current = null;
  begin();
  document.dispatchEvent(new CustomEvent("page:replaced"));
}

addEventListener("popstate", (event) => {
  if (location.hash) return;
  const there = event.state?.depth ?? 0;
  const isBack = there < depth;
  depth = there;
  if (isBack && current?.form.querySelector("button[value=lui]")) current.go("lui");
});

// --- Several choices -----------------------------------------------------------------------------

/** One that stands alone takes the others away; at the most allowed, the rest cannot be ticked. */
function dressChoices(list) {
  const ticks = Array.from(list.querySelectorAll("input[type=checkbox]"));
  const most = Number(list.dataset.most ?? 0);
  const counter = make("p", { className: "meta" });
  counter.setAttribute("role", "status");
  counter.dataset.counter = "";
  if (most) list.after(counter);
  const count = () => {
    const chosen = ticks.filter((tick) => tick.checked);
    const isAlone = chosen.some((tick) => "alone" in tick.dataset);
    const isFull = most > 0 && chosen.length >= most && !isAlone;
    for (const tick of ticks) {
      const isShut = isFull && !tick.checked && !("alone" in tick.dataset);
      tick.setAttribute("aria-disabled", String(isShut));
      tick.closest("label").toggleAttribute("data-full", isShut);
    }
    if (!most) return;
    const words = chosen.length ? `Đã chọn ${chosen.length} trên ${most} mục.` : "";
    counter.textContent = isFull ? `${words} Muốn chọn mục khác, Quý vị bỏ bớt một mục.` : words;
  };
  list.addEventListener("click", (event) => {
    if (event.target.getAttribute?.("aria-disabled") === "true") event.preventDefault();
  });
  list.addEventListener("change", (event) => {
    const tick = event.target;
    if (tick.checked) {
      const isAlone = "alone" in tick.dataset;
      for (const other of ticks) {
        if (other !== tick && (isAlone || "alone" in other.dataset)) other.checked = false;
      }
    }
    count();
  });
  count();
}

/** An answer that need not be given can be taken back; radios alone cannot. */
function dressOptional(list) {
  const button = make("button", { type: "button", className: "btn btn--plain" }, "Bỏ chọn");
  const chosen = () => list.querySelector("input[type=radio]:checked");
  const show = () => {
    button.hidden = !chosen();
  };
  button.addEventListener("click", () => {
    const radio = chosen();
    radio.checked = false;
    radio.focus();
    show();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    radio.dispatchEvent(new Event("input", { bubbles: true }));
  });
  list.addEventListener("change", show);
  list.append(button);
  show();
}

// --- Ranking -------------------------------------------------------------------------------------

/** Buttons up and down beside the numbers; a number given twice moves the other one. */
class Ranking {
  constructor(list) {
    this.list = list;
    this.items = Array.from(list.children);
    this.most = this.items[0]?.querySelector("select").options.length - 1;
    this.status = make("p", { className: "meta" });
    this.status.setAttribute("role", "status");
    list.after(this.status);
    for (const item of this.items) {
      const label = item.querySelector("label").textContent;
      const up = this.button("↑", `Đưa lên: ${label}`, () => this.move(item, -1));
      const down = this.button("↓", `Đưa xuống: ${label}`, () => this.move(item, 1));
      item.append(make("span", { className: "ranking__buttons" }, up, down));
      const select = item.querySelector("select");
      let before = select.value;
      select.addEventListener("change", () => {
        this.settle(item, before);
        before = select.value;
      });
    }
    this.sort();
  }

  button(sign, label, act) {
    const button = make("button", { type: "button", className: "btn", textContent: sign });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }

  place(item) {
    return Number(item.querySelector("select").value);
  }

  give(item, place) {
    item.querySelector("select").value = place ? String(place) : "";
  }

  at(place, but = null) {
    return this.items.find((item) => item !== but && place > 0 && this.place(item) === place);
  }

  /** The one that had the number chosen gets the number given up for it. */
  settle(item, before) {
    const other = this.at(this.place(item), item);
    if (other) this.give(other, Number(before));
    this.tell(item);
  }

  /** What is not ranked yet goes to the end of the order; "up" takes the last place of a full one. */
  move(item, step) {
    const here = this.place(item);
    const free = this.items.filter((one) => this.place(one)).length + 1;
    const wanted = here ? here + step : free;
    if (!here && free > this.most) {
      if (step > 0) {
        this.status.textContent = `Đã xếp đủ ${this.most} mục. Muốn xếp mục này, Quý vị bấm ↑ để thay mục cuối.`;
        return;
      }
      this.give(this.at(this.most), 0);
      this.give(item, this.most);
    } else if (wanted > this.most || (here && wanted >= free)) {
      this.give(item, 0);
      this.closeGap(here);
    } else if (wanted >= 1) {
      const other = this.at(wanted);
      if (other) this.give(other, here);
      this.give(item, wanted);
    }
    this.tell(item);
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  closeGap(place) {
    for (let next = place + 1; next <= this.most; next += 1) {
      const item = this.at(next);
      if (item) this.give(item, next - 1);
    }
  }

  /** Show the order; the focus stays on the button that was pressed. */
  sort() {
    const focused = document.activeElement;
    const rank = (item) => this.place(item) || Infinity;
    const sorted = this.items.slice().sort((a, b) => {
      const [first, second] = [rank(a), rank(b)];
      return first === second ? 0 : first - second;
    });
    this.list.append(...sorted);
    if (this.list.contains(focused)) focused.focus();
  }

  tell(item) {
    this.sort();
    const place = this.place(item);
    const label = item.querySelector("label").textContent;
    const ranked = this.items.filter((one) => this.place(one)).length;
    const moved = place ? `${label}: thứ ${place}.` : `${label}: chưa xếp.`;
    this.status.textContent = `${moved} Đã xếp ${ranked} trên ${this.most} mục.`;
  }
}

// --- Long lists ----------------------------------------------------------------------------------

/**
 * One box in place of a long list: typing, marks or no marks, leaves what matches below it. The list
 * itself stays in the form, out of sight, and holds the answer (WAI-ARIA: editable combobox).
 */
function dressSelect(select) {
  const everything = Array.from(select.options).filter((option) => option.value);
  if (everything.length < 9) return;
  const id = select.id;
  const box = make("input", { type: "text", autocomplete: "off", className: "filterbox", id });
  const list = make("ul", { className: "filterlist", id: `${id}_ds`, hidden: true });
  const status = make("p", { className: "visually-hidden" });
  let active = -1;

  const chosen = () => select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "";
  const matching = (words) => everything.filter((option) => FOLD(option.text).includes(FOLD(words.trim())));
  const shown = () => Array.from(list.querySelectorAll("[role=option]"));
  const mark = (place) => {
    active = place;
    shown().forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    box.setAttribute("aria-activedescendant", shown()[place]?.id ?? "");
    shown()[place]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const choose = (value) => {
    select.value = value;
    box.value = chosen();
    status.textContent = box.value && `Đã chọn: ${box.value}.`;
    close();
    for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const open = (words) => {
    const found = matching(words);
    status.textContent = found.length ? `${found.length} mục khớp.` : "Không có mục nào khớp, Quý vị gõ lại.";
    list.replaceChildren(...found.map((option, at) => {
      const item = make("li", { id: `${id}_ds_${at}`, textContent: option.text });
      item.setAttribute("role", "option");
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
      item.addEventListener("click", () => choose(option.value));
      return item;
    }));
    if (!found.length) list.append(make("li", { className: "meta", textContent: status.textContent }));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    mark(-1);
  };

  select.id = `${id}_goc`;
  select.hidden = true;
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) box.setAttribute(name, select.getAttribute(name));
  }
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Những mục khớp");
  status.setAttribute("role", "status");
  box.placeholder = "Gõ vài chữ để tìm, rồi chọn";
  box.value = chosen();
  select.after(make("div", { className: "filter" }, box, list, status));
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    markChanged(box);
    open(box.value);
  });
  box.addEventListener("click", () => { if (list.hidden) open(""); });
  box.addEventListener("keydown", (event) => {
    const count = shown().length;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && list.hidden) open("");
    else if (event.key === "ArrowDown") mark((active + 1) % count);
    else if (event.key === "ArrowUp" && !list.hidden) mark((active - 1 + count) % count);
    else if (event.key === "Enter" && active >= 0) shown()[active].click();
    else return;
    event.preventDefault();
  });
  // Left with words that only one thing has, it is that; without words, none; else what was chosen.
  box.addEventListener("blur", () => {
    const found = matching(box.value);
    const only = found.find((option) => FOLD(option.text) === FOLD(box.value.trim())) ?? found[0];
    const isOne = found.length === 1 || FOLD(only?.text ?? "") === FOLD(box.value.trim());
    if (!box.value.trim()) choose("");
    else if (box.value !== chosen()) choose(isOne ? only.value : select.value);
    else close();
  });
}

// --- A device at a set place ---------------------------------------------------------------------

const WARN_SECONDS = 15;

/** Back to the first page after a while without a touch, told beforehand, and to be stopped. */
class Kiosk {
  constructor(root) {
    this.home = root.dataset.kiosk;
    this.root = root;
    this.limit = Number(root.dataset.leave ?? root.dataset.idle);
    this.warns = "leave" in root.dataset ? this.limit : WARN_SECONDS;
    this.left = this.limit;
    this.isStopped = false;
    this.box = make("div", { className: "sheet__countdown", hidden: true });
    this.seconds = make("span", {});
    this.seconds.setAttribute("aria-hidden", "true");
    const words = make("p", {}, "Trang sắp về đầu và quên mọi điều đã trả lời. ", this.seconds);
    words.setAttribute("role", "status");
    const stay = make("button", { type: "button", className: "btn" }, "Ở lại trang");
    stay.addEventListener("click", () => this.stop());
    this.box.append(words, stay);
    root.append(this.box);
    this.timer = setInterval(() => this.tick(), 1000);
    if (!("leave" in root.dataset)) {
      for (const kind of ["pointerdown", "keydown", "input"]) {
        root.addEventListener(kind, () => this.touch());
      }
    }
  }

  touch() {
    this.left = this.limit;
    this.box.hidden = true;
  }

  /** The person wants to read on: the count begins anew, three minutes from now. */
  stop() {
    this.left = 180;
    this.warns = WARN_SECONDS;
    this.box.hidden = true;
  }

  tick() {
    if (!this.root.isConnected) {
      clearInterval(this.timer);
      return;
    }
    this.left -= 1;
    if (this.left <= 0) {
      clearInterval(this.timer);
      location.replace(this.home);
    } else if (this.left <= this.warns) {
      this.box.hidden = false;
      this.seconds.textContent = `Còn ${this.left} giây.`;
    }
  }
}

// A page kept by the browser must not show the next person what the last one typed.
addEventListener("pageshow", (event) => {
  const kiosk = document.querySelector("[data-kiosk]");
  if (event.persisted && kiosk) location.replace(kiosk.dataset.kiosk);
});

// --- Beginning -----------------------------------------------------------------------------------

function begin() {
  const root = document.querySelector("[data-sheet]");
  const done = document.querySelector("[data-sheet-done]");
  const start = document.querySelector("[data-sheet-start]");
  const kiosk = document.querySelector("[data-kiosk]");
  if (root) current = new SheetPage(root);
  if (done) new Draft(done.dataset.sheetDone).forget();
  if (start) dressStart(start);
  if (kiosk?.dataset.idle || kiosk?.dataset.leave) new Kiosk(kiosk);
}

/** The first page: who begins anew erases what was typed; what only this device has can go on. */
function dressStart(start) {
  const draft = new Draft(start.dataset.sheetStart);
  const link = start.querySelector("[data-begin]");
  if (link && "anyone" in start.dataset && draft.read()) {
    const text = "Trả lời tiếp phần đang dở trên máy này";
    link.before(make("a", { className: "btn btn--outline", href: link.href }, text));
  }
  link?.addEventListener("click", () => draft.forget());
  start.querySelector("form")?.addEventListener("submit", () => draft.forget());
}

/**
 * What was typed here and belongs to the sheet of `root`, null where nothing does. On an open link a
 * sheet that has not begun may become the one left here; where codes or accounts tell people apart,
 * one never sees what another has typed.
 */
function draftFor(root) {
  if (!root || "kiosk" in root.dataset) return null;
  const draft = new Draft(root.dataset.sheet).read();
  const isSame = draft?.key === root.dataset.key;
  return draft && (isSame || "anyone" in root.dataset) ? draft : null;
}

/** On a page freshly opened, bring back what was typed, and the sheet where it is further on. */
function resume() {
  const root = document.querySelector("[data-sheet][data-page]");
  const draft = draftFor(root);
  const isHere = draft?.key === root?.dataset.key && draft?.page === root?.dataset.page;
  if (draft && isHere) fill(root.querySelector("form"), draft.typed);
  begin();
  if (draft && !isHere) {
    current.form.elements.phieu.value = draft.sheet;
    current.go("mo", draft);
  } else if (draft && root.querySelector("[data-changes-page]")) {
    current.refresh();
  }
}

resume();
