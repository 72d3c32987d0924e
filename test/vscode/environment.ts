import path from 'node:path';

/** This environment without what npm or another VS Code left in it, which a new VS Code would take for its own. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|CODE_SERVER_|ELECTRON_|npm_|NODE_OPTIONS$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** The same for a server, whose programs keep their own files below `home`, so that nothing is left in the person's home. */
export function serverEnvironment(home: string): NodeJS.ProcessEnv {
  const names = ['CONFIG', 'DATA', 'CACHE', 'STATE'];
  const folders = names.map((name) => [`XDG_${name}_HOME`, path.join(home, name.toLowerCase())]);
  // Without a port proxy the server hands local addresses to the browser as they are, as desktop VS Code does.
  return { ...cleanEnvironment(), ...Object.fromEntries(folders), VSCODE_PROXY_URI: '' };
}
