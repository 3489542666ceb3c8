/** A page changed while a finger or button is down loses the click: await `released` before. */
const AFTER_CLICK_MS = 50;
let release = null;

export let released = Promise.resolve();

addEventListener(
  "pointerdown",
  () => {
    released = new Promise((resolve) => {
      release = () => setTimeout(resolve, AFTER_CLICK_MS);
    });
  },
  { capture: true },
);
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => release?.());
