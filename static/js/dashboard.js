// The leaders' page: draws what the server rendered, then follows the live topic.
import { connect } from "./live.js";

const script = document.getElementById("dashboard-script");
const CONFIG = { displayModeBar: false, responsive: true };
const SPEAK_EVERY_MS = 10_000;
const number = new Intl.NumberFormat("vi-VN");
const STATES = {
  live: "trực tiếp",
  polling: "tự cập nhật vài giây một lần",
  offline: "mất kết nối, đang thử lại",
};
let spokenAt = 0;
let shownTotals = null;

function drawFigure(element, figure) {
  if (!window.Plotly || !figure) return;
  // The figure says how tall it is; left to itself, a resize would squeeze it into the box.
  element.style.height = `${figure.layout.height}px`;
  window.Plotly.react(element, figure.data, figure.layout, CONFIG);
}

function cell(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (tag === "th") element.scope = "row";
  else element.className = "num";
  return element;
}

/** A figure, as a link to the questions it counts for those who may read them. */
function figureCell(text, link) {
  const element = cell("td", text);
  if (!script.dataset.lists || !link) return element;
  const anchor = document.createElement("a");
  anchor.href = script.dataset.lists + link;
  anchor.textContent = text;
  element.replaceChildren(anchor);
  return element;
}

function fillTable(section, rows) {
  section.querySelector("tbody").replaceChildren(
    ...rows.map((row) => {
      const line = document.createElement("tr");
      line.append(cell("th", row.label), ...row.cells.map((text, at) => figureCell(text, row.links[at])));
      return line;
    }),
  );
}

function showTotals(totals) {
  for (const element of document.querySelectorAll("[data-total]")) {
    const text = number.format(totals[element.dataset.total]);
    if (element.textContent.trim() === text) continue;
    element.textContent = text;
    element.classList.remove("is-changed");
    void element.offsetWidth; // restarts the one-time highlight
    element.classList.add("is-changed");
  }
  for (const element of document.querySelectorAll("[data-total-text]")) {
    element.textContent = totals[element.dataset.totalText];
  }
}

// A screen reader hears the change, not every frame.
function speak(totals) {
  const now = Date.now();
  if (shownTotals && totals.received === shownTotals.received && totals.waiting === shownTotals.waiting) return;
  if (now - spokenAt < SPEAK_EVERY_MS) return;
  spokenAt = now;
  shownTotals = totals;
  document.querySelector("[data-live=spoken]").textContent =
    `Đã nhận ${number.format(totals.received)} câu, đang chờ ${number.format(totals.waiting)}, quá hạn ${number.format(totals.overdue)}.`;
}

function showTime(iso) {
  const when = new Date(iso);
  const element = document.querySelector("[data-live=time]");
  const zone = { timeZone: "Asia/Ho_Chi_Minh" };
  const clock = when.toLocaleTimeString("vi-VN", { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const weekday = when.toLocaleDateString("vi-VN", { ...zone, weekday: "long" }).replace("Thứ", "thứ");
  const day = when.toLocaleDateString("vi-VN", { ...zone, day: "2-digit", month: "2-digit", year: "numeric" });
  element.dateTime = iso;
  element.textContent = `lúc ${clock}, ${weekday} ${day}`;
}

function show(data) {
  showTotals(data.totals);
  for (const [code, part] of Object.entries(data.parts)) {
    const section = document.querySelector(`[data-part="${code}"]`);
    section.querySelector("[data-sentence]").textContent = part.sentence;
    fillTable(section, part.rows);
    drawFigure(section.querySelector("[data-figure]"), part.figure);
  }
}

function showState(state) {
  const badge = document.querySelector("[data-live=state]");
  badge.textContent = STATES[state] ?? state;
  badge.dataset.state = state;
}

const initial = JSON.parse(document.getElementById("dashboard-data").textContent);
shownTotals = initial.totals;
for (const [code, part] of Object.entries(initial.parts)) {
  drawFigure(document.querySelector(`[data-part="${code}"] [data-figure]`), part.figure);
}
connect(
  script.dataset.topic,
  (data, _version, publishedAt) => {
    showTime(publishedAt);
    show(data);
    speak(data.totals);
  },
  showState,
  { version: Number(script.dataset.version) },
);
