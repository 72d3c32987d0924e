import { parseJson, stringAt } from '../../../src/core/json.ts';
import type { Simulator } from '../simulator.ts';
import { exchange, postForm, type WireAnswer } from '../wire.ts';
import { type Persona, type PersonaId, personaOf } from './personas.ts';

/** A PKCE pair for tests that speak OAuth by hand (the example of RFC 7636, appendix B). */
export const pkce = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
} as const;

/** The parameters of a correct authorization request, in order. */
export const authorizationParameters: Readonly<Record<string, string>> = {
  response_type: 'code',
  client_id: 'app_EMoamEEZ73f0CkXaXp7hrann',
  redirect_uri: 'http://localhost:1455/auth/callback',
  scope: 'openid profile email offline_access',
  code_challenge: pkce.challenge,
  code_challenge_method: 'S256',
  id_token_add_organizations: 'true',
  codex_cli_simplified_flow: 'true',
  state: 'simulated-state-0123456789abcdef0123456789abcdef',
  originator: 'maestro_vscode',
};

export interface SessionTokens {
  readonly persona: Persona;
  readonly access: string;
  readonly refresh: string;
  readonly id: string;
}

/** The address of a correct authorization request. */
export function authorizationUrl(simulator: Simulator): string {
  return `${simulator.authBaseUrl}/oauth/authorize?${new URLSearchParams(authorizationParameters)}`;
}

/**
 * Plays a person with a browser: opens the consent page, decides, and gives the address the browser is sent to. What the
 * page has ticked stays ticked, but for the names in `unticked`.
 */
export async function decideConsent(
  authorizeUrl: string,
  decision: PersonaId | 'deny',
  unticked: readonly string[] = [],
): Promise<URL> {
  const page = await exchange(authorizeUrl);
  const request = /name="request" value="([^"]+)"/.exec(page.body)?.[1];
  if (request === undefined)
    throw new Error(`No consent page: ${page.status} ${page.body.replaceAll(/<[^>]+>/g, ' ').trim()}`);
  const boxes = [...page.body.matchAll(/type="checkbox" name="([^"]+)" value="([^"]+)" checked/g)];
  const ticked = boxes
    .filter(([, name = '']) => !unticked.includes(name))
    .map(([, name = '', value = '']) => [name, value]);
  const fields = decision === 'deny' ? { decision } : { decision: 'continue', persona: decision };
  const answer = await postForm(new URL('consent', authorizeUrl).href, {
    request,
    ...Object.fromEntries(ticked),
    ...fields,
  });
  const { location } = answer.headers;
  if (answer.status !== 302 || typeof location !== 'string') throw new Error(`No redirect: ${answer.status}`);
  return new URL(location);
}

/** The fields of a correct code exchange. */
export async function codeFields(simulator: Simulator, persona: PersonaId): Promise<Readonly<Record<string, string>>> {
  const callback = await decideConsent(authorizationUrl(simulator), persona);
  return {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: authorizationParameters['redirect_uri'] ?? '',
    client_id: authorizationParameters['client_id'] ?? '',
    code_verifier: pkce.verifier,
  };
}

/** Signs in without a product: consent and code exchange. */
export async function signInAs(simulator: Simulator, persona: PersonaId): Promise<SessionTokens> {
  const answer = await postForm(`${simulator.authBaseUrl}/oauth/token`, await codeFields(simulator, persona));
  return readTokens(answer, persona);
}

/** The tokens of a token endpoint's answer. Throws if it gave none. */
export function readTokens(answer: WireAnswer, persona: PersonaId): SessionTokens {
  const tokens = parseJson(answer.body);
  const at = (name: string): string => stringAt(tokens, name) ?? '';
  if (at('access_token') === '') throw new Error(`No tokens: ${answer.status}`);
  return {
    persona: personaOf(persona),
    access: at('access_token'),
    refresh: at('refresh_token'),
    id: at('id_token'),
  };
}
