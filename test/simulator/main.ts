/** Starts the vendor simulator for a person: `--port N`, `--persona NAME`. Stays until Ctrl-C. */
import { parseArgs } from 'node:util';
import { hostNames, hostPrefixes } from './hosts.ts';
import { isPersonaId, personaIds } from './openai/personas.ts';
import { settingsText } from './settingsText.ts';
import { startSimulator } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string' }, persona: { type: 'string' } } });
const port = Number(values.port ?? 0);
const persona = values.persona ?? 'plus';
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('--port must be a number from 0 to 65535.');
if (!isPersonaId(persona)) fail(`--persona must be one of: ${personaIds.join(', ')}.`);

const simulator = await startSimulator({ port, persona });
console.log(`Vendor simulator on port ${simulator.port}; Ctrl-C stops it.

${hostNames.map((name) => `  ${name.padEnd(18)} http://127.0.0.1:${simulator.port}${hostPrefixes[name]}`).join('\n')}
  ${'control'.padEnd(18)} ${simulator.controlUrl}

API key of a person at OpenAI, for example: ${simulator.openai.keyOf(persona)}

Settings for VS Code:
${settingsText(simulator.settings)}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
