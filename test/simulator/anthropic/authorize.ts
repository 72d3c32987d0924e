import type { World } from './world.ts';

/** An authorization request that was found correct and waits for the person. */
export interface ConsentRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly challenge: string;
  readonly state: string;
}

type Rule = readonly [name: string, isRight: (value: string) => boolean, rule: string];

/**
 * Checks the query of an authorization request. Gives the request or a sentence that says what is wrong with it: a wrong
 * request is never redirected, because its redirect URI may be someone else's (RFC 6749, 4.1.2.1).
 */
export function readAuthorization(query: URLSearchParams, world: World): ConsentRequest | string {
  const names = [...query.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `The parameter ${twice} is given twice.`;
  const known = rules(world);
  const unknown = names.find((name) => !known.some(([one]) => one === name));
  if (unknown !== undefined) return `The parameter ${unknown} is not known.`;
  const value = (name: string): string => query.get(name) ?? '';
  for (const [name, isRight, rule] of known) {
    if (!query.has(name)) return `The parameter ${name} is missing.`;
    if (!isRight(value(name))) return `The parameter ${name} is wrong: it must be ${rule}.`;
  }
  return {
    clientId: value('client_id'),
    redirectUri: value('redirect_uri'),
    scope: value('scope'),
    challenge: value('code_challenge'),
    state: value('state'),
  };
}

function rules({ clientId, redirectUri, ownAddress, scopes }: World): readonly Rule[] {
  const is = (wanted: string) => (value: string) => value === wanted;
  const isRegistered = (uri: string): boolean =>
    uri === redirectUri || (ownAddress !== null && uri.startsWith(ownAddress));
  return [
    ['code', is('true'), 'true'],
    ['client_id', is(clientId), clientId],
    ['response_type', is('code'), 'code'],
    ['redirect_uri', isRegistered, redirectUri],
    ['scope', (value) => value.split(' ').every((scope) => scopes.includes(scope)), `out of ${scopes.join(' ')}`],
    ['code_challenge', (value) => /^[\w-]{43}$/.test(value), '43 characters of base64url'],
    ['code_challenge_method', is('S256'), 'S256'],
    ['state', (value) => value.length >= 22, 'at least 128 bits long'],
  ];
}
