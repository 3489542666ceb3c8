// Says how much room is left in a long text, near its end only: silence is no news.

const NUMBER = new Intl.NumberFormat("vi");
const NEAR = 0.8;
const SPEAK_AFTER_MS = 1000;

/** Length as the server counts it: composed letters, one line break is one character. */
const lengthOf = (text) => Array.from(text.normalize("NFC").trim()).length;

function words(left) {
  if (left < 0) return `Quá ${NUMBER.format(-left)} ký tự, Quý vị rút gọn giúp.`;
  return `Còn ${NUMBER.format(left)} ký tự.`;
}

function watch(area) {
  const longest = Number(area.dataset.longest);
  const note = document.createElement("p");
  note.className = "meta";
  note.setAttribute("role", "status");
  area.after(note);
  let timer = 0;
  const tell = () => {
    const used = lengthOf(area.value);
    note.textContent = used < longest * NEAR ? "" : words(longest - used);
  };
  tell();
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(tell, SPEAK_AFTER_MS);
  });
}

const begin = () => {
  for (const area of document.querySelectorAll("[data-longest]")) watch(area);
};
begin();
document.addEventListener("page:replaced", begin);
