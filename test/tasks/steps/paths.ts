import path from 'node:path';

/** The repository's folder. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** Everything that tasks download or leave behind; neither git nor the package takes it. */
export const cacheFolder = path.join(root, '.vscode-test');

/** What Node has compiled, for the next process that loads the same. */
export const compiledFolder = path.join(cacheFolder, 'compiled');

export const screenshotFolder = path.join(cacheFolder, 'screenshots');

/** The bundled tests that run inside VS Code's extension host. */
export const hostTestEntry = path.join(cacheFolder, 'integration', 'index.cjs');
