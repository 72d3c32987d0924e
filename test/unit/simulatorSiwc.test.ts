import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { before, describe, it } from 'mocha';
import { arrayAt, member, parseJson, stringAt } from '../../src/core/json.ts';
import { decideConsent, signInAs } from '../simulator/openai/person.ts';
import { bodyOf, chatgptHeaders, message, textOf, typesOf } from '../simulator/openai/requests.ts';
import {
  firstParameters,
  hostId,
  laterParameters,
  type SharedSession,
  shareAs,
  sharedCodeFields,
  sharedUrl,
} from '../simulator/openai/siwc/person.ts';
import type { HeaderPairs } from '../simulator/received.ts';
import { exchange, postForm, type WireAnswer } from '../simulator/wire.ts';
import { simulatorLab } from './simulatorLab.ts';

const resource = 'https://api.openai.com/v1';

describe('simulator: Sign in with ChatGPT', () => {
  const lab = simulatorLab({ deltaMs: 0 });

  const open = (parameters: Readonly<Record<string, string>>) => exchange(sharedUrl(lab.simulator, parameters));
  const token = (fields: Readonly<Record<string, string>>) =>
    postForm(`${lab.simulator.authBaseUrl}/api/accounts/oauth/token`, fields);
  const renew = ({ clientId, refresh }: SharedSession) =>
    token({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refresh, resource });
  const ask = ({ access }: SharedSession, change: object = {}, more: HeaderPairs = []) =>
    exchange(`${lab.simulator.apiBaseUrl}/responses`, {
      method: 'POST',
      headers: [['Authorization', `Bearer ${access}`], ['Content-Type', 'application/json'], ...more],
      body: JSON.stringify({ ...bodyOf('Who am I?'), ...change }),
    });

  describe('authorization', () => {
    const wrongValues: readonly (readonly [name: string, value: string])[] = [
      ['client_id', 'app_EMoamEEZ73f0CkXaXp7hrann'],
      ['client_id', 'oaiapp_made_up'],
      ['redirect_uri', 'http://localhost:49152/auth/callback'],
      ['redirect_uri', 'http://127.0.0.1/auth/callback'],
      ['redirect_uri', 'http://127.0.0.1:49152/callback'],
      ['scope', 'openid email'],
      ['scope', `${firstParameters['scope']} api.connectors.read`],
      ['resource', 'https://chatgpt.com'],
      ['nonce', 'short'],
      ['code_challenge_method', 'plain'],
      ['ext_agent_host_id', 'this-computer'],
      ['agent_name_hint', ' '],
    ];
    for (const [name, value] of wrongValues) {
      it(`refuses ${name}=${value.slice(0, 40)} and does not redirect`, async () => {
        const answer = await open({ ...firstParameters, [name]: value });
        assert.equal(answer.status, 400);
        assert.match(answer.body, new RegExp(`The parameter ${name} is wrong`));
      });
    }

    it('needs every parameter, in any order', async () => {
      for (const name of Object.keys(firstParameters)) {
        const others = Object.entries(firstParameters).filter(([other]) => other !== name);
        assert.match((await open(Object.fromEntries(others))).body, new RegExp(`The parameter ${name} is missing`));
      }
      const reversed = Object.fromEntries(Object.entries(firstParameters).toReversed());
      assert.equal((await open(reversed)).status, 200);
    });

    it('registers the program at its first sign-in and knows it by that id later, on the same host only', async () => {
      const first = await decideConsent(sharedUrl(lab.simulator), 'plus');
      assert.deepEqual([...first.searchParams.keys()].toSorted(), ['client_id', 'code', 'scope', 'state']);
      const clientId = first.searchParams.get('client_id') ?? '';
      assert.match(clientId, /^oaiapp_/);
      const later = laterParameters(clientId);
      const second = await decideConsent(sharedUrl(lab.simulator, { ...later, prompt: 'consent' }), 'plus');
      assert.equal(second.searchParams.has('client_id'), false);
      assert.match((await open({ ...later, agent_name_hint: 'The Maestro' })).body, /agent_name_hint is not known/);
      const elsewhere = hostId.replace('0f8f', '1f8f');
      assert.match((await open({ ...later, ext_agent_host_id: elsewhere })).body, /ext_agent_host_id is wrong/);
    });

    it('preselects the person that a hint names', async () => {
      const { clientId, id } = await shareAs(lab.simulator, 'pro');
      for (const hint of [{ id_token_hint: id }, { login_hint: 'grace@example.com' }]) {
        assert.match((await open({ ...laterParameters(clientId), ...hint })).body, /value="pro" required checked/);
      }
    });
  });

  describe('tokens', () => {
    it('are for the client, with the nonce, for an hour, and say nothing of account or plan', async () => {
      const { access, id, clientId, persona } = await shareAs(lab.simulator, 'plus');
      const claims = decodeJwt(id);
      assert.deepEqual(
        [claims.iss, claims.aud, claims.sub, claims['nonce'], claims['email']],
        [lab.simulator.authBaseUrl, [clientId], persona.sub, firstParameters['nonce'], persona.email],
      );
      const { exp = 0, iat = 0 } = decodeJwt(access);
      assert.equal(exp - iat, 3600);
      for (const token of [access, id]) assert.doesNotMatch(JSON.stringify(decodeJwt(token)), /account_id|plan/);
    });

    it('lack the plan when the person unticks it, and then answer no question', async () => {
      const callback = await decideConsent(sharedUrl(lab.simulator), 'plus', ['plan']);
      assert.doesNotMatch(callback.searchParams.get('scope') ?? '', /chatgpt\.tokens\.use\.direct/);
      const answer = parseJson((await token(sharedCodeFields(callback))).body);
      assert.doesNotMatch(stringAt(answer, 'scope') ?? '', /chatgpt\.tokens\.use\.direct/);
      const refused = await ask(await shareAs(lab.simulator, 'plus', ['plan']));
      assert.deepEqual([refused.status, codeOf(refused)], [403, 'chatpass_v2_scope_not_authorized']);
    });

    for (const [name, value, error] of [
      ['client_id', 'dynamic_agent_client', 'invalid_client'],
      ['resource', 'https://other.example', 'invalid_target'],
      ['resource', '', 'invalid_request'],
      ['redirect_uri', 'http://127.0.0.1:49153/auth/callback', 'invalid_grant'],
      ['code_verifier', 'x'.repeat(43), 'invalid_grant'],
    ] as const) {
      it(`OA-13: are refused for ${name}=${value.slice(0, 40)}`, async () => {
        const callback = await decideConsent(sharedUrl(lab.simulator), 'plus');
        const answer = await token({ ...sharedCodeFields(callback), [name]: value });
        assert.equal(stringAt(parseJson(answer.body), 'error'), error);
      });
    }

    it('are renewed once with each refresh token, and a second use ends the session', async () => {
      const session = await shareAs(lab.simulator, 'plus');
      const renewed = parseJson((await renew(session)).body);
      const next = { ...session, refresh: stringAt(renewed, 'refresh_token') ?? '' };
      assert.equal(codeOf(await renew(session)), 'refresh_token_reused');
      assert.equal(codeOf(await renew(next)), 'refresh_token_invalidated');
      assert.equal(codeOf(await ask(session)), 'subscription_sharing_invalid_user');
    });

    it('are not renewed with a scope, nor at the endpoint of the other sign-in', async () => {
      const { clientId, refresh } = await shareAs(lab.simulator, 'plus');
      const fields = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refresh };
      assert.match((await token({ ...fields, resource, scope: 'openid' })).body, /scope does not belong here/);
      assert.equal((await postForm(`${lab.simulator.authBaseUrl}/oauth/token`, fields)).status, 401);
    });

    it('go on until they expire when the session is revoked, but are not renewed', async () => {
      const session = await shareAs(lab.simulator, 'plus');
      const fields = { token: session.refresh, token_type_hint: 'refresh_token', client_id: session.clientId };
      const revoked = await postForm(`${lab.simulator.authBaseUrl}/api/accounts/oauth/revoke`, fields);
      assert.deepEqual([revoked.status, revoked.body], [200, '']);
      assert.equal((await ask(session)).status, 200);
      assert.equal(codeOf(await renew(session)), 'refresh_token_invalidated');
      lab.aheadMs = 3600 * 1000;
      assert.deepEqual([(await ask(session)).status, codeOf(await ask(session))], [401, 'token_expired']);
    });
  });

  describe('inference', () => {
    let plus: SharedSession;
    before(async () => {
      plus = await shareAs(lab.simulator, 'plus');
    });

    it('answers on the person’s plan', async () => {
      assert.match(textOf(await ask(plus)), /Ada Lovelace.*the shared ChatGPT plan/);
    });

    it('lists its models as the ChatGPT backend does', async () => {
      const url = `${lab.simulator.apiBaseUrl}/models`;
      const answer = parseJson((await exchange(url, { headers: [['Authorization', `Bearer ${plus.access}`]] })).body);
      const slugs = arrayAt(answer, 'models').map((model) => stringAt(model, 'slug'));
      assert.ok(slugs.includes('gpt-5.5') && slugs.includes('gpt-5.6-luna'));
      assert.equal(member(answer, 'data'), undefined);
    });

    it('takes neither the names of other clients nor a header of another credential', async () => {
      for (const name of ['originator', 'version', 'chatgpt-account-id', 'OpenAI-Organization']) {
        assert.equal((await ask(plus, {}, [[name, 'x']])).status, 400, name);
      }
    });

    for (const name of ['temperature', 'max_output_tokens', 'metadata', 'previous_response_id', 'truncation', 'user']) {
      it(`names ${name} as a field that it does not take`, async () => {
        const answer = await ask(plus, { [name]: 'x' });
        assert.equal(answer.status, 400);
        assert.equal(codeOf(answer), 'subscription_sharing_unsupported_capability');
        assert.equal(stringAt(member(parseJson(answer.body), 'error'), 'param'), name);
      });
    }

    it('takes functions, and no hosted tool', async () => {
      const tool = { type: 'function', name: 'get_weather', parameters: { type: 'object', properties: {} } };
      assert.equal((await ask(plus, { tools: [tool] })).status, 200);
      const hosted = await ask(plus, { tools: [tool, { type: 'file_search' }] });
      assert.match(hosted.body, /unsupported_capability/);
      assert.match(hosted.body, /"param":"tools\[1\]"/);
    });

    for (const [change, detail] of [
      [{ stream: false }, 'Stream must be set to true'],
      [{ store: undefined }, 'Store must be set to false'],
      [{ input: 'Hello' }, 'Input must be a list'],
      [{ input: [message('system', 'input_text', 'Hi')] }, 'System messages are not allowed'],
    ] as const) {
      it(`refuses ${JSON.stringify(change)}`, async () => {
        const answer = await ask(plus, change);
        assert.equal(answer.status, 400);
        assert.equal(stringAt(parseJson(answer.body), 'detail'), detail);
      });
    }

    it('is for Plus and Pro only', async () => {
      assert.equal((await ask(await shareAs(lab.simulator, 'pro'))).status, 200);
      for (const persona of ['free', 'enterprise'] as const) {
        const answer = await ask(await shareAs(lab.simulator, persona));
        assert.deepEqual([answer.status, codeOf(answer)], [403, 'subscription_sharing_user_not_eligible']);
      }
    });

    it('keeps the two kinds of tokens to their own hosts', async () => {
      const url = `${lab.simulator.chatgptBaseUrl}/wham/usage`;
      const crossed = await exchange(url, { headers: chatgptHeaders(plus) });
      assert.deepEqual([crossed.status, codeOf(crossed)], [401, 'rejected_by_access_enforcement']);
      const codex = await signInAs(lab.simulator, 'plus');
      assert.match((await ask({ ...codex, clientId: '' })).body, /Missing scopes/);
      const elsewhere = await exchange(`${lab.simulator.apiBaseUrl}/files`, {
        headers: [['Authorization', `Bearer ${plus.access}`]],
      });
      assert.equal(codeOf(elsewhere), 'subscription_sharing_route_not_supported');
    });

    it('fails in the vendor’s words when told to', async () => {
      lab.simulator.script({ named: 'sharing-usage-limit' }, { named: 'sharing-user-unavailable' });
      assert.deepEqual([(await ask(plus)).status, (await ask(plus)).status], [429, 503]);
      lab.simulator.script({ named: 'sharing-usage-limit-in-stream' });
      assert.equal(typesOf(await ask(plus)).at(-1), 'response.failed');
    });
  });
});

function codeOf(answer: WireAnswer): string | null {
  return stringAt(member(parseJson(answer.body), 'error'), 'code');
}
