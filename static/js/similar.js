// Suggestions go on when form.js has put the server's page in place of this one.

document.addEventListener("page:replaced", () => {
  window.htmx?.process(document.querySelector("main"));
});
