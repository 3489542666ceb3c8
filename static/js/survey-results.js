// Results that move: the live topic says that there is a newer snapshot or that the survey was paused,
// opened again or closed, and the page fetches itself. What stands on the screen is what a reload shows.
import { connect } from "./live.js";

const STATES = {
  live: "trực tiếp",
  polling: "tự cập nhật vài giây một lần",
  offline: "mất kết nối, đang thử lại",
};
const SPEAK_EVERY_MS = 10_000;

const root = () => document.querySelector("[data-results]");
const openDetails = () => [...root().querySelectorAll("details")].map((one) => one.open);
let spokenAt = 0;
let state = "";

function showState() {
  const chip = root().querySelector("[data-live=state]");
  if (chip && state) chip.textContent = STATES[state];
}

/** What moves with the results though it stands elsewhere on the page: buttons, downloads. */
const parts = (page) => [...page.querySelectorAll("[data-results-part]")];

/** Put the new page's results in place of the old; tables that were open stay open. */
function replace(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-results]");
  if (!fresh) return;
  const wasOpen = openDetails();
  const freshParts = parts(page);
  parts(document).forEach((one, place) => {
    if (freshParts[place]) one.replaceWith(document.adoptNode(freshParts[place]));
  });
  root().replaceWith(document.adoptNode(fresh));
  root().querySelectorAll("details").forEach((one, place) => { one.open = wasOpen[place] ?? one.open; });
  showState();
}

function speak(words) {
  if (Date.now() - spokenAt < SPEAK_EVERY_MS) return;
  spokenAt = Date.now();
  let region = document.querySelector("[data-live=spoken]");
  if (!region) {
    region = document.createElement("p");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    region.dataset.live = "spoken";
    document.querySelector("main").append(region);
  }
  region.textContent = words;
}

async function show({ status, number, n, is_final: isFinal }, version) {
  const shown = root().querySelector("[data-results-number]")?.dataset.resultsNumber ?? "0";
  if (Number(shown) >= number && root().dataset.status === status) return;
  // A cache in front of the site may be two seconds old: its page is asked for past it.
  const address = new URL(location.href);
  address.searchParams.set("so", version);
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  replace(await response.text());
  const sheets = `${new Intl.NumberFormat("vi-VN").format(n)} phiếu.`;
  speak(isFinal ? `Khảo sát đã đóng. Số liệu cuối cùng: ${sheets}` : `Đã công bố ${sheets}`);
  if (!root().dataset.topic) end();
}

const end = connect(
  root().dataset.topic,
  (data, version) => { show(data, version).catch(() => {}); },
  (next) => { state = next; showState(); },
);
