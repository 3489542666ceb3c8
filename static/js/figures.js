// Figures of a period for leaders: drawn from what the server rendered, fetched again when it moves.
import { connect } from "./live.js";

const script = document.getElementById("figures-script");
const place = document.getElementById("so-lieu");
const CONFIG = { displayModeBar: false, responsive: true };
const FETCH_EVERY_MS = 5_000;
const STATES = {
  live: "trực tiếp",
  polling: "tự cập nhật vài giây một lần",
  offline: "mất kết nối, đang thử lại",
};
let timer = 0;
let fetchedAt = 0;

function draw() {
  const charts = JSON.parse(document.getElementById("figures-charts").textContent);
  for (const element of place.querySelectorAll("[data-chart]")) {
    const figure = charts[element.dataset.chart];
    if (!window.Plotly || !figure || !figure.data.some((trace) => trace.x?.length)) continue;
    // The figure says how tall it is; left to itself, a resize would squeeze it into the box.
    element.style.height = `${figure.layout.height}px`;
    window.Plotly.react(element, figure.data, figure.layout, CONFIG);
  }
}

/** Fetch what moves, with the choices in the address; what a reader folded stays folded. */
async function refresh() {
  fetchedAt = Date.now();
  const address = new URL(location.href);
  address.searchParams.set("phan", "1");
  const response = await fetch(address, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok || response.redirected) return;
  const folded = [...place.querySelectorAll("details")].map((element) => element.open);
  place.innerHTML = await response.text();
  place.querySelectorAll("details").forEach((element, at) => {
    element.open = folded[at] ?? true;
  });
  draw();
}

/** At most once in FETCH_EVERY_MS, however fast the frames come; the last one is never lost. */
function refreshSoon() {
  if (timer) return;
  timer = setTimeout(
    () => {
      timer = 0;
      refresh().catch(() => {});
    },
    Math.max(0, fetchedAt + FETCH_EVERY_MS - Date.now()),
  );
}

function showState(state) {
  const badge = document.querySelector("[data-live=state]");
  badge.textContent = STATES[state] ?? state;
  badge.dataset.state = state;
}

draw();
connect(script.dataset.topic, refreshSoon, showState, { version: Number(script.dataset.version) });
