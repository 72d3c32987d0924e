import { readJsonAnswer, readOAuthError } from '../../core/auth/token.ts';
import { MaestroError } from '../../core/failure.ts';
import { type JsonObject, objectAt, stringAt } from '../../core/json.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import { anthropicApi, productToken } from './constants.ts';
import { explain } from './failures.ts';

type Fields = readonly (readonly [name: string, value: string | Secret])[];

/**
 * Asks Anthropic's token endpoint, which takes JSON in the place of the form of RFC 6749. Throws `credential-rejected` on
 * its definite word, which is `invalid_grant` or a 401; for anything else what the answer means.
 */
export async function askForTokens(endpoint: URL, version: string, fields: Fields, call: Call): Promise<JsonObject> {
  const request = jsonPost(endpoint, version, fields);
  const response = await call.http.send(request, call.signal);
  const { status } = response;
  if (status === 401) {
    response.discard();
    throw new MaestroError({ code: 'credential-rejected' });
  }
  const body = await readJsonAnswer(request, response);
  if (status === 200) return body;
  const { code, detail } = readOAuthError(body);
  if ([code, stringAt(objectAt(body, 'error'), 'type')].includes('invalid_grant')) {
    throw new MaestroError({ code: 'credential-rejected' });
  }
  const header = (name: string): string | null => response.header(name);
  const failure = explain({ host: endpoint.host, status, header, body: JSON.stringify(body) });
  throw new MaestroError(failure.code === 'rejected' ? { ...failure, detail } : failure);
}

function jsonPost(endpoint: URL, version: string, fields: Fields): HttpRequest {
  const plain = fields.map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()] as const);
  return {
    method: 'POST',
    url: endpoint,
    headers: [
      ['anthropic-beta', anthropicApi.oauthBeta],
      ['user-agent', `${productToken}/${version}`],
      ['accept', 'application/json'],
      ['content-type', 'application/json'],
    ],
    body: new Secret(JSON.stringify(Object.fromEntries(plain))),
  };
}
