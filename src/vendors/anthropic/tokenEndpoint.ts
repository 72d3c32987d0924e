import { askForTokens, type FinalWord } from '../../core/auth/token.ts';
import type { JsonObject } from '../../core/json.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import { userAgent } from '../userAgent.ts';
import { anthropicApi } from './constants.ts';
import { explain } from './failures.ts';

type Fields = readonly (readonly [name: string, value: string | Secret])[];

/** RFC 6749 section 5.2. A gateway may stand in the place of Anthropic's endpoint, with a 401 of its own. */
const final: FinalWord = { codes: ['invalid_grant'], unauthorized: false };

/**
 * Asks Anthropic's token endpoint, which takes JSON in the place of the form of RFC 6749. Throws what {@link askForTokens}
 * throws; its one final code is `invalid_grant`.
 */
export async function postForTokens(endpoint: URL, version: string, fields: Fields, call: Call): Promise<JsonObject> {
  return askForTokens(jsonPost(endpoint, version, fields), call, final, ({ detail, answer }) => {
    const failure = explain(answer);
    const isPlain = failure.code === 'rejected' || failure.code === 'credential-rejected';
    return isPlain ? { code: 'rejected', status: answer.status, detail } : failure;
  });
}

function jsonPost(endpoint: URL, version: string, fields: Fields): HttpRequest {
  const plain = fields.map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()] as const);
  return {
    method: 'POST',
    once: true,
    url: endpoint,
    headers: [
      ['anthropic-beta', anthropicApi.oauthBeta],
      ['user-agent', userAgent(version)],
      ['accept', 'application/json'],
      ['content-type', 'application/json'],
    ],
    body: new Secret(JSON.stringify(Object.fromEntries(plain))),
  };
}
