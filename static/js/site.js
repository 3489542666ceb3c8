// Small comforts on top of pages that work without any script.

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const ROOT_ATTRIBUTE = { co_chu: "text", tuong_phan: "contrast" };

/** Text size and contrast without a reload, so that a half-written form is not lost. */
function applyPreference(form, button) {
  const { name, value } = button;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  document.documentElement.dataset[ROOT_ATTRIBUTE[name]] = value;
  if (name === "tuong_phan") {
    button.setAttribute("aria-pressed", String(value === "cao"));
    button.value = value === "cao" ? "thuong" : "cao";
    return;
  }
  for (const other of form.querySelectorAll("[name=co_chu]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}

for (const form of document.querySelectorAll("[data-preferences]")) {
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    applyPreference(form, event.submitter);
  });
}

/** Who signs out leaves no unsaved words (desk.js) in the tab. */
for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", () => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("draft:")) sessionStorage.removeItem(key);
    }
  });
}

/** The names and sizes of the chosen files, before they are sent. */
const SIZE = new Intl.NumberFormat("vi", { maximumFractionDigits: 1 });

function dressFileField(field) {
  const input = field.querySelector("input[type=file]");
  // The browser's own button speaks the browser's language; ours speaks the page's.
  const choose = document.createElement("label");
  choose.className = "btn";
  choose.htmlFor = input.id;
  choose.textContent = input.multiple ? "Chọn các tệp" : "Chọn tệp";
  input.after(choose);
  field.classList.add("filefield--ready");
  const list = document.createElement("ul");
  list.className = "filefield__list";
  const status = document.createElement("div");
  status.setAttribute("role", "status");
  status.append(list);
  field.append(status);
  input.addEventListener("change", () => {
    list.replaceChildren(
      ...Array.from(input.files, (file) => {
        const item = document.createElement("li");
        const size = document.createElement("span");
        size.textContent = `${SIZE.format(file.size / 1_048_576)} MB`;
        item.append(file.name, size);
        return item;
      }),
    );
  });
}

/** What the main part needs, at the start and when a form's answer has replaced it. */
function begin() {
  // After a refused form the summary is read first, and its links lead to the fields.
  document.querySelector("[data-error-summary]")?.focus();
  document.querySelectorAll("[data-filefield]").forEach(dressFileField);
  // Print buttons exist only where a script can print.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
begin();
document.addEventListener("page:replaced", begin);

/** On a phone the menu scrolls sideways: bring the current entry into it. */
const current = document.querySelector(".menu [aria-current]");
if (current) {
  const list = current.closest("ul");
  list.scrollLeft = current.offsetLeft - list.offsetLeft - (list.clientWidth - current.clientWidth) / 2;
}

/** Lists of work by keyboard: j and k move, Enter opens, / goes to the search box. */
const rows = Array.from(document.querySelectorAll("[data-rows] [data-row-link]"));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.querySelector("[role=search] input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  }
  if ((event.key === "j" || event.key === "k") && rows.length) {
    const here = rows.indexOf(document.activeElement);
    const next = event.key === "j" ? here + 1 : here - 1;
    rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
  }
});
