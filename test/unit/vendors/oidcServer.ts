import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import Provider, { errors } from 'oidc-provider';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';

/** What the server says of the person in the ID token's namespaced claim. */
export interface Workspace {
  readonly chatgpt_account_id: string;
  readonly chatgpt_plan_type: string;
  readonly organization_id?: string;
}

/** A certified OpenID provider set up with OpenAI's paths and claims: an independent word on our side of OAuth. */
export class OidcServer {
  readonly #server: Server;
  readonly issuer: string;
  readonly revokedGrants: string[] = [];

  private constructor(server: Server, issuer: string) {
    this.#server = server;
    this.issuer = issuer;
  }

  static async start(clientId: string, workspace: Workspace): Promise<OidcServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const started = new OidcServer(server, `http://127.0.0.1:${address.port}`);
    const provider = started.#provider(clientId, workspace);
    provider.on('grant.revoked', (_, grantId) => started.revokedGrants.push(grantId));
    server.on('request', provider.callback());
    return started;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #provider(clientId: string, workspace: Workspace): Provider {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: clientId,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          response_types: ['code'],
          redirect_uris: ['http://localhost/auth/callback'],
          grant_types: ['authorization_code', 'refresh_token', exchangeGrant],
        },
      ],
      routes: { authorization: '/oauth/authorize', token: '/oauth/token', jwks: '/.well-known/jwks.json' },
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      claims: { openid: ['sub', 'https://api.openai.com/auth'], email: ['email'], profile: ['name'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      rotateRefreshToken: true,
      issueRefreshToken: async () => true,
      features: { devInteractions: { enabled: true } },
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

/** Walks through the provider's own login and consent pages like a browser with cookies; returns the callback's address. */
export async function walkThroughLogin(authorizeUrl: URL, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = authorizeUrl.href;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step++) {
    const response: Response = await fetch(url, {
      method: form === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === null ? {} : { body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const html = await response.text();
    if (location !== null) {
      url = new URL(location, url).href;
      form = null;
      if (url.startsWith('http://localhost')) return url;
      continue;
    }
    const action = /action="([^"]+)"/.exec(html)?.[1];
    if (action === undefined)
      throw new Error(`No form at ${response.status}: ${html.replaceAll(/<[^>]+>/g, ' ').slice(0, 300)}`);
    url = new URL(action, url).href;
    const prompt = /name="prompt" value="([^"]+)"/.exec(html)?.[1] ?? '';
    form = new URLSearchParams({ prompt, login, password: 'x' });
  }
  throw new Error('The login pages go in circles.');
}
