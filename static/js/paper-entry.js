// Typing in paper sheets: Enter goes on to the next box like Tab, and marks what is in the box for
// typing over. Without this file Enter checks the sheet, and stores nothing.

const form = document.querySelector("[data-typing]");
const boxes = form ? Array.from(form.querySelectorAll("input[type=text], textarea")) : [];

for (const box of boxes) box.addEventListener("focus", () => box.select());

form?.addEventListener("keydown", (event) => {
  const place = boxes.indexOf(event.target);
  if (event.key !== "Enter" || place < 0 || event.target.matches("textarea")) return;
  event.preventDefault();
  (boxes[place + 1] ?? form.querySelector(".form-actions button")).focus();
});

// What is typed as a third reading is meant.
for (const box of boxes) {
  const third = box.closest("fieldset")?.querySelector('input[type=radio][value="3"]');
  if (third) box.addEventListener("input", () => { third.checked = true; });
}

// A sheet begins at its first box; where readings differ, people look first.
const isSheet = form && !form.querySelector("input[type=radio]");
if (isSheet && !document.querySelector("[data-error-summary]")) boxes[0]?.focus();
