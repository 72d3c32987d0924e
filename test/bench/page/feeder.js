// Runs in the browser: posts an answer as the host does, in batches of a frame, and watches the frames meanwhile.
const batchMs = 16;
const longestMs = 30_000;

globalThis.feeder = {
  /** Posts the pieces at so many a second; resolves with every gap between two frames in ms once all are posted. */
  async stream(pieces, perSecond) {
    const gapsMs = [];
    let watching = true;
    let lastMs = performance.now();
    requestAnimationFrame(function watch(nowMs) {
      gapsMs.push(nowMs - lastMs);
      lastMs = nowMs;
      if (watching) requestAnimationFrame(watch);
    });
    await posted(pieces, perSecond);
    watching = false;
    return gapsMs;
  },
  /** What `open` is going to post. */
  state: null,
  /** Posts the snapshot; resolves with the ms until the text is in sight and painted. */
  async open(text) {
    const startedMs = performance.now();
    standIn.post({ kind: 'snapshot', state: feeder.state });
    while (!isInSight(text)) {
      await new Promise(requestAnimationFrame);
      if (performance.now() - startedMs > longestMs) throw new Error(`The page does not show "${text}".`);
    }
    await new Promise(requestAnimationFrame);
    return performance.now() - startedMs;
  },
};

function posted(pieces, perSecond) {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    let count = 0;
    const timer = setInterval(() => {
      const due = Math.min(pieces.length, Math.floor(((performance.now() - startedMs) * perSecond) / 1_000));
      if (due > count) {
        const parts = pieces.slice(count, due).map((delta) => ({ kind: 'text', block: 0, delta }));
        standIn.post({ kind: 'parts', turn: 't1', parts });
      }
      count = due;
      if (count < pieces.length) return;
      clearInterval(timer);
      resolve();
    }, batchMs);
  });
}

function isInSight(text) {
  const last = [...document.querySelectorAll('[data-role=message]')].at(-1);
  if (!last?.textContent.includes(text)) return false;
  return last.getBoundingClientRect().bottom <= innerHeight;
}
