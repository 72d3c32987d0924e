import { createHmac } from 'node:crypto';
import { type JsonObject, numberAt, stringAt } from '../../../src/core/json.ts';

/** The ways in which an ID token can be wrong. */
export const idTokenFaults = [
  'wrong-issuer',
  'wrong-audience',
  'expired',
  'issued-tomorrow',
  'alg-none',
  'hs256-with-client-id',
  'unknown-crit',
  'wrong-signature',
  'other-subject',
  'other-account',
  'no-account',
  'no-subject',
  'no-expiry',
  'claims-of-wrong-types',
  'payload-is-a-list',
  'payload-is-not-base64',
  'two-parts',
  'four-parts',
  'one-megabyte',
] as const;
export type IdTokenFault = (typeof idTokenFaults)[number];

type Sign = (claims: JsonObject, header?: JsonObject) => Promise<string>;

const authClaim = 'https://api.openai.com/auth';
const daySeconds = 24 * 3600;

/** An ID token that a careful client refuses (OpenID Connect Core 3.1.3.7; RFC 7519; RFC 7515 4.1.11). */
export async function wrongIdToken(fault: IdTokenFault, claims: JsonObject, sign: Sign): Promise<string> {
  const now = numberAt(claims, 'iat') ?? 0;
  switch (fault) {
    case 'wrong-issuer':
      return sign({ ...claims, iss: `${stringAt(claims, 'iss')}/` });
    case 'wrong-audience':
      return sign({ ...claims, aud: ['app_someone_else'] });
    case 'expired':
      return sign({ ...claims, iat: now - 2 * daySeconds, exp: now - daySeconds });
    case 'issued-tomorrow':
      return sign({ ...claims, iat: now + daySeconds, exp: now + 2 * daySeconds });
    case 'alg-none':
      return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    case 'hs256-with-client-id':
      return signedWith(String(claims['aud']), `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`);
    case 'unknown-crit':
      return `${encode({ alg: 'RS256', crit: ['sim'], sim: 1 })}.${encode(claims)}.${(await sign(claims)).split('.')[2]}`;
    case 'wrong-signature':
      return (await sign(claims)).replace(/[^.]*$/, (signature) => [...signature].toReversed().join(''));
    case 'other-subject':
      return sign({ ...claims, sub: 'auth0|somebody-else' });
    case 'other-account':
      return sign({ ...claims, [authClaim]: { chatgpt_account_id: 'acc-somebody-else', chatgpt_plan_type: 'plus' } });
    case 'no-account':
      return sign(without(claims, authClaim));
    case 'no-subject':
      return sign(without(claims, 'sub'));
    case 'no-expiry':
      return sign(without(claims, 'exp'));
    case 'claims-of-wrong-types':
      return sign({ ...claims, email: 7, name: ['a'], [authClaim]: { chatgpt_account_id: 7, chatgpt_plan_type: {} } });
    case 'payload-is-a-list':
      return (await sign(claims)).replace(/\.[^.]*\./, `.${encode([])}.`);
    case 'payload-is-not-base64':
      return (await sign(claims)).replace(/\.[^.]*\./, '.@@not base64@@.');
    case 'two-parts':
      return (await sign(claims)).replace(/\.[^.]*$/, '');
    case 'four-parts':
      return `${await sign(claims)}.AAAA`;
    case 'one-megabyte':
      // Base64 makes four characters of three: the token itself, not its claims, has a megabyte.
      return sign({ ...claims, padding: 'x'.repeat(750_000) });
    default:
      return fault satisfies never;
  }
}

function signedWith(key: string, text: string): string {
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

function without(claims: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
