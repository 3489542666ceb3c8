// A clerk's form by keyboard alone: the words first, Ctrl + Enter saves. Without it nothing is lost.

const form = document.querySelector("[data-quick-entry]");
const hint = form?.querySelector("[data-quick-hint]");

if (form) {
  if (hint) hint.hidden = false;
  if (!document.querySelector("[data-error-summary]")) form.elements.namedItem("text")?.focus();
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}
