// Says in words, beside the button, that a security key was not confirmed.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const notice of document.querySelectorAll("[data-passkey-error]")) {
    notice.hidden = false;
  }
});
