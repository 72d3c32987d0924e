import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import Provider, { errors } from 'oidc-provider';
import { stringAt } from '../../../src/core/json.ts';
import { walkThroughLogin } from './oidcLogin.ts';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';
const deviceCallback = '/deviceauth/callback';

/** What the server says of the person in the ID token's namespaced claim. */
export interface Workspace {
  readonly chatgpt_account_id: string;
  readonly chatgpt_plan_type: string;
  readonly organization_id?: string;
}

/** One vendor's sign-in: its client, and where its endpoints are. */
export interface SignInPlace {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  /** Scopes of the vendor's own. */
  readonly scopes?: readonly string[];
}

export const codexPlace: SignInPlace = {
  clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
  redirectUri: 'http://localhost/auth/callback',
  authorize: '/oauth/authorize',
  token: '/oauth/token',
  revoke: '/oauth/revoke',
};

export const sharingPlace: SignInPlace = {
  clientId: 'oaiapp_certified',
  redirectUri: 'http://127.0.0.1/auth/callback',
  authorize: '/api/accounts/authorize',
  token: '/api/accounts/oauth/token',
  revoke: '/api/accounts/oauth/revoke',
};

interface Device {
  readonly verifier: string;
  readonly challenge: string;
  code: string | null;
}

/** A certified OpenID provider set up with a vendor's paths and claims: an independent word on our side of OAuth. */
export class OidcServer {
  readonly #server: Server;
  readonly issuer: string;
  readonly revokedGrants: string[] = [];
  /** Why the token endpoint refused, in the provider's own words. */
  readonly refusals: string[] = [];
  /** The `state` that each code's authorization request came with. */
  readonly states = new Map<string, string>();
  readonly #place: SignInPlace;
  readonly #devices = new Map<string, Device>();

  private constructor(server: Server, issuer: string, place: SignInPlace) {
    this.#server = server;
    this.issuer = issuer;
    this.#place = place;
  }

  static async start(place: SignInPlace, workspace: Workspace | null): Promise<OidcServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const started = new OidcServer(server, `http://127.0.0.1:${address.port}`, place);
    const provider = started.#provider(workspace);
    provider.on('grant.revoked', (_, grantId) => started.revokedGrants.push(grantId));
    provider.on('grant.error', (_, error) => started.refusals.push(error.error_detail ?? error.message));
    provider.on('authorization.success', ({ oidc }, answer) => {
      started.states.set(stringAt(answer, 'code') ?? '', stringAt(oidc.params, 'state') ?? '');
    });
    const serve = provider.callback();
    server.on('request', (request, response) => {
      if (request.url?.startsWith('/api/accounts/deviceauth/') === true) void started.#device(request, response);
      else void serve(request, response);
    });
    return started;
  }

  /** A person types the code that a program shows, and signs in with the provider's own pages. */
  async typeCode(userCode: string, login: string): Promise<void> {
    const device = this.#devices.get(userCode);
    if (device === undefined) throw new Error('Nobody waits for this code.');
    const url = new URL(this.issuer + this.#place.authorize);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.#place.clientId,
      redirect_uri: this.issuer + deviceCallback,
      scope: 'openid profile email offline_access',
      code_challenge: device.challenge,
      code_challenge_method: 'S256',
    }).toString();
    device.code = new URL(await walkThroughLogin(url, login)).searchParams.get('code');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** The provider knows RFC 8628 only; OpenAI's own steps are put before its ordinary code exchange. */
  async #device(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const answer = (status: number, value: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.url?.endsWith('/usercode') === true) {
      const verifier = randomBytes(48).toString('base64url');
      const userCode = randomBytes(4).toString('hex');
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      this.#devices.set(userCode, { verifier, challenge, code: null });
      return answer(200, { device_auth_id: `device-${userCode}`, user_code: userCode, interval: '1' });
    }
    const waiting = [...this.#devices].find(([userCode]) => body.includes(userCode))?.[1];
    if (waiting === undefined || waiting.code === null) return answer(403, {});
    answer(200, {
      authorization_code: waiting.code,
      code_challenge: waiting.challenge,
      code_verifier: waiting.verifier,
    });
  }

  #provider(workspace: Workspace | null): Provider {
    const { clientId, redirectUri, authorize, token, revoke, scopes = [] } = this.#place;
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: clientId,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          response_types: ['code'],
          redirect_uris: [redirectUri, this.issuer + deviceCallback],
          grant_types: ['authorization_code', 'refresh_token', exchangeGrant],
        },
      ],
      routes: { authorization: authorize, token, revocation: revoke, jwks: '/.well-known/jwks.json' },
      scopes: ['openid', 'profile', 'email', 'offline_access', ...scopes],
      claims: { openid: ['sub', 'https://api.openai.com/auth'], email: ['email'], profile: ['name'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      rotateRefreshToken: true,
      issueRefreshToken: async () => true,
      features: {
        devInteractions: { enabled: true },
        revocation: { enabled: true },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({ scope: 'resource.invoke chatgpt.tokens.use.direct' }),
        },
      },
      findAccount: async (_, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, email: `${id}@example.com`, 'https://api.openai.com/auth': workspace }),
      }),
      cookies: { keys: ['test'] },
    });
    provider.registerGrantType(
      exchangeGrant,
      async (ctx) => {
        const { requested_token, subject_token, subject_token_type } = ctx.oidc.params ?? {};
        if (
          requested_token !== 'openai-api-key' ||
          subject_token_type !== idTokenType ||
          typeof subject_token !== 'string'
        ) {
          throw new errors.InvalidRequest('not an exchange for an API key');
        }
        // The certified check of its own ID token: signature, issuer, audience and expiry.
        const client = ctx.oidc.client;
        if (client === undefined) throw new errors.InvalidClient('no client');
        await provider.IdToken.validate(subject_token, client);
        ctx.body = { access_token: `sk-oidc-${'x'.repeat(24)}`, issued_token_type: idTokenType, token_type: 'N_A' };
      },
      ['requested_token', 'subject_token', 'subject_token_type'],
    );
    return provider;
  }
}
