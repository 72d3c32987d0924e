import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isObject, type JsonObject, parseJson } from '../../../src/core/json.ts';
import { OidcServer, type SignInPlace } from './oidcServer.ts';

/** A client as an organization would register it; nothing answers at its redirect URI, where a page would show the code. */
export const registeredPlace: SignInPlace = {
  clientId: 'registered-by-the-organization',
  redirectUri: 'https://console.example/oauth/code/callback',
  authorize: '/oauth/authorize',
  token: '/v1/oauth/token',
  revoke: '/oauth/revoke',
  scopes: ['user:inference'],
};

/**
 * A certified OpenID provider behind a token endpoint like Anthropic's, which takes JSON with the `state` in it. The fields
 * go on as a form. Only `state`, which no form of RFC 6749 has, is judged here; all the rest is the provider's word.
 */
export class AnthropicOidcServer {
  readonly provider: OidcServer;
  readonly #server: Server;

  private constructor(provider: OidcServer) {
    this.provider = provider;
    this.#server = createServer((request, response) => void this.#translate(request, response));
  }

  static async start(): Promise<AnthropicOidcServer> {
    const started = new AnthropicOidcServer(await OidcServer.start(registeredPlace, null));
    started.#server.listen(0, '127.0.0.1');
    await once(started.#server, 'listening');
    return started;
  }

  get tokenUrl(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}${registeredPlace.token}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    await this.provider.close();
  }

  async #translate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = parseJson(await text(request));
    const answer = (status: number, json: string): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(json);
    };
    if (request.headers['content-type'] !== 'application/json' || !isObject(body)) {
      return answer(400, '{"error":"invalid_request","error_description":"not a JSON object"}');
    }
    if (!this.#isStateOfCode(body)) {
      return answer(400, '{"error":"invalid_grant","error_description":"the state of another sign-in"}');
    }
    const fields = Object.entries(body).filter(([name]) => name !== 'state');
    const form = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, String(value)]));
    const judged = await fetch(this.provider.issuer + registeredPlace.token, { method: 'POST', body: form });
    answer(judged.status, await judged.text());
  }

  /** Whether it is the state that the code was asked for with. What the provider never gave a code for, it judges itself. */
  #isStateOfCode({ code, state }: JsonObject): boolean {
    const asked = this.provider.states.get(String(code));
    return asked === undefined || asked === state;
  }
}
