import { is, proofRules, type Rule, wrongQuery } from './authorizationQuery.ts';
import type { ConsentRequest } from './consentRequest.ts';
import { personas } from './personas.ts';
import type { World } from './world.ts';

/** The parameters in the order in which OpenAI's own client sends them, and hints at its end; the last three are optional. */
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
  'login_hint',
  'prompt',
] as const;

/**
 * Checks the query of an authorization request. Gives the request or a sentence that says what is wrong with it: the
 * simulator never redirects for a wrong request, because a wrong redirect URI may be someone else's (RFC 6749, 4.1.2.1).
 */
export function readAuthorization(query: URLSearchParams, world: World): ConsentRequest | string {
  const wrong = wrongQuery(query, rules(world), ['allowed_workspace_id', 'login_hint', 'prompt']);
  if (wrong !== null) return wrong;
  const names = [...query.keys()];
  const expected = order.filter((name) => query.has(name));
  if (expected.some((name, index) => name !== names[index])) {
    return `The parameters are in the wrong order. Expected: ${expected.join(', ')}.`;
  }
  const value = (name: (typeof order)[number]): string => query.get(name) ?? '';
  return {
    kind: 'codex',
    clientId: value('client_id'),
    hostId: null,
    redirectUri: value('redirect_uri'),
    scope: value('scope'),
    challenge: value('code_challenge'),
    state: value('state'),
    nonce: null,
    program: value('originator'),
    preselected: personas.find(({ email }) => email === query.get('login_hint'))?.id ?? world.persona,
    workspaces: query.get('allowed_workspace_id')?.split(',') ?? null,
  };
}

function rules({ clientId, redirectPorts }: World): readonly Rule[] {
  return [
    ['response_type', is('code'), 'code'],
    ['client_id', is(clientId), clientId],
    ['redirect_uri', (value) => isRedirectUri(value, redirectPorts), describeRedirectUris(redirectPorts)],
    ['scope', (value) => value.split(' ').includes('openid'), 'a list with openid in it'],
    ...proofRules,
    ['id_token_add_organizations', is('true'), 'true'],
    ['codex_cli_simplified_flow', is('true'), 'true'],
    ['originator', (value) => value !== '', 'the name of the program'],
    ['allowed_workspace_id', hasKnownWorkspace, 'account ids joined by commas, at least one of them known'],
    ['login_hint', (value) => value !== '', 'an e-mail address'],
    ['prompt', is('login'), 'login'],
  ];
}

function hasKnownWorkspace(list: string): boolean {
  return list.split(',').some((id) => personas.some(({ accountId }) => accountId === id));
}

function isRedirectUri(uri: string, ports: readonly number[] | 'any'): boolean {
  const port = /^http:\/\/localhost:([1-9]\d{0,4})\/auth\/callback$/.exec(uri)?.[1];
  return port !== undefined && (ports === 'any' || ports.includes(Number(port)));
}

function describeRedirectUris(ports: readonly number[] | 'any'): string {
  const names = ports === 'any' ? ['<port>'] : ports;
  return names.map((port) => `http://localhost:${port}/auth/callback`).join(' or ');
}
