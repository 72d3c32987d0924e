import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Secrets } from '../secrets.ts';
import { Shelf } from '../shelf.ts';
import { Grant } from './grant.ts';
import { type AnthropicPersonaId, anthropicPersona, anthropicPersonas } from './personas.ts';

/** A code that waits to be traded, with what the authorization request said. */
export interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly state: string;
}

interface TokenOptions {
  readonly accessTokenSeconds: number;
  readonly secrets: Secrets;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const codeSeconds = 600;
const refreshTokenSeconds = 30 * 24 * 3600;
const yearSeconds = 365 * 24 * 3600;

/** Issues codes, tokens and API keys, and knows every one it issued. Every person has one key and one token for a year. */
export class Tokens {
  readonly codes: Shelf<Code>;
  readonly access: Shelf<{ readonly grant: Grant }>;
  readonly refresh: Shelf<{ readonly grant: Grant }>;
  readonly keys: Shelf<{ readonly grant: Grant }>;
  readonly #keyOf = new Map<AnthropicPersonaId, string>();
  readonly #tokenOf = new Map<AnthropicPersonaId, string>();
  readonly #options: TokenOptions;

  constructor(options: TokenOptions) {
    this.#options = options;
    this.codes = new Shelf(options.now);
    this.access = new Shelf(options.now);
    this.refresh = new Shelf(options.now);
    this.keys = new Shelf(options.now);
    for (const { id } of anthropicPersonas) {
      const key = options.secrets.add(`sk-ant-api03-${random(72)}`);
      this.keys.put(key, { grant: new Grant(anthropicPersona(id), '') }, yearSeconds);
      this.#keyOf.set(id, key);
      const token = options.secrets.add(`sk-ant-oat01-${random(72)}`);
      this.access.put(token, { grant: new Grant(anthropicPersona(id), 'user:inference') }, yearSeconds);
      this.#tokenOf.set(id, token);
    }
  }

  keyOf(persona: AnthropicPersonaId): string {
    return this.#keyOf.get(persona) ?? '';
  }

  tokenOf(persona: AnthropicPersonaId): string {
    return this.#tokenOf.get(persona) ?? '';
  }

  issueCode(code: Code): string {
    const text = this.#options.secrets.add(random(32));
    this.codes.put(text, code, codeSeconds);
    return text;
  }

  /** A fresh pair of tokens in the shape of the token endpoint's answer. */
  issue(grant: Grant): JsonObject {
    const { secrets, accessTokenSeconds } = this.#options;
    const access = secrets.add(`sk-ant-oat01-${random(72)}`);
    const refresh = secrets.add(`sk-ant-ort01-${random(72)}`);
    this.access.put(access, { grant }, accessTokenSeconds);
    this.refresh.put(refresh, { grant }, refreshTokenSeconds);
    const { accountId, email, organization } = grant.persona;
    return {
      token_type: 'Bearer',
      access_token: access,
      refresh_token: refresh,
      expires_in: accessTokenSeconds,
      scope: grant.scope,
      organization: { uuid: organization.id, name: organization.name },
      account: { uuid: accountId, email_address: email },
    };
  }
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
