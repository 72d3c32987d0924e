// Stands in for VS Code's webview host: its API, with a record of what the page does and of what its policy refuses.
globalThis.standIn = {
  intents: [],
  violations: [],
  state: JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  post: (...updates) => {
    for (const update of updates) window.postMessage(update, window.origin);
  },
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
