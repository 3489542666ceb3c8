// The desk: keys, a draft that saves itself, a list of units that can be narrowed while typing.
// Every form works without this file.

const SAVE_EVERY_MS = 4000;

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

/** Keep the draft every few seconds; stop when a colleague saved, and never overwrite. */
class Draft {
  constructor(form) {
    this.form = form;
    this.text = form.elements.namedItem("text");
    this.version = form.elements.namedItem("version");
    this.state = form.querySelector("[data-draft-state]");
    this.saved = this.text.value;
    this.saving = false;
    this.stopped = false;
    setInterval(() => this.save(), SAVE_EVERY_MS);
    form.addEventListener("submit", () => {
      this.stopped = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.stopped && this.text.value !== this.saved) event.preventDefault();
    });
  }

  async save() {
    if (this.saving || this.stopped || this.text.value === this.saved) return;
    this.saving = true;
    const text = this.text.value;
    try {
      const response = await fetch(this.form.dataset.draft, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(this.form),
      });
      await this.answer(response, text);
    } catch {
      this.say("Chưa lưu được vì mất kết nối; sẽ thử lại. Nội dung vẫn còn trên trang này.");
    } finally {
      this.saving = false;
    }
  }

  async answer(response, text) {
    if (response.ok && !response.redirected) {
      const { version, saved_at: savedAt } = await response.json();
      this.version.value = version;
      this.saved = text;
      this.say(`Đã tự lưu lúc ${savedAt}.`);
      return;
    }
    if (response.redirected || response.status >= 500 || response.status === 404) {
      this.say("Chưa lưu được; sẽ thử lại. Nội dung vẫn còn trên trang này.");
      return;
    }
    this.stopped = response.status !== 400;
    const { error } = await response.json();
    this.say(error);
  }

  say(words) {
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
