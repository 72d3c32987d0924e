const Module = require('node:module');
const { workspace } = require('vscode');

/** Where the setting says so, lets Maestro find the API of a fork of VS Code that knows nothing of chats and models. */
exports.activate = () => {
  if (workspace.getConfiguration('forkForTests').get('withoutChat') !== true) return;
  const load = Module._load;
  Module._load = function (request, parent, ...rest) {
    const loaded = load.call(this, request, parent, ...rest);
    const isForMaestro = request === 'vscode' && parent?.filename.includes('maestro-llm.maestro');
    return isForMaestro ? withoutChat(loaded) : loaded;
  };
};

function withoutChat(api) {
  const known = Object.entries(Object.getOwnPropertyDescriptors(api));
  const left = known.filter(([name]) => !/^(lm|chat|LanguageModel.*|Chat.*)$/.test(name));
  return Object.defineProperties({}, Object.fromEntries(left));
}
