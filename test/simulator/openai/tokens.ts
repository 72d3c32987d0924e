import { randomBytes } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Secrets } from '../secrets.ts';
import { Shelf } from '../shelf.ts';
import { accessClaims, idClaims, type TokenTimes } from './claims.ts';
import type { Grant } from './grant.ts';
import { type IdTokenFault, wrongIdToken } from './idTokenFaults.ts';

export interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string;
  /** What the ID token repeats (OpenID Connect Core 3.1.2.1); `null` if the program sent none. */
  readonly nonce: string | null;
}

interface TokenOptions {
  readonly issuer: string;
  /** Life of an access token of this grant. */
  readonly accessTokenSeconds: (grant: Grant) => number;
  readonly secrets: Secrets;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const keyId = 'simulator-1';
const codeSeconds = 60;
const idTokenSeconds = 3600;
const refreshTokenSeconds = 30 * 24 * 3600;
const apiKeySeconds = 365 * 24 * 3600;

/** Makes the key pair that signs this simulator's tokens and the empty shelves. */
export async function createTokens(options: TokenOptions): Promise<Tokens> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const { n = '', e = '' } = await exportJWK(publicKey);
  return new Tokens(options, privateKey, { kty: 'RSA', n, e, kid: keyId, alg: 'RS256', use: 'sig' });
}

/** Issues codes, tokens and API keys, and knows every one it issued. */
export class Tokens {
  readonly codes: Shelf<Code>;
  readonly access: Shelf<{ readonly grant: Grant }>;
  readonly refresh: Shelf<{ readonly grant: Grant }>;
  readonly ids: Shelf<{ readonly grant: Grant }>;
  readonly keys: Shelf<{ readonly grant: Grant }>;
  /** The public key for `/.well-known/jwks.json`. */
  readonly jwk: JsonObject;
  readonly #options: TokenOptions;
  readonly #privateKey: CryptoKey;

  constructor(options: TokenOptions, privateKey: CryptoKey, jwk: JsonObject) {
    this.#options = options;
    this.#privateKey = privateKey;
    this.jwk = jwk;
    this.codes = new Shelf(options.now);
    this.access = new Shelf(options.now);
    this.refresh = new Shelf(options.now);
    this.ids = new Shelf(options.now);
    this.keys = new Shelf(options.now);
  }

  issueCode(code: Code): string {
    const text = this.#options.secrets.add(`ac_${random(32)}.${random(16)}`);
    this.codes.put(text, code, codeSeconds);
    return text;
  }

  /** A fresh set of tokens in the shape of the token endpoint's answer. A renewal has no nonce (OpenID Connect Core 12.2). */
  async issue(grant: Grant, nonce: string | null, idTokenFault: IdTokenFault | null): Promise<JsonObject> {
    const { secrets } = this.#options;
    const accessTokenSeconds = this.#options.accessTokenSeconds(grant);
    const claims = idClaims(grant, this.#times(idTokenSeconds), nonce);
    const idToken =
      idTokenFault === null
        ? await this.#sign(claims)
        : await wrongIdToken(idTokenFault, claims, (wrong, header) => this.#sign(wrong, header));
    const accessToken = await this.#sign(accessClaims(grant, this.#times(accessTokenSeconds)));
    const refreshToken = `rt_${random(40)}.${random(32)}`;
    this.access.put(secrets.add(accessToken), { grant }, accessTokenSeconds);
    this.refresh.put(secrets.add(refreshToken), { grant }, refreshTokenSeconds);
    this.ids.put(secrets.add(idToken), { grant }, idTokenSeconds);
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      id_token: idToken,
      token_type: 'Bearer',
      expires_in: accessTokenSeconds,
      scope: grant.scope,
    };
  }

  /** Makes an API key for the grant, or takes the given one as its key. */
  issueKey(grant: Grant, key = `sk-proj-${random(36)}`): string {
    this.keys.put(this.#options.secrets.add(key), { grant }, apiKeySeconds);
    return key;
  }

  #sign(claims: JsonObject, header: JsonObject = {}): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT', ...header })
      .sign(this.#privateKey);
  }

  #times(lifeSeconds: number): TokenTimes {
    const issuedAt = Math.floor(this.#options.now() / 1000);
    return { iss: this.#options.issuer, iat: issuedAt, exp: issuedAt + lifeSeconds };
  }
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
