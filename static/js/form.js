// A public form that loses nothing: a draft on this device, one submission for many clicks and for
// Back, and trying again with the same key when the line, the server or the page's token fails.
// Without it the form is sent the plain way, with the same result. Its words stand in templates
// beside the form (templates/intake/_form_guard.html).

const DRAFT_LIFETIME_MS = 24 * 60 * 60 * 1000;
const SAVE_AFTER_MS = 400;
const MAX_ATTEMPTS = 6;
// The server takes what comes within two seconds of its page for a machine's.
const HUMAN_MS = 2_100;
const FORBIDDEN = 403;
// What the browser may know of the person: never kept, others may use this device.
const PERSONAL = ["name", "email", "tel"];
const HIDDEN = ["csrfmiddlewaretoken", "submission_key", "stamp"];
const WORDS = {
  sending: "Đang gửi, Quý vị đừng đóng trang…",
  retrying: "Kết nối chập chờn, trang đang tự gửi lại. Quý vị đừng đóng trang…",
  gaveUp: "Kết nối bị mất. Nội dung vẫn còn trên trang; Quý vị bấm gửi lại khi có mạng, trang không nhận hai lần.",
  expired: "Trang đã mở quá lâu, hoặc trình duyệt đang chặn cookie. Quý vị tải lại trang rồi gửi lần nữa: nội dung vẫn còn, tệp đính kèm cần chọn lại.",
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const backoff = (attempt) => Math.min(1000 * 2 ** attempt, 15_000) * (0.5 + Math.random() / 2);
const isPersonal = (control) => PERSONAL.includes(control.autocomplete);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

/** JSON under one name; a browser that refuses storage only forgets. */
class Kept {
  constructor(storage, name) {
    this.storage = storage;
    this.name = name;
  }

  write(value) {
    try {
      window[this.storage].setItem(this.name, JSON.stringify(value));
    } catch {
      // storage is full or forbidden
    }
  }

  read() {
    try {
      return JSON.parse(window[this.storage].getItem(this.name));
    } catch {
      return null;
    }
  }

  forget() {
    try {
      window[this.storage].removeItem(this.name);
    } catch {
      // nothing was kept
    }
  }
}

/** What was typed or chosen, but not who it was: that lives through a reload of our own only. */
class Draft {
  constructor(form, purpose) {
    this.form = form;
    this.kept = new Kept("localStorage", `draft:${purpose}`);
    this.person = new Kept("sessionStorage", `person:${purpose}`);
  }

  /** Ticks of consent are given anew each time; files cannot be kept. */
  get controls() {
    return Array.from(this.form.elements).filter(
      (control) =>
        control.name &&
        !control.closest("[data-intake]") &&
        !control.name.startsWith("consent_") &&
        !["hidden", "file", "password", "submit", "button"].includes(control.type),
    );
  }

  values(isWanted) {
    const isTick = (control) => ["checkbox", "radio"].includes(control.type);
    return this.controls
      .filter(isWanted)
      .filter((control) => !isTick(control) || control.checked)
      .map((control) => [control.name, control.value]);
  }

  save(key) {
    const values = this.values((control) => !isPersonal(control));
    if (values.some(([, value]) => value.trim())) this.kept.write({ key, values, at: Date.now() });
  }

  read() {
    const draft = this.kept.read();
    if (draft && Date.now() - draft.at < DRAFT_LIFETIME_MS) return draft;
    this.forget();
    return null;
  }

  forget() {
    this.kept.forget();
  }

  keepPerson() {
    this.person.write(this.values(isPersonal));
  }

  restorePerson() {
    this.fill(this.controls.filter(isPersonal), this.person.read() ?? []);
    this.person.forget();
  }

  restore({ values }) {
    this.fill(this.controls.filter((control) => !isPersonal(control)), values);
  }

  fill(controls, values) {
    for (const control of controls) {
      const mine = values.filter(([name]) => name === control.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(control.type)) {
        control.checked = mine.includes(control.value);
      } else if (mine.length && !control.value) {
        [control.value] = mine;
      }
    }
  }
}

/** A short mark by which the same words are known again; "" for none (FNV-1a). */
function markOf(words) {
  const folded = words.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  let mark = 0x811c9dc5;
  for (const char of folded) mark = Math.imul(mark ^ char.codePointAt(0), 0x01000193) >>> 0;
  return folded && `${folded.length}:${mark}`;
}

class PublicForm {
  constructor(guard) {
    this.guard = guard;
    this.form = guard.closest("form");
    this.key = guard.querySelector("[name=submission_key]");
    this.status = guard.querySelector("[data-intake-status]");
    this.draft = new Draft(this.form, guard.dataset.intake);
    // What this tab sent last: going Back brings a page with the same words, often with a new key.
    this.lastSent = new Kept("sessionStorage", `sent:${guard.dataset.intake}`);
    this.openedAt = Date.now();
    this.isSending = false;
    this.timer = 0;
    this.notice = document.createElement("div");
    this.notice.setAttribute("role", "status");
    this.form.prepend(this.notice);
    this.offerDraft();
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.saveDraft(), SAVE_AFTER_MS);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.isSending) return;
      if (this.isRepetition) this.sayAlreadySent().focus();
      else this.send(event.submitter);
    });
  }

  url(name, key = this.key.value) {
    return this.guard.dataset[name].replace("00000000-0000-0000-0000-000000000000", key);
  }

  /** The words of the form that tell one text from another. */
  get mark() {
    const names = this.guard.dataset.content.split(" ");
    return markOf(names.map((name) => this.form.elements.namedItem(name)?.value ?? "").join("\n"));
  }

  /** Whether exactly this was sent from this tab, and nobody said that it is something else. */
  get isRepetition() {
    const isAnother = new FormData(this.form).has("is_another");
    return !isAnother && this.mark !== "" && this.lastSent.read()?.mark === this.mark;
  }

  say(words) {
    this.status.textContent = words;
  }

  /** Show one of the prepared notices at the top of the form; give it back to be completed. */
  show(name) {
    const words = this.guard.querySelector(`template[data-words=${name}]`);
    this.notice.replaceChildren(words.content.cloneNode(true));
    return this.notice.firstElementChild;
  }

  /** Under a key that was used, the draft is of another text: what was received is not this. */
  saveDraft() {
    this.draft.save(this.lastSent.read()?.key === this.key.value ? "" : this.key.value);
  }

  /** Bring back what was typed before, or say that it has arrived meanwhile. */
  async offerDraft() {
    if (this.guard.dataset.bound === "yes") {
      this.saveDraft();
      return;
    }
    const draft = this.draft.read();
    this.draft.restorePerson();
    if (!draft) return;
    if (draft.key && await this.isReceived(draft.key).catch(() => false)) {
      this.draft.forget();
      const received = this.show("received");
      received.querySelector("[data-receipt-link]").href = this.url("receipt", draft.key);
      return;
    }
    this.draft.restore(draft);
    this.show("draft").querySelector("[data-erase]").addEventListener("click", () => {
      this.draft.forget();
      this.form.reset();
      this.show("erased").focus();
    });
  }

  /** After Back: say at once that what stands here was sent. */
  noticeRepetition() {
    if (this.isRepetition) this.sayAlreadySent();
  }

  sayAlreadySent() {
    const notice = this.show("sent");
    notice.querySelector("[data-receipt-link]").href = this.url("receipt", this.lastSent.read().key);
    notice.querySelector("[data-send-another]").addEventListener("click", () => this.sendAnother());
    return notice;
  }

  /** Send the same words as something else: under a new key, and saying so. */
  async sendAnother() {
    try {
      for (const [name, value] of await this.freshValues()) this.form.elements[name].value = value;
    } catch {
      this.refuse({ sentence: WORDS.gaveUp });
      return;
    }
    this.openedAt = Date.now();
    this.guard.querySelector("[data-proof-answer]").value = "";
    const said = document.createElement("input");
    Object.assign(said, { type: "hidden", name: "is_another", value: "on" });
    this.guard.append(said);
    this.notice.replaceChildren();
    this.form.requestSubmit();
  }

  /** The hidden values of a page opened now; throws when there is none. */
  async freshValues() {
    const response = await fetch(this.form.action, { cache: "no-store" });
    const form = parse(await response.text()).querySelector("main [data-intake]").closest("form");
    return HIDDEN.map((name) => [name, form.elements[name].value]);
  }

  async isReceived(key) {
    const response = await fetch(this.url("state", key), { cache: "no-store" });
    return response.ok && (await response.json()).received;
  }

  async send(submitter) {
    this.isSending = true;
    submitter?.setAttribute("aria-disabled", "true");
    this.saveDraft();
    this.say(WORDS.sending);
    const mark = this.mark;
    await pause(this.openedAt + HUMAN_MS - Date.now());
    const response = await this.post();
    this.isSending = false;
    submitter?.removeAttribute("aria-disabled");
    this.say("");
    if (response === null) this.refuse({ sentence: WORDS.gaveUp });
    else if (response.redirected) this.leave(response.url, mark);
    else this.turnTo(response.status, await response.text());
  }

  /** Post until there is an answer; a lost answer is looked up before the next try. */
  async post() {
    const body = new FormData(this.form);
    const wasSent = this.lastSent.read()?.key === this.key.value;
    let isRenewed = false;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      try {
        const response = await fetch(this.form.action, { method: "POST", body });
        if (response.status === FORBIDDEN && !isRenewed) {
          isRenewed = true;
          const [[name, token]] = await this.freshValues();
          body.set(name, token);
          continue;
        }
        if (response.status < 500) return response;
        if (!wasSent && await this.isReceived(this.key.value)) {
          return { redirected: true, url: this.url("receipt") };
        }
      } catch {
        // the line is down; the same key makes another try safe
      }
      this.say(WORDS.retrying);
      await pause(backoff(attempt));
    }
    return null;
  }

  leave(url, mark) {
    clearTimeout(this.timer);
    this.lastSent.write({ key: this.key.value, mark });
    this.draft.forget();
    location.assign(url);
  }

  /** Say where errors are looked for why nothing was sent; `canReload` offers the way out. */
  refuse({ title, sentence, canReload = false }) {
    const problem = this.show("problem");
    if (title) problem.querySelector("[data-title]").textContent = title;
    problem.querySelector("[data-sentence]").textContent = sentence;
    const reload = problem.querySelector("[data-reload]");
    reload.parentElement.hidden = !canReload;
    reload.addEventListener("click", () => {
      this.saveDraft();
      this.draft.keepPerson();
      location.reload();
    });
    document.querySelector("main [data-error-summary]")?.remove();
    problem.focus();
  }

  /** Show the server's page in place of this one, with the chosen files kept. */
  turnTo(status, html) {
    const page = parse(html);
    if (!page.querySelector("[data-intake]")) {
      const read = (part) => page.querySelector(`main ${part}`)?.textContent.trim();
      if (status === FORBIDDEN) this.refuse({ sentence: WORDS.expired, canReload: true });
      else this.refuse({ title: read("h1"), sentence: read(".lead") });
      return;
    }
    const chosen = Array.from(this.form.querySelectorAll("input[type=file]"));
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    for (const input of chosen) {
      const twin = document.querySelector(`main input[type=file][name="${CSS.escape(input.name)}"]`);
      if (twin) twin.files = input.files;
    }
    document.dispatchEvent(new CustomEvent("page:replaced"));
    document.querySelector("main [data-error-summary]")?.focus();
  }
}

let forms = [];
const begin = () => {
  forms = Array.from(document.querySelectorAll("[data-intake]"), (guard) => new PublicForm(guard));
};
begin();
document.addEventListener("page:replaced", begin);
// By now a browser that goes Back has put back what was typed, whatever way it keeps pages.
addEventListener("pageshow", () => {
  for (const form of forms) form.noticeRepetition();
});
