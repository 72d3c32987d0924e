import type { ConsentRequest } from './consents.ts';
import type { World } from './world.ts';

/** The parameters in the order in which OpenAI's own client sends them; the last is optional. */
const order = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'code_challenge',
  'code_challenge_method',
  'id_token_add_organizations',
  'codex_cli_simplified_flow',
  'state',
  'originator',
  'allowed_workspace_id',
] as const;
type Name = (typeof order)[number];

/**
 * Checks the query of an authorization request. Gives the request or a sentence that says what is wrong with it: the
 * simulator never redirects for a wrong request, because a wrong redirect URI may be someone else's (RFC 6749, 4.1.2.1).
 */
export function readAuthorization(query: URLSearchParams, world: World): ConsentRequest | string {
  const names = [...query.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `The parameter ${twice} is given twice.`;
  const unknown = names.find((name) => !order.some((known) => known === name));
  if (unknown !== undefined) return `The parameter ${unknown} is not known.`;
  const value = (name: Name): string => query.get(name) ?? '';
  for (const [name, isRight, rule] of rules(world)) {
    if (!query.has(name)) return `The parameter ${name} is missing.`;
    if (!isRight(value(name))) return `The parameter ${name} is wrong: it must be ${rule}.`;
  }
  const expected = order.filter((name) => query.has(name));
  if (expected.some((name, index) => name !== names[index])) {
    return `The parameters are in the wrong order. Expected: ${expected.join(', ')}.`;
  }
  return {
    clientId: value('client_id'),
    redirectUri: value('redirect_uri'),
    scope: value('scope'),
    challenge: value('code_challenge'),
    state: value('state'),
    originator: value('originator'),
  };
}

type Rule = readonly [name: Name, isRight: (value: string) => boolean, rule: string];

function rules({ clientId, redirectPorts }: World): readonly Rule[] {
  const is = (wanted: string) => (value: string) => value === wanted;
  return [
    ['response_type', is('code'), 'code'],
    ['client_id', is(clientId), clientId],
    ['redirect_uri', (value) => isRedirectUri(value, redirectPorts), describeRedirectUris(redirectPorts)],
    ['scope', (value) => value.split(' ').includes('openid'), 'a list with openid in it'],
    ['code_challenge', (value) => /^[\w-]{43}$/.test(value), '43 characters of base64url'],
    ['code_challenge_method', is('S256'), 'S256'],
    ['id_token_add_organizations', is('true'), 'true'],
    ['codex_cli_simplified_flow', is('true'), 'true'],
    ['state', (value) => value.length >= 22, 'at least 128 bits long'],
    ['originator', (value) => value !== '', 'the name of the program'],
  ];
}

function isRedirectUri(uri: string, ports: readonly number[] | 'any'): boolean {
  const port = /^http:\/\/localhost:([1-9]\d{0,4})\/auth\/callback$/.exec(uri)?.[1];
  return port !== undefined && (ports === 'any' || ports.includes(Number(port)));
}

function describeRedirectUris(ports: readonly number[] | 'any'): string {
  const names = ports === 'any' ? ['<port>'] : ports;
  return names.map((port) => `http://localhost:${port}/auth/callback`).join(' or ');
}
