/** Starts the vendor simulator for a person: `--port N`, `--persona NAME`. Stays until Ctrl-C. */
import { parseArgs } from 'node:util';
import { isPersonaId, personaIds } from './personas.ts';
import { settingsText } from './settingsText.ts';
import { startSimulator } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string' }, persona: { type: 'string' } } });
const port = Number(values.port ?? 0);
const persona = values.persona ?? 'plus';
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('--port must be a number from 0 to 65535.');
if (!isPersonaId(persona)) fail(`--persona must be one of: ${personaIds.join(', ')}.`);

const simulator = await startSimulator({ port, persona });
console.log(`Vendor simulator on port ${simulator.port}; Ctrl-C stops it.

  auth     ${simulator.authBaseUrl}
  chatgpt  ${simulator.chatgptBaseUrl}
  api      ${simulator.apiBaseUrl}
  control  ${simulator.controlUrl}

Settings for VS Code:
${settingsText(simulator.settings)}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
