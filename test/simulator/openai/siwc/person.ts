import type { Simulator } from '../../simulator.ts';
import { postForm } from '../../wire.ts';
import { decideConsent, pkce, readTokens, type SessionTokens } from '../person.ts';
import type { PersonaId } from '../personas.ts';
import { knownScopes, resource } from './terms.ts';

/** The host that the tests sign in from. */
export const hostId = 'urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e';

/** The parameters of a correct first authorization request of "Sign in with ChatGPT". */
export const firstParameters: Readonly<Record<string, string>> = {
  response_type: 'code',
  client_id: 'dynamic_agent_client',
  agent_name_hint: 'The Maestro',
  ext_agent_host_id: hostId,
  redirect_uri: 'http://127.0.0.1:49152/auth/callback',
  scope: knownScopes.join(' '),
  resource,
  state: 'simulated-state-0123456789abcdef0123456789abcdef',
  nonce: 'simulated-nonce-0123456789abcdef0123456789abcdef',
  code_challenge: pkce.challenge,
  code_challenge_method: 'S256',
};

/** The parameters of a later one: the program comes with the client id that it got. */
export function laterParameters(clientId: string): Readonly<Record<string, string>> {
  const { agent_name_hint: _, ...others } = firstParameters;
  return { ...others, client_id: clientId };
}

export interface SharedSession extends SessionTokens {
  readonly clientId: string;
}

/** The address of an authorization request with these parameters. */
export function sharedUrl(
  simulator: Simulator,
  parameters: Readonly<Record<string, string>> = firstParameters,
): string {
  return `${simulator.authBaseUrl}/api/accounts/authorize?${new URLSearchParams(parameters)}`;
}

/** The fields of a correct code exchange, with the client id that the callback brought. */
export function sharedCodeFields(callback: URL): Readonly<Record<string, string>> {
  return {
    grant_type: 'authorization_code',
    client_id: callback.searchParams.get('client_id') ?? '',
    code: callback.searchParams.get('code') ?? '',
    code_verifier: pkce.verifier,
    redirect_uri: firstParameters['redirect_uri'] ?? '',
    resource,
  };
}

/** "Continue with ChatGPT" without a product. With `plan` among the unticked, the plan is not shared. */
export async function shareAs(
  simulator: Simulator,
  persona: PersonaId,
  unticked: readonly string[] = [],
): Promise<SharedSession> {
  const callback = await decideConsent(sharedUrl(simulator), persona, unticked);
  const fields = sharedCodeFields(callback);
  const answer = await postForm(`${simulator.authBaseUrl}/api/accounts/oauth/token`, fields);
  return { ...readTokens(answer, persona), clientId: fields['client_id'] ?? '' };
}
