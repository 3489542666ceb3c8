// A public form that loses nothing: a draft on this device, one submission for many clicks, and
// trying again with the same key when the line or the server fails. Without it the form is sent
// the plain way, with the same result.

const DRAFT_LIFETIME_MS = 24 * 60 * 60 * 1000;
const SAVE_AFTER_MS = 400;
const MAX_ATTEMPTS = 6;
const WORDS = {
  sending: "Đang gửi, Quý vị đừng đóng trang…",
  retrying: "Kết nối chập chờn, trang đang tự gửi lại. Quý vị đừng đóng trang…",
  gaveUp: "Chưa gửi được vì mất kết nối. Nội dung vẫn còn trên trang; Quý vị bấm gửi lại khi có mạng, phiếu không bị gửi hai lần.",
  restored: "Đây là bản nháp Quý vị nhập dở, được giữ trên máy này. Tệp đính kèm cần chọn lại.",
  received: "Phiếu Quý vị gửi trước đó đã được nhận.",
};

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const backoff = (attempt) => Math.min(1000 * 2 ** attempt, 15_000) * (0.5 + Math.random() / 2);

/** The draft in localStorage; a browser that refuses storage only loses the draft. */
class Draft {
  constructor(form, purpose) {
    this.form = form;
    this.name = `draft:${purpose}`;
  }

  /** What was typed or chosen. Ticks of consent are given anew each time; files cannot be kept. */
  get controls() {
    return Array.from(this.form.elements).filter(
      (control) =>
        control.name &&
        !control.closest("[data-intake]") &&
        !control.name.startsWith("consent_") &&
        !["hidden", "file", "password", "submit", "button"].includes(control.type),
    );
  }

  save(key) {
    const isTick = (control) => ["checkbox", "radio"].includes(control.type);
    const values = this.controls
      .filter((control) => !isTick(control) || control.checked)
      .map((control) => [control.name, control.value]);
    if (values.some(([, value]) => value.trim())) this.write({ key, values, at: Date.now() });
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
      return draft && Date.now() - draft.at < DRAFT_LIFETIME_MS ? draft : this.forget();
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
    return null;
  }

  restore({ values }) {
    for (const control of this.controls) {
      const mine = values.filter(([name]) => name === control.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(control.type)) {
        control.checked = mine.includes(control.value);
      } else if (mine.length && !control.value) {
        [control.value] = mine;
      }
    }
  }
}

/** The key last sent from this tab: going Back brings a page whose key has been used. */
class SentKey {
  constructor(purpose) {
    this.name = `sent:${purpose}`;
  }

  note(key) {
    try {
      sessionStorage.setItem(this.name, key);
    } catch {
      // storage is forbidden: the server still tells another text from a repetition
    }
  }

  is(key) {
    try {
      return sessionStorage.getItem(this.name) === key;
    } catch {
      return false;
    }
  }
}

class PublicForm {
  constructor(guard) {
    this.guard = guard;
    this.form = guard.closest("form");
    this.key = guard.querySelector("[name=submission_key]");
    this.status = guard.querySelector("[data-intake-status]");
    this.draft = new Draft(this.form, guard.dataset.intake);
    this.sentKey = new SentKey(guard.dataset.intake);
    this.isSending = false;
    this.offerDraft();
    let timer = 0;
    this.form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.saveDraft(), SAVE_AFTER_MS);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.isSending) this.send(event.submitter);
    });
  }

  url(name, key = this.key.value) {
    return this.guard.dataset[name].replace("00000000-0000-0000-0000-000000000000", key);
  }

  say(words) {
    this.status.textContent = words;
  }

  /** Under a key that was used, the draft is of another text: what was received is not this. */
  saveDraft() {
    this.draft.save(this.sentKey.is(this.key.value) ? "" : this.key.value);
  }

  /** Bring back what was typed before, or say that it has arrived meanwhile. */
  async offerDraft() {
    if (this.guard.dataset.bound === "yes") {
      this.saveDraft();
      return;
    }
    const draft = this.draft.read();
    if (!draft) return;
    if (draft.key && await this.isReceived(draft.key).catch(() => false)) {
      this.draft.forget();
      const link = document.createElement("a");
      link.href = this.url("receipt", draft.key);
      link.textContent = "Xem biên nhận";
      this.status.replaceChildren(`${WORDS.received} `, link);
      return;
    }
    this.draft.restore(draft);
    const erase = document.createElement("button");
    erase.type = "button";
    erase.className = "btn btn--plain";
    erase.textContent = "Xóa bản nháp";
    erase.addEventListener("click", () => {
      this.draft.forget();
      this.form.reset();
      this.say("Đã xóa bản nháp.");
    });
    this.status.replaceChildren(`${WORDS.restored} `, erase);
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
    const response = await this.post();
    this.isSending = false;
    submitter?.removeAttribute("aria-disabled");
    if (response === null) this.say(WORDS.gaveUp);
    else if (response.redirected) this.leave(response.url);
    else this.show(await response.text());
  }

  /** Post until there is an answer; a lost answer is looked up before the next try. */
  async post() {
    const body = new FormData(this.form);
    const wasSent = this.sentKey.is(this.key.value);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      try {
        const response = await fetch(this.form.action, { method: "POST", body });
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

  leave(url) {
    this.sentKey.note(this.key.value);
    this.draft.forget();
    location.assign(url);
  }

  /** Show the server's page in place of this one, with the chosen files kept. */
  show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!page.querySelector("[data-intake]")) {
      const words = page.querySelectorAll("main h1, main .lead");
      this.say(Array.from(words, (part) => part.textContent.trim()).join(". "));
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

const begin = () => {
  for (const guard of document.querySelectorAll("[data-intake]")) new PublicForm(guard);
};
begin();
document.addEventListener("page:replaced", begin);
