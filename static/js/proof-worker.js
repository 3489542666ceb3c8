// Finds the number that makes SHA-256(salt + number) the wanted hash, off the page's own thread.
// Our own SHA-256: crypto.subtle is asynchronous (slower for many short texts) and absent
// without TLS.

const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n += 1) {
  if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n);
}
/** The first 32 bits of the fractional part of n ** power: where SHA-256 has its constants from. */
const fraction = (n, power) => ((n ** power % 1) * 2 ** 32) | 0;
const ROUND = Int32Array.from(PRIMES, (n) => fraction(n, 1 / 3));
const START = Int32Array.from(PRIMES.slice(0, 8), (n) => fraction(n, 1 / 2));
const schedule = new Int32Array(64);
const state = new Int32Array(8);

/** Hash `padded` (whole blocks of 64 bytes) into `state`. */
function digest(padded) {
  state.set(START);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i += 1) {
      const b = at + i * 4;
      schedule[i] =
        (padded[b] << 24) | (padded[b + 1] << 16) | (padded[b + 2] << 8) | padded[b + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const x = schedule[i - 15];
      const y = schedule[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      schedule[i] = (schedule[i - 16] + s0 + schedule[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + schedule[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
}

/** Put `text` (ASCII) into whole blocks: its bytes, 0x80, zeros, the length in bits. */
function pad(text) {
  const padded = new Uint8Array(Math.ceil((text.length + 9) / 64) * 64);
  for (let i = 0; i < text.length; i += 1) padded[i] = text.charCodeAt(i);
  padded[text.length] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 4, text.length * 8);
  return padded;
}

/** Return the number sought, or null when none up to `maxNumber` fits. */
function solve({ challenge, salt, maxNumber }) {
  const wanted = challenge.match(/.{8}/g).map((word) => Number.parseInt(word, 16) | 0);
  for (let number = 0; number <= maxNumber; number += 1) {
    digest(pad(salt + number));
    if (wanted.every((word, i) => word === state[i])) return number;
  }
  return null;
}

self.addEventListener("message", ({ data }) => self.postMessage(solve(data)));
