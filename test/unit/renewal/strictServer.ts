import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { isObject, type JsonObject, parseJson, stringAt } from '../../../src/core/json.ts';
import { walkThroughLogin } from '../vendors/oidcLogin.ts';
import { clientId } from './renewingVendor.ts';

const redirectUri = 'http://localhost/auth/callback';
const tokenPath = '/oauth/token';

/** What happens to the next refresh that a window asks for, after it has arrived here. */
export interface Plan {
  /** Waited for before the server hears of it; `false` means that it never does. */
  before?(window: string): Promise<boolean>;
  /** Waited for between the server's answer and the window; `false` means that the answer is lost. */
  after?(window: string): Promise<boolean>;
}

/**
 * A certified OpenID provider that rotates refresh tokens and revokes everything when a used one comes again, behind a door
 * where each refresh is counted and can be delayed or lost.
 */
export class StrictServer {
  readonly #server: Server;
  readonly #revoked = new Set<string>();
  readonly origin: string;
  plan: Plan = {};
  /** Refreshes that the provider was asked for, and how many of them it granted. */
  asked = 0;
  rotations = 0;

  private constructor(server: Server, origin: string) {
    this.#server = server;
    this.origin = origin;
    const provider = newProvider(origin);
    provider.on('grant.revoked', (_, grantId) => this.#revoked.add(grantId));
    const serve = provider.callback();
    server.on('request', (request, response) => {
      const window = request.headers['x-window'];
      if (request.url !== tokenPath || window === undefined) void serve(request, response);
      else this.#refresh(String(window), request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<StrictServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return new StrictServer(server, `http://127.0.0.1:${address.port}`);
  }

  /** How often the provider has revoked a whole session. */
  get revoked(): number {
    return this.#revoked.size;
  }

  /** A person signs in: the provider's answer with the tokens. */
  async signIn(): Promise<JsonObject> {
    const verifier = randomBytes(32).toString('base64url');
    const authorize = new URL('/oauth/authorize', this.origin);
    authorize.search = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid offline_access',
      prompt: 'consent',
      state: randomBytes(16).toString('base64url'),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    const code = new URL(await walkThroughLogin(authorize, 'ada')).searchParams.get('code') ?? '';
    return await this.#token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: verifier,
    });
  }

  /** Whether the provider takes this access token. */
  async accepts(access: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${access}` };
    return (await fetch(new URL('/me', this.origin), { headers })).ok;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #refresh(window: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: unknown[] = await request.toArray();
    const { before, after } = this.plan;
    this.plan = {};
    if ((await before?.(window)) === false) return void request.socket.destroy();
    this.asked++;
    const answer = await fetch(new URL(tokenPath, this.origin), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: chunks.join(''),
    });
    const text = await answer.text();
    if (answer.ok) this.rotations++;
    if ((await after?.(window)) === false) return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  }

  async #token(form: { readonly [name: string]: string }): Promise<JsonObject> {
    const answer = await fetch(new URL(tokenPath, this.origin), {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    const body = parseJson(await answer.text());
    if (!isObject(body) || stringAt(body, 'refresh_token') === null) throw new Error(`No tokens: ${answer.status}`);
    return body;
  }
}

function newProvider(issuer: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        response_types: ['code'],
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    routes: { authorization: '/oauth/authorize', token: tokenPath },
    scopes: ['openid', 'offline_access'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: { AccessToken: 3_600, RefreshToken: 24 * 3_600, Grant: 24 * 3_600, Session: 24 * 3_600, IdToken: 3_600 },
    features: { devInteractions: { enabled: true } },
    findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    cookies: { keys: ['test'] },
  });
}
