import { parseJson, stringAt } from '../../../src/core/json.ts';
import type { Person } from '../../testSignInUi.ts';
import type { Simulator } from '../simulator.ts';
import { exchange, postForm } from '../wire.ts';
import type { AnthropicPersonaId } from './personas.ts';

/** Goes through the console's pages and pastes what the last one shows; after declining, its address. */
export class PersonAtConsole implements Person {
  readonly #decision: AnthropicPersonaId | 'deny';
  #address: URL | null = null;

  constructor(decision: AnthropicPersonaId | 'deny' = 'developer') {
    this.#decision = decision;
  }

  async open(page: URL): Promise<void> {
    this.#address = await decideAnthropicConsent(page.href, this.#decision);
  }

  async paste(): Promise<string | null> {
    if (this.#address === null) return null;
    return this.#decision === 'deny' ? this.#address.href : readShownCode(this.#address);
  }
}

/** Plays a person with a browser: decides on the consent page and gives the address that the browser ends at. */
export async function decideAnthropicConsent(
  authorizeUrl: string,
  decision: AnthropicPersonaId | 'deny',
): Promise<URL> {
  const page = await exchange(authorizeUrl);
  const request = /name="request" value="([^"]+)"/.exec(page.body)?.[1];
  if (request === undefined) {
    throw new Error(`No consent page: ${page.status} ${page.body.replaceAll(/<[^>]+>/g, ' ').trim()}`);
  }
  const fields = decision === 'deny' ? { decision } : { decision: 'continue', persona: decision };
  const answer = await postForm(new URL('consent', authorizeUrl).href, { request, ...fields });
  const { location } = answer.headers;
  if (answer.status !== 302 || typeof location !== 'string') throw new Error(`No redirect: ${answer.status}`);
  return new URL(location);
}

/** The `code#state` that the page at this address shows. */
export async function readShownCode(address: URL): Promise<string> {
  const page = await exchange(address);
  const shown = /<code id="code">([^<]+)</.exec(page.body)?.[1];
  if (shown === undefined) throw new Error(`No code is shown: ${page.status}`);
  return shown;
}

/** Posts JSON to the token endpoint of the simulated console. */
export async function postTokens(simulator: Simulator, fields: Readonly<Record<string, string>>) {
  const answer = await exchange(`${simulator.anthropic.consoleBaseUrl}/v1/oauth/token`, {
    method: 'POST',
    headers: [['content-type', 'application/json']],
    body: JSON.stringify(fields),
  });
  const body = parseJson(answer.body);
  return {
    status: answer.status,
    error: stringAt(body, 'error'),
    access: stringAt(body, 'access_token') ?? '',
    refresh: stringAt(body, 'refresh_token') ?? '',
  };
}
