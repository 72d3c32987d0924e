import { is, isUnguessable, proofRules, type Rule, wrongQuery } from '../authorizationQuery.ts';
import type { ConsentRequest } from '../consentRequest.ts';
import { type PersonaId, personas } from '../personas.ts';
import type { World } from '../world.ts';
import { isResource, knownScopes, neededScopes, resource } from './terms.ts';

/** What a program calls itself by before it has a client id of its own. */
const unregistered = 'dynamic_agent_client';
/** What a program may add once it has one. */
const hints = ['id_token_hint', 'login_hint', 'prompt'];

/**
 * Checks the query of an authorization request of "Sign in with ChatGPT"; the order of the parameters does not matter.
 * The first sign-in on a host registers the program there, later ones must come with the client id that it got.
 */
export function readSharedAuthorization(query: URLSearchParams, world: World): ConsentRequest | string {
  const isFirst = !world.registrations.isKnown(query.get('client_id') ?? '');
  const wrong = wrongQuery(query, [...rules(world), ...(isFirst ? firstRules : laterRules(world))], hints);
  if (wrong !== null) return wrong;
  const value = (name: string): string => query.get(name) ?? '';
  const hostId = value('ext_agent_host_id');
  if (!isFirst && !world.registrations.isClientOf(value('client_id'), hostId)) {
    return 'The parameter ext_agent_host_id is wrong: it must be the one that the client_id was issued for.';
  }
  return {
    kind: 'siwc',
    clientId: isFirst ? null : value('client_id'),
    hostId,
    redirectUri: value('redirect_uri'),
    scope: value('scope'),
    challenge: value('code_challenge'),
    state: value('state'),
    nonce: value('nonce'),
    program: isFirst ? value('agent_name_hint') : value('client_id'),
    preselected: hinted(query, world) ?? world.persona,
    workspaces: null,
  };
}

function rules({ apiBaseUrl, registrations }: World): readonly Rule[] {
  const isClient = (value: string): boolean => value === unregistered || registrations.isKnown(value);
  return [
    ['response_type', is('code'), 'code'],
    ['client_id', isClient, `${unregistered} or one that was issued here`],
    ['redirect_uri', isRedirectUri, 'http://127.0.0.1:<port>/auth/callback'],
    ['scope', isScope, `some of ${knownScopes.join(' ')}, among them ${neededScopes.join(' and ')}`],
    ['resource', (value) => isResource(value, apiBaseUrl), resource],
    ...proofRules,
    ['nonce', isUnguessable, 'at least 128 bits long'],
    ['ext_agent_host_id', isUuidUrn, 'urn:uuid: and a version 4 UUID'],
  ];
}

const firstRules: readonly Rule[] = [['agent_name_hint', (value) => value.trim() !== '', 'the name of the program']];

function laterRules({ tokens }: World): readonly Rule[] {
  return [
    ['id_token_hint', (value) => tokens.ids.find(value).standing !== 'unknown', 'an ID token that was issued here'],
    ['login_hint', (value) => value !== '', 'an e-mail address'],
    ['prompt', is('consent'), 'consent'],
  ];
}

/** The port is free, but the address must be the literal one (RFC 8252, 7.3 and 8.3). */
function isRedirectUri(uri: string): boolean {
  return /^http:\/\/127\.0\.0\.1:[1-9]\d{0,4}\/auth\/callback$/.test(uri);
}

function isScope(value: string): boolean {
  const asked = value.split(' ');
  return asked.every((scope) => knownScopes.includes(scope)) && neededScopes.every((scope) => asked.includes(scope));
}

function isUuidUrn(value: string): boolean {
  return /^urn:uuid:[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(value);
}

/** Who signed in before, as the program says. */
function hinted(query: URLSearchParams, { tokens }: World): PersonaId | null {
  const found = tokens.ids.find(query.get('id_token_hint'));
  if (found.standing !== 'unknown') return found.value.grant.persona.id;
  return personas.find(({ email }) => email === query.get('login_hint'))?.id ?? null;
}
