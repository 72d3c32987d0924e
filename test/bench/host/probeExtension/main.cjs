const { subscribe } = require('node:diagnostics_channel');
const { mkdirSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { window } = require('vscode');

const measured = path.join('dist', 'extension.cjs');
let sockets = 0;

/** Watches how Maestro is loaded and activated, and shows a page in which there is nothing but a text field. */
exports.activate = ({ globalStorageUri }) => {
  subscribe('net.client.socket', () => {
    sockets += 1;
  });
  const load = Module._load;
  Module._load = function (request, ...rest) {
    if (!request.endsWith(measured) || !request.includes('maestro-llm.maestro'))
      return load.call(this, request, ...rest);
    const begin = stamp();
    const loaded = load.call(this, request, ...rest);
    const loading = since(begin);
    return { ...loaded, activate: (context) => activated(loaded, context, loading, globalStorageUri.fsPath) };
  };
  window.registerWebviewViewProvider('probe.page', {
    resolveWebviewView({ webview }) {
      webview.options = { enableScripts: true };
      webview.html = '<!DOCTYPE html><textarea data-role="composer"></textarea>';
    },
  });
};

/** Activates it, and writes what that took into a file of the folder. */
async function activated(maestro, context, loading, folder) {
  const socketsBefore = sockets;
  const begin = stamp();
  const given = await maestro.activate(context);
  const activating = since(begin);
  const dist = path.join(context.extensionPath, 'dist');
  const files = Object.keys(require.cache).filter((file) => file.startsWith(dist));
  const activation = {
    loading,
    activating,
    sockets: sockets - socketsBefore,
    files: files.map((file) => path.basename(file)),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify(activation));
  return given;
}

function stamp() {
  return { cpu: process.threadCpuUsage(), ms: performance.now() };
}

/** Time since then: of this thread on the processor, and by the clock. */
function since({ cpu, ms }) {
  const { user, system } = process.threadCpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, ms: performance.now() - ms };
}
