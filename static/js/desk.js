// The desk: keys, a draft that saves itself, a list of units that can be narrowed while typing.
// Every form works without this file.

const SAVE_EVERY_MS = 4000;
const PRESENT_EVERY_MS = 20000; // the server forgets a writer after two minutes

/** "?" opens the list of keys; the page itself moves by j, k, Enter and / (site.js). */
const help = document.querySelector("[data-keys-help]");
for (const line of document.querySelectorAll("[data-keys]")) line.hidden = false;
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "?" && help && !help.open && !typing) {
    event.preventDefault();
    help.showModal();
  }
});

/** What was typed and is not on the server yet, in this tab only; site.js forgets it at sign-out. */
class KeptWords {
  constructor({ dataset }) {
    this.key = `draft:${dataset.owner}:${dataset.draft ?? dataset.draftFinished}`;
  }

  read() {
    return sessionStorage.getItem(this.key);
  }

  write(words) {
    try {
      sessionStorage.setItem(this.key, words);
    } catch {
      // A full or closed store: the words are on the page all the same.
    }
  }

  forget() {
    sessionStorage.removeItem(this.key);
  }
}

function isJson(response) {
  return response.headers.get("Content-Type")?.startsWith("application/json") ?? false;
}

/** A question that this person no longer writes on keeps nothing in this tab. */
const finished = document.querySelector("[data-draft-finished]");
if (finished) new KeptWords(finished).forget();

/** Keep the draft every few seconds; stop when a colleague saved, and never overwrite. */
class Draft {
  constructor(form) {
    this.form = form;
    this.text = form.elements.namedItem("text");
    this.version = form.elements.namedItem("version");
    this.state = form.querySelector("[data-draft-state]");
    // A page that comes back with merged or inserted words holds what the server does not.
    this.saved = form.hasAttribute("data-draft-unsaved") ? null : this.text.value;
    this.saving = false;
    this.stopped = false;
    this.kept = new KeptWords(form);
    this.offer();
    this.isWriting = false;
    this.text.addEventListener("input", () => {
      this.kept.write(this.text.value);
      if (!this.isWriting) this.beginWriting();
    });
    setInterval(() => this.save(), SAVE_EVERY_MS);
    window.addEventListener("focus", () => this.save()); // back from signing in, in another tab
    form.addEventListener("submit", () => {
      this.stopped = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.stopped && this.text.value !== this.saved) event.preventDefault();
    });
  }

  /** Words that this tab still holds and the server does not: the writer decides. */
  offer() {
    const notice = this.form.querySelector("[data-draft-kept]");
    const words = this.kept.read();
    if (words === null || this.text.value.includes(words)) {
      this.kept.forget();
      return;
    }
    notice.hidden = false;
    notice.querySelector("[data-kept-words]").textContent = words;
    notice.querySelector("[data-kept-use]").addEventListener("click", () => {
      this.text.value = words;
      notice.hidden = true;
      this.text.focus();
    });
    notice.querySelector("[data-kept-drop]").addEventListener("click", () => {
      this.kept.forget();
      notice.hidden = true;
      this.text.focus();
    });
  }

  /** From the first key on, colleagues who write as well are told, and so is this writer. */
  beginWriting() {
    this.isWriting = true;
    this.bePresent();
    setInterval(() => this.bePresent(), PRESENT_EVERY_MS);
  }

  async bePresent() {
    if (this.stopped || document.hidden) return;
    const sign = new FormData();
    sign.set("csrfmiddlewaretoken", this.form.elements.namedItem("csrfmiddlewaretoken").value);
    sign.set("presence", "1");
    try {
      const response = await fetch(this.form.dataset.draft, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: sign,
      });
      if (response.ok && isJson(response)) this.tellOthers((await response.json()).others);
    } catch {
      // Nobody is told for a while; saving says by itself when the connection is gone.
    }
  }

  tellOthers(sentences) {
    const notice = this.form.querySelector("[data-draft-others]");
    const words = sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    });
    notice.querySelector("[data-others-words]").replaceChildren(...words);
    notice.hidden = sentences.length === 0;
  }

  async save() {
    if (this.saving || this.stopped || this.text.value === this.saved) return;
    this.saving = true;
    const text = this.text.value;
    try {
      let response = await this.send();
      // A refused token comes as a page: somebody signed out, or out and in again, elsewhere.
      if (response.status === 401 || (response.status === 403 && !isJson(response))) {
        if (!(await this.renewToken())) return;
        response = await this.send();
      }
      await this.answer(response, text);
    } catch {
      this.say("Chưa lưu được vì mất kết nối; sẽ thử lại. Nội dung vẫn còn trên trang này.");
    } finally {
      this.saving = false;
    }
  }

  send() {
    return fetch(this.form.dataset.draft, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new FormData(this.form),
    });
  }

  async answer(response, text) {
    if (response.ok && isJson(response)) {
      const { version, saved_at: savedAt, others } = await response.json();
      this.tellOthers(others);
      this.version.value = version;
      this.saved = text;
      if (this.text.value === text) this.kept.forget();
      this.say(`Đã tự lưu lúc ${savedAt}.`);
      return;
    }
    if (response.status === 401 || !isJson(response)) {
      this.say("Chưa lưu được; sẽ thử lại. Nội dung vẫn còn trên trang này.");
      return;
    }
    this.stopped = response.status !== 400;
    const { error } = await response.json();
    this.say(error);
    this.state.className = "notice notice--warning";
  }

  /** Take the token of the page as it is now; false, with a word why, when nobody may save here. */
  async renewToken() {
    const response = await fetch(this.form.dataset.page, { headers: { Accept: "text/html" } });
    if (response.redirected) {
      this.saySignedOut();
      return false;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector(`[data-draft="${this.form.dataset.draft}"]`);
    if (fresh?.dataset.owner !== this.form.dataset.owner) {
      this.say(
        "Chưa lưu được: tài khoản đang đăng nhập không soạn được câu trả lời này. Nội dung vẫn còn trên trang này.",
      );
      return false;
    }
    const token = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return true;
  }

  saySignedOut() {
    if (this.state.querySelector("a")) return; // said already; a screen reader need not hear it again
    const link = document.createElement("a");
    link.href = this.form.dataset.signIn;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Đăng nhập trong thẻ mới";
    const words = document.createElement("div");
    words.append(
      "Quý vị đã bị đăng xuất, nên chưa lưu được. Nội dung vẫn còn ở đây. ",
      link,
      ", rồi trở lại trang này: nội dung sẽ tự lưu tiếp.",
    );
    this.state.replaceChildren(words);
    this.state.className = "notice notice--warning";
  }

  say(words) {
    this.state.className = "meta";
    this.state.textContent = words;
  }
}
for (const form of document.querySelectorAll("[data-draft]")) new Draft(form);

/** Letters without marks, so that "nong nghiep" finds "Nông nghiệp". */
function fold(words) {
  return words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐðÐ]/g, "d")
    .toLowerCase();
}

/** A long list of units: a box that narrows it, and how many are chosen. */
for (const picker of document.querySelectorAll("[data-unit-picker]")) {
  const choices = Array.from(picker.querySelectorAll(".choice"));
  const chosen = picker.querySelector("[data-chosen]");
  const search = document.createElement("input");
  search.type = "text";
  search.setAttribute("aria-label", "Thu hẹp danh sách đơn vị");
  search.placeholder = "Gõ vài chữ của tên đơn vị, không cần dấu";
  picker.querySelector("summary").after(search);
  search.addEventListener("input", () => {
    const wanted = fold(search.value.trim());
    for (const choice of choices) choice.hidden = !fold(choice.textContent).includes(wanted);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  const count = () => {
    const ticked = choices.filter((choice) => choice.querySelector("input").checked).length;
    chosen.textContent = ticked ? ` (${ticked} đơn vị)` : "";
  };
  picker.addEventListener("change", count);
  count();
}
