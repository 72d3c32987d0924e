import { below } from '../../core/baseUrl.ts';
import { cleanText } from '../../core/cleanText.ts';
import { MaestroError } from '../../core/failure.ts';
import { member, stringAt } from '../../core/json.ts';
import type { Call } from '../../core/vendor.ts';
import { type Answered, ask } from './ask.ts';
import { explain } from './failures.ts';
import type { Server } from './server.ts';

/**
 * Proves that a server is there and takes the key, with the list of its models. Returns the base URL at which it
 * answered: many an address lacks its `/v1`, and is then asked with it too. Throws `key-refused`, `web-page`, and
 * what stood in the way.
 */
export async function prove(server: Server, call: Call): Promise<URL> {
  const { base } = server;
  const first = await ask(server, below(base, 'models'), call);
  refuseKey(server, first);
  const versioned = /\/v\d+$/.test(base.pathname) ? null : below(base, 'v1');
  const found = isListing(first) ? base : await listingAt(server, versioned, call);
  if (found === null) throw new MaestroError(notThere(first, base));
  if (server.preset.id === 'openrouter') await proveKey({ ...server, base: found }, call);
  return found;
}

async function listingAt(server: Server, base: URL | null, call: Call): Promise<URL | null> {
  if (base === null) return null;
  const answer = await ask(server, below(base, 'models'), call);
  refuseKey(server, answer);
  return isListing(answer) ? base : null;
}

/** OpenRouter lists its models to everybody; only this asks whose key it is (OpenRouter documentation, Limits). */
async function proveKey(server: Server, call: Call): Promise<void> {
  refuseKey(server, await ask(server, below(server.base, 'key'), call));
}

/** The server's own words are not shown: some repeat the key in them. */
function refuseKey({ key, preset }: Server, { status, host, json }: Answered): void {
  // A firewall says 403 with a page.
  if (status !== 401 && (status !== 403 || json === undefined)) return;
  const who = preset.id === 'server' ? host : preset.label;
  const detail = key === null ? `${who} wants an API key.` : `${who} does not take this key.`;
  throw new MaestroError({ code: 'key-refused', detail });
}

/** Whether it is a list of models; Ollama without any says `data: null`. */
function isListing({ status, json }: Answered): boolean {
  if (status !== 200) return false;
  return Array.isArray(json) || Array.isArray(member(json, 'data')) || stringAt(json, 'object') === 'list';
}

function notThere(answer: Answered, base: URL): ReturnType<typeof explain> {
  const failure = explain(answer);
  const hint = 'Is the base URL right? Most end in /v1.';
  if (failure.code === 'web-page') return { ...failure, title: cleanText(`${failure.title} ${hint}`, 160) };
  // What passes, or says more than that there is no list, is said as it is.
  if (answer.status !== 200 && answer.status !== 404 && answer.status !== 405) return failure;
  const at = `${base.host}${base.pathname.replace(/\/$/, '')}/models`;
  return { code: 'rejected', status: answer.status, detail: `no list of models is at ${at}. ${hint}` };
}
