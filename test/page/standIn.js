// Stands in for VS Code's webview host: its API, with a record of what the page does and of what its policy refuses.
globalThis.standIn = {
  intents: [],
  violations: [],
  state: JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  post: (...updates) => {
    for (const update of updates) window.postMessage(update, window.origin);
  },
};

// What the page will still do in a moment: it draws in frames, rests after one that took long, and colours code when idle.
const soonMs = 300;
const soon = new Set();
const {
  requestAnimationFrame: frame,
  cancelAnimationFrame: cancelFrame,
  setTimeout: start,
  clearTimeout: cancel,
  requestIdleCallback: idle,
  cancelIdleCallback: cancelIdle,
} = globalThis;
globalThis.requestAnimationFrame = (run) => {
  const id = frame((time) => {
    soon.delete(`frame ${id}`);
    run(time);
  });
  soon.add(`frame ${id}`);
  return id;
};
globalThis.cancelAnimationFrame = (id) => {
  soon.delete(`frame ${id}`);
  cancelFrame(id);
};
globalThis.setTimeout = (run, ms = 0, ...given) => {
  const id = start(() => {
    soon.delete(`timer ${id}`);
    run(...given);
  }, ms);
  if (ms <= soonMs) soon.add(`timer ${id}`);
  return id;
};
globalThis.clearTimeout = (id) => {
  soon.delete(`timer ${id}`);
  cancel(id);
};
globalThis.requestIdleCallback = (run, options) => {
  const id = idle((deadline) => {
    soon.delete(`idle ${id}`);
    run(deadline);
  }, options);
  soon.add(`idle ${id}`);
  return id;
};
globalThis.cancelIdleCallback = (id) => {
  soon.delete(`idle ${id}`);
  cancelIdle(id);
};
// What was posted arrives within some frames, and what is measured in one is drawn in another.
standIn.drawn = async () => {
  for (let quiet = 0; quiet < 4; quiet = soon.size === 0 ? quiet + 1 : 0)
    await new Promise((resolve) => frame(resolve));
};

globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => standIn.intents.push(structuredClone(message)),
  getState: () => standIn.state ?? undefined,
  setState: (state) => {
    standIn.state = structuredClone(state);
    sessionStorage.setItem('state', JSON.stringify(state));
  },
});

document.addEventListener('securitypolicyviolation', (event) => {
  standIn.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
