/**
 * Live snapshots for a page: over a WebSocket, by polling while there is none.
 *
 * The page comes with its first data and says which version that is; older snapshots, on whatever
 * way they come, never overwrite newer ones.
 */

const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 30_000;
const POLL_EVERY = 3_000;
// A socket can be dead without a word (a laptop that slept, a firewall that forgot).
const CHECK_EVERY = 60_000;
const HIDDEN_FOR_LONG = 60_000;

/**
 * @param {string} topic name of the topic
 * @param {(data: object, version: number, publishedAt: Date) => void} onSnapshot draws the data
 * @param {(state: "live" | "polling" | "offline") => void} [onState] told when the state changes
 * @param {{version?: number}} [page] version of the data that came with the page
 * @returns {() => void} ends the connection for good
 */
export function connect(topic, onSnapshot, onState = () => {}, { version = 0 } = {}) {
  const connection = new Connection(topic, onSnapshot, onState, version);
  connection.start();
  return () => connection.end();
}

class Connection {
  #topic;
  #onSnapshot;
  #onState;
  #version;
  #state = "";
  #etag = "";
  #socket = null;
  #failures = 0;
  #retryTimer = 0;
  #pollTimer = 0;
  #hiddenTimer = 0;
  #isRunning = false;
  #isPolling = false;
  #listeners = new AbortController();

  constructor(topic, onSnapshot, onState, version) {
    this.#topic = topic;
    this.#onSnapshot = onSnapshot;
    this.#onState = onState;
    this.#version = version;
  }

  start() {
    const { signal } = this.#listeners;
    document.addEventListener("visibilitychange", () => this.#followVisibility(), { signal });
    window.addEventListener("online", () => this.#restart(), { signal });
    this.#resume();
  }

  end() {
    this.#listeners.abort();
    clearTimeout(this.#hiddenTimer);
    this.#pause();
  }

  #resume() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#failures = 0;
    this.#openSocket();
    this.#pollIn(POLL_EVERY);
  }

  #pause() {
    this.#isRunning = false;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#pollTimer);
    this.#dropSocket();
  }

  #restart() {
    if (!this.#isRunning) return;
    this.#pause();
    this.#resume();
  }

  #followVisibility() {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) {
      this.#hiddenTimer = setTimeout(() => this.#pause(), HIDDEN_FOR_LONG);
    } else {
      this.#resume();
    }
  }

  // --- the socket ---

  #openSocket() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const path = `/ws/live/${encodeURIComponent(this.#topic)}/`;
    const socket = new WebSocket(`${scheme}://${location.host}${path}`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#setState("live");
      this.#pollIn(CHECK_EVERY);
    };
    socket.onmessage = (event) => {
      this.#failures = 0;
      this.#show(JSON.parse(event.data));
    };
    socket.onclose = () => this.#retrySocket();
  }

  #dropSocket() {
    if (!this.#socket) return;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  /** Full jitter: after a restart of the server its viewers do not come back all at once. */
  #retrySocket() {
    this.#dropSocket();
    const longest = Math.min(FIRST_RETRY * 2 ** this.#failures, LONGEST_RETRY);
    this.#failures += 1;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#openSocket(), Math.random() * longest);
    this.#pollIn(Math.random() * POLL_EVERY);
  }

  get #isSocketOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  // --- polling ---

  #pollIn(milliseconds) {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => this.#poll(), milliseconds);
  }

  async #poll() {
    if (this.#isPolling) return;
    this.#isPolling = true;
    try {
      await this.#fetchSnapshot();
    } catch {
      if (this.#isRunning && !this.#isSocketOpen) this.#setState("offline");
    } finally {
      this.#isPolling = false;
    }
    if (this.#isRunning) this.#pollIn(this.#isSocketOpen ? CHECK_EVERY : POLL_EVERY);
  }

  async #fetchSnapshot() {
    const response = await fetch(`/truc-tiep/${encodeURIComponent(this.#topic)}/`, {
      headers: this.#etag ? { "If-None-Match": this.#etag } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status === 404) {
      // Signed out, or no longer allowed: asking again would not help.
      this.end();
      this.#setState("offline");
      return;
    }
    if (response.status !== 304) {
      if (!response.ok) throw new Error(`status ${response.status}`);
      const isNews = this.#show(await response.json());
      this.#etag = response.headers.get("ETag") ?? "";
      // An open socket should have brought it: that one is dead, or will lose a second by this.
      if (isNews && this.#isSocketOpen) this.#retrySocket();
    }
    if (this.#isRunning && !this.#isSocketOpen) this.#setState("polling");
  }

  #show({ data, version, published_at: publishedAt }) {
    if (version <= this.#version) return false;
    this.#version = version;
    this.#onSnapshot(data, version, new Date(publishedAt));
    return true;
  }

  #setState(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState(state);
  }
}
