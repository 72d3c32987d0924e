import assert from 'node:assert/strict';
import { askForTokens, readJsonAnswer, readOAuthError, readTokens } from '../../../../src/core/auth/token.ts';
import { type Failure, failureOf } from '../../../../src/core/failure.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { epochMs } from '../../../../src/core/model.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/core/ports.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { systemClock } from '../../../../src/node/systemClock.ts';

const now = epochMs(1_000_000);
const request: HttpRequest = { method: 'POST', url: new URL('https://auth.example/token'), headers: [], body: null };
const good: JsonObject = { access_token: 'a', token_type: 'Bearer', expires_in: 3_600 };

function read(body: JsonObject, typeOptional = false): ReturnType<typeof readTokens> {
  return readTokens(body, { clientId: 'c', now, kept: new Secret('old'), typeOptional });
}

function failing(body: JsonObject): string {
  try {
    read(body);
    return 'accepted';
  } catch (error) {
    return failureOf(error).code;
  }
}

function response(status: number, type: string, body: string | Uint8Array): HttpResponse {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield typeof body === 'string' ? new TextEncoder().encode(body) : body;
  }
  return {
    status,
    header: (name) => (name === 'content-type' ? type : null),
    body: chunks(),
    discard: () => undefined,
  };
}

describe('token answer', () => {
  it('token_type may be written in any case, nothing else (OA-66)', () => {
    for (const type of ['bearer', 'Bearer', 'BEARER'])
      assert.equal(read({ ...good, token_type: type }).access.reveal(), 'a');
    assert.equal(failing({ ...good, token_type: 'mac' }), 'bad-token-answer');
    assert.equal(failing({ access_token: 'a' }), 'bad-token-answer');
    assert.equal(read({ access_token: 'a' }, true).access.reveal(), 'a');
  });

  it('expires_in in every shape (OA-65)', () => {
    const endsIn = (expires_in: unknown): number =>
      read({
        access_token: 'a',
        token_type: 'bearer',
        ...(expires_in === undefined ? {} : { expires_in: Number(expires_in) }),
      }).expiresAt - now;
    assert.equal(endsIn(undefined), 3_600_000);
    assert.equal(endsIn(0), 0);
    assert.equal(read({ ...good, expires_in: '3600' }).expiresAt - now, 3_600_000);
    assert.equal(endsIn(1e15), 366 * 24 * 3_600_000);
    for (const bad of [-1, 'soon', true, []]) assert.equal(failing({ ...good, expires_in: bad }), 'bad-token-answer');
  });

  it('keeps the old refresh token when none comes back (OA-67)', () => {
    assert.equal(read(good).refresh?.reveal(), 'old');
    assert.equal(read({ ...good, refresh_token: 'new' }).refresh?.reveal(), 'new');
  });

  it('scopes are those that were granted, fewer or more than were asked for (OA-68)', () => {
    const asked = ['openid', 'api'];
    const granted = (scope: string | null): readonly string[] => {
      const body = scope === null ? good : { ...good, scope };
      return readTokens(body, { clientId: 'c', now, kept: null, typeOptional: false, scopes: asked }).scopes;
    };
    assert.deepEqual(['openid', 'openid api admin', null].map(granted), [
      ['openid'],
      ['openid', 'api', 'admin'],
      asked,
    ]);
  });

  it('members of the wrong type are refused', () => {
    for (const wrong of [{ access_token: 7 }, { access_token: '' }, { refresh_token: {} }, { id_token: [] }]) {
      assert.equal(failing({ ...good, ...wrong }), 'bad-token-answer');
    }
  });

  it('is read only if it is a JSON object, whatever its status (OA-64)', async () => {
    const bad = [
      response(200, 'text/html', '<html>'),
      response(200, 'application/json', '[]'),
      response(200, 'application/json', 'null'),
      response(200, 'application/json', ''),
      response(200, 'text/html', '{"access_token":"a"}'),
      response(200, 'application/json', new Uint8Array(50_000_000).fill(32)),
    ];
    for (const one of bad) {
      const failure = await readJsonAnswer(request, one).then(() => null, failureOf);
      assert.equal(failure?.code, 'bad-token-answer');
    }
  });

  it('a redirect is refused (OA-63)', async () => {
    for (const status of [301, 302, 307, 308]) {
      const failure = await readJsonAnswer(request, response(status, 'text/html', '')).then(() => null, failureOf);
      assert.equal(failure?.code, 'redirected');
    }
  });

  it('a 401 is final only in JSON, and where the vendor says that it is', async () => {
    const told = async (unauthorized: boolean, type: string, body: string): Promise<string> => {
      const http = { send: async () => response(401, type, body) };
      const call = { http, clock: systemClock, signal: new AbortController().signal };
      const explain = (): Failure => ({ code: 'rejected', status: 401, detail: '' });
      const final = { codes: ['invalid_grant'], unauthorized };
      return askForTokens(request, call, final, explain).then(
        () => 'tokens',
        (error) => failureOf(error).code,
      );
    };
    const client = '{"error":"invalid_client"}';
    assert.equal(await told(true, 'application/json', client), 'credential-rejected');
    assert.equal(await told(false, 'application/json', client), 'rejected');
    assert.equal(await told(false, 'application/json', '{"error":"invalid_grant"}'), 'credential-rejected');
    assert.equal(await told(true, 'text/html', '<html>Sign in to the proxy</html>'), 'bad-token-answer');
  });

  it('errors of every shape are read', () => {
    assert.deepEqual(readOAuthError({ error: 'invalid_grant', error_description: 'gone' }), {
      code: 'invalid_grant',
      detail: 'gone',
    });
    assert.deepEqual(readOAuthError({ error: { code: 'refresh_token_reused', message: 'used' } }), {
      code: 'refresh_token_reused',
      detail: 'used',
    });
    assert.deepEqual(readOAuthError({ detail: 'no' }), { code: '', detail: 'no' });
  });
});
