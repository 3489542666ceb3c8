// The automatic check of a public form: fetches a challenge when the reader first touches the
// form, lets a worker solve it, and says how it goes. Without it the form can still be sent.

import { released } from "./press.js";

const LIFETIME_MS = 18 * 60 * 1000; // the server's 20 minutes, less the time to send
const PATIENCE_MS = 30 * 1000;
const WORDS = {
  solving: "Đang kiểm tra tự động, Quý vị cứ tiếp tục nhập…",
  solved: "Đã kiểm tra xong, Quý vị có thể gửi.",
  waiting: "Đang hoàn tất kiểm tra tự động, phiếu sẽ tự gửi ngay sau đó…",
  failed: "Chưa kiểm tra tự động được. Quý vị vẫn gửi được, theo giới hạn dành cho lượt chưa kiểm tra.",
};

const expiryIn = (answer) => {
  const { salt } = JSON.parse(atob(answer));
  return Number(new URLSearchParams(salt.split("?")[1]).get("expires")) * 1000 - 2 * 60 * 1000;
};

function solveInWorker(workerUrl, challenge) {
  const worker = new Worker(workerUrl);
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.addEventListener("error", reject);
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}

class Proof {
  constructor(box) {
    this.box = box;
    this.form = box.closest("form");
    this.input = box.querySelector("[data-proof-answer]");
    this.status = box.querySelector("[data-proof-status]");
    this.solving = null;
    this.goodUntil = this.input.value ? expiryIn(this.input.value) : 0;
    this.isLetThrough = false;
    for (const kind of ["focusin", "pointerdown", "input"]) {
      this.form.addEventListener(kind, () => this.start(), { once: true });
    }
    this.form.addEventListener("submit", (event) => this.hold(event), { capture: true });
  }

  async say(words) {
    this.words = words;
    await released;
    this.status.textContent = this.words;
  }

  get isReady() {
    return this.input.value !== "" && Date.now() < this.goodUntil;
  }

  /** Solve a fresh challenge unless there is a good answer; safe to call again and again. */
  start() {
    if (this.isReady) return Promise.resolve();
    this.solving ??= this.solve().finally(() => {
      this.solving = null;
    });
    return this.solving;
  }

  async solve() {
    this.input.value = "";
    this.say(WORDS.solving);
    try {
      const response = await fetch(this.box.dataset.challenge, { cache: "no-store" });
      if (!response.ok) throw new Error(`challenge: ${response.status}`);
      const goodUntil = Date.now() + LIFETIME_MS;
      const challenge = await response.json();
      const number = await solveInWorker(this.box.dataset.worker, challenge);
      if (number === null) throw new Error("challenge: no solution");
      this.input.value = btoa(JSON.stringify({ ...challenge, number }));
      this.goodUntil = goodUntil;
      this.say(WORDS.solved);
    } catch {
      this.say(WORDS.failed);
    }
  }

  /** A form sent before the check is done waits for it, then goes by itself. */
  async hold(event) {
    if (this.isReady || this.isLetThrough) {
      this.isLetThrough = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const solving = this.start();
    this.say(WORDS.waiting);
    await Promise.race([solving, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    this.isLetThrough = true;
    this.form.requestSubmit(event.submitter);
  }
}

const begin = () => {
  for (const box of document.querySelectorAll("[data-proof]")) new Proof(box);
};
begin();
document.addEventListener("page:replaced", begin);
