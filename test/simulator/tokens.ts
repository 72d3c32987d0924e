import { randomBytes, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JsonObject } from '../../src/core/json.ts';
import type { IdTokenFault } from './faults.ts';
import { Grant } from './grant.ts';
import { wrongIdToken } from './idTokenFaults.ts';
import type { Persona } from './personas.ts';
import type { Secrets } from './secrets.ts';
import { Shelf } from './shelf.ts';

export interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string;
}

interface TokenOptions {
  readonly issuer: string;
  readonly accessTokenSeconds: number;
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

  issueCode(persona: Persona, clientId: string, scope: string, redirectUri: string, challenge: string): string {
    const code = this.#options.secrets.add(`ac_${random(32)}.${random(16)}`);
    this.codes.put(code, { grant: new Grant(persona, clientId, scope), redirectUri, challenge }, codeSeconds);
    return code;
  }

  /** A fresh set of tokens in the shape of the token endpoint's answer. */
  async issue(grant: Grant, idTokenFault: IdTokenFault | null): Promise<JsonObject> {
    const { secrets, accessTokenSeconds } = this.#options;
    const idClaims = this.#idClaims(grant);
    const idToken =
      idTokenFault === null
        ? await this.#sign(idClaims)
        : await wrongIdToken(idTokenFault, idClaims, (claims, header) => this.#sign(claims, header));
    const accessToken = await this.#sign(this.#accessClaims(grant));
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

  issueKey(grant: Grant): string {
    const key = this.#options.secrets.add(`sk-proj-${random(36)}`);
    this.keys.put(key, { grant }, apiKeySeconds);
    return key;
  }

  #sign(claims: JsonObject, header: JsonObject = {}): Promise<string> {
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT', ...header })
      .sign(this.#privateKey);
  }

  #idClaims({ persona, clientId }: Grant): JsonObject {
    const { organization } = persona;
    return {
      ...this.#times(idTokenSeconds),
      aud: [clientId],
      sub: persona.sub,
      email: persona.email,
      email_verified: true,
      name: persona.name,
      sid: randomUUID(),
      'https://api.openai.com/auth': {
        ...accountClaims(persona),
        organizations:
          organization === null
            ? []
            : [{ id: organization.id, is_default: true, role: 'owner', title: organization.title }],
        completed_platform_onboarding: organization !== null,
        is_org_owner: organization !== null,
        ...(organization === null ? {} : { organization_id: organization.id, project_id: organization.projectId }),
      },
    };
  }

  #accessClaims({ persona, clientId, scope }: Grant): JsonObject {
    return {
      ...this.#times(this.#options.accessTokenSeconds),
      aud: ['https://api.openai.com/v1'],
      client_id: clientId,
      scp: scope.split(' '),
      sub: persona.sub,
      'https://api.openai.com/auth': accountClaims(persona),
      'https://api.openai.com/profile': { email: persona.email, email_verified: true },
    };
  }

  #times(lifeSeconds: number): JsonObject {
    const issuedAt = Math.floor(this.#options.now() / 1000);
    return { iss: this.#options.issuer, iat: issuedAt, exp: issuedAt + lifeSeconds, jti: randomUUID() };
  }
}

function accountClaims(persona: Persona): JsonObject {
  return {
    chatgpt_account_id: persona.accountId,
    chatgpt_plan_type: persona.plan,
    chatgpt_user_id: persona.userId,
    user_id: persona.userId,
  };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
