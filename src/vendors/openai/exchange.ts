import { formPost, readJsonAnswer, readOAuthError } from '../../core/auth/token.ts';
import { below } from '../../core/baseUrl.ts';
import { type FailureCode, MaestroError } from '../../core/failure.ts';
import { stringAt } from '../../core/json.ts';
import { readBody } from '../../core/readBody.ts';
import { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import { chatgptSignIn } from './constants.ts';
import { explain } from './failures.ts';
import { platformHeaders } from './headers.ts';
import type { Identity } from './identity.ts';
import type { OpenAiSettings } from './settings.ts';

const maxBytes = 65_536;
const definite: readonly FailureCode[] = ['credential-rejected', 'not-entitled', 'billing', 'rejected'];

/**
 * Trades an ID token for a platform API key (RFC 8693 as OpenAI does it: `requested_token=openai-api-key`) and proves the
 * key with one cheap request. Throws `exchange-refused` when OpenAI will not, for example because the workspace has no
 * platform organization; network trouble keeps its own code.
 */
export async function exchangeForKey(
  settings: OpenAiSettings,
  idToken: Secret,
  identity: Pick<Identity, 'organization' | 'project'>,
  call: Call,
): Promise<Secret> {
  const request = formPost(below(settings.auth, 'oauth/token'), [
    ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    ['client_id', chatgptSignIn.clientId],
    ['requested_token', 'openai-api-key'],
    ['subject_token', idToken],
    ['subject_token_type', 'urn:ietf:params:oauth:token-type:id_token'],
  ]);
  const response = await call.http.send(request, call.signal);
  const { status } = response;
  const body = await readJsonAnswer(request, response);
  if (status === 400 || status === 401 || status === 403) throw refused(readOAuthError(body).detail);
  if (status !== 200) {
    const header = (name: string): string | null => response.header(name);
    throw new MaestroError(explain({ host: request.url.host, status, header, body: JSON.stringify(body) }));
  }
  const key = stringAt(body, 'access_token') ?? '';
  if (!/^sk-[\w-]{17,}$/.test(key)) throw refused('the answer holds no API key');
  const secret = new Secret(key);
  await proveKey(settings, secret, identity, call);
  return secret;
}

async function proveKey(
  settings: OpenAiSettings,
  key: Secret,
  identity: Pick<Identity, 'organization' | 'project'>,
  call: Call,
): Promise<void> {
  const url = below(settings.api, 'models');
  const headers = platformHeaders(settings.version, key, identity.organization, identity.project);
  const response = await call.http.send({ method: 'GET', url, headers, body: null }, call.signal);
  const body = await readBody(response.body, maxBytes);
  if (response.status === 200) return;
  const failure = explain({ host: url.host, status: response.status, header: (name) => response.header(name), body });
  // Only what says that this key is not for use; a busy service or a portal in the way passes.
  if (definite.includes(failure.code)) throw refused('detail' in failure ? failure.detail : failure.code);
  throw new MaestroError(failure);
}

function refused(detail: string): MaestroError {
  return new MaestroError({ code: 'exchange-refused', detail });
}
