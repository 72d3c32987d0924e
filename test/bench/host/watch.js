// Runs in every frame of VS Code before anything else: when a page is ready, and when each piece of an answer is painted.
const composer = 'textarea[data-role=composer]';
const send = '[data-role=send]';
const answers = '[data-role=message][data-from=assistant]';

if (window !== top) {
  /** All times are ms since 1970, but that of being ready is since this frame began. */
  const seen = { beganAtMs: performance.timeOrigin, readyMs: null, sentAtMs: null, paintedAtMs: [] };
  globalThis.seen = seen;
  let waiting = [];
  let inFrame = false;
  const painted = new MessageChannel();
  painted.port1.onmessage = () => {
    inFrame = false;
    const done = waiting;
    waiting = [];
    for (const note of done) note();
  };

  // What is posted inside of a frame arrives when that has been painted.
  const request = requestAnimationFrame.bind(window);
  globalThis.requestAnimationFrame = (draw) =>
    request((nowMs) => {
      inFrame = true;
      painted.port2.postMessage(null);
      draw(nowMs);
    });
  const oncePainted = (note) => {
    waiting.push(note);
    if (!inFrame) requestAnimationFrame(() => {});
  };

  const look = () => {
    if (seen.readyMs === null && document.querySelector(composer) !== null) {
      seen.readyMs = Number.NaN;
      const note = () => {
        seen.sentAtMs = Date.now();
      };
      document.querySelector(send)?.addEventListener('click', note, { capture: true, once: true });
      oncePainted(() => {
        seen.readyMs = performance.now();
      });
    }
    const text = [...document.querySelectorAll(answers)].at(-1)?.textContent ?? '';
    const last = Number(/.*\bw(\d+)\b/s.exec(text)?.[1] ?? -1);
    if (last < seen.paintedAtMs.length) return;
    const first = seen.paintedAtMs.length;
    for (let piece = first; piece <= last; piece++) seen.paintedAtMs.push(Number.NaN);
    oncePainted(() => seen.paintedAtMs.fill(Date.now(), first, last + 1));
  };
  const observer = new MutationObserver(look);
  const observe = () => {
    look();
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    // VS Code writes the page into a frame that is there already, which forgets who observes it.
    if (seen.readyMs === null) setTimeout(observe, 1);
  };
  observe();
}
