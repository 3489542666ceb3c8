// Comforts for making a survey. Every form works without this file: fields that do not belong to
// the chosen kind are then merely there, and the insert buttons are answered by the server.

/** Show only what belongs to the value chosen in another control of the form. */
function dressParts(form) {
  const parts = Array.from(form.querySelectorAll("[data-shown-for]"));
  if (!parts.length) return;
  const valueOf = (name) => {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked ? "on" : "";
    return control?.value ?? "";
  };
  const show = () => {
    for (const part of parts) {
      const isWanted = part.dataset.values.split(" ").includes(valueOf(part.dataset.shownFor));
      part.hidden = !isWanted && !part.querySelector(".field--invalid");
    }
  };
  form.addEventListener("change", show);
  show();
}

/** The insert buttons put their lines into the box without a journey to the server. */
function dressInserts(group) {
  const box = group.querySelector("textarea");
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  group.append(status);
  for (const button of group.querySelectorAll("button[data-insert]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const lines = button.dataset.text;
      const kept = box.value.trimEnd();
      if (button.dataset.insert === "replace") box.value = lines;
      else if (!kept.split("\n").includes(lines)) box.value = kept ? `${kept}\n${lines}` : lines;
      status.textContent = `Đã chèn: ${button.textContent.trim()}`;
    });
  }
}

/** What is chosen in one of two lists is not offered in the other. */
function dressUnlike(select) {
  const other = select.form.elements.namedItem(select.dataset.unlike);
  const show = () => {
    for (const option of select.options) option.disabled = option.value === other.value;
  };
  other.addEventListener("change", show);
  show();
}

/** After moving something, the same button is under the finger again. */
const MOVED = "khao-sat:nut";
function keepPlace() {
  for (const button of document.querySelectorAll("button[data-stay]")) {
    button.addEventListener("click", () => {
      sessionStorage.setItem(MOVED, button.dataset.stay);
    });
  }
  const moved = sessionStorage.getItem(MOVED);
  sessionStorage.removeItem(MOVED);
  if (moved) document.querySelector(`button[data-stay="${CSS.escape(moved)}"]`)?.focus();
}

for (const form of document.querySelectorAll("main form")) dressParts(form);
for (const select of document.querySelectorAll("select[data-unlike]")) dressUnlike(select);
for (const group of document.querySelectorAll("[data-lines]")) dressInserts(group);
document.querySelector("[data-understood]")?.focus();
keepPlace();
