import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Json, parseJson, stringAt } from '../../src/core/json.ts';
import { typeDeviceCode } from '../simulator/openai/device/person.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, postForm, type WireAnswer } from '../simulator/wire.ts';
import { simulatorLab } from './simulatorLab.ts';

const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

describe('simulator: device codes', () => {
  const lab = simulatorLab();

  const post = (path: string, body: Json, to: Simulator = lab.simulator): Promise<WireAnswer> =>
    exchange(`${to.authBaseUrl}/api/accounts/deviceauth/${path}`, {
      method: 'POST',
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify(body),
    });
  const start = async () => {
    const answer = parseJson((await post('usercode', { client_id: clientId })).body);
    return {
      device_auth_id: stringAt(answer, 'device_auth_id') ?? '',
      user_code: stringAt(answer, 'user_code') ?? '',
      interval: stringAt(answer, 'interval'),
    };
  };
  const poll = ({ device_auth_id, user_code }: Awaited<ReturnType<typeof start>>) =>
    post('token', { device_auth_id, user_code });

  it('wait for the person, then give a code that is good at the ordinary endpoint, once', async () => {
    const device = await start();
    assert.equal(device.interval, '5');
    assert.equal((await poll(device)).status, 403);
    assert.equal(await typeDeviceCode(lab.simulator, ` ${device.user_code.toLowerCase()} `, 'team'), 200);
    const granted = parseJson((await poll(device)).body);
    const fields = {
      grant_type: 'authorization_code',
      client_id: clientId,
      code: stringAt(granted, 'authorization_code') ?? '',
      code_verifier: stringAt(granted, 'code_verifier') ?? '',
      redirect_uri: `${lab.simulator.authBaseUrl}/deviceauth/callback`,
    };
    const tokens = await postForm(`${lab.simulator.authBaseUrl}/oauth/token`, fields);
    assert.equal(tokens.status, 200);
    assert.match(tokens.body, /refresh_token/);
    assert.equal((await poll(device)).status, 404);
    for (const secret of [device.device_auth_id, fields.code, fields.code_verifier]) {
      assert.ok(lab.simulator.secrets.includes(secret));
    }
  });

  it('are told apart: somebody else’s, a denied one, one that is too old', async () => {
    const [first, second] = [await start(), await start()];
    assert.equal((await poll({ ...first, user_code: second.user_code })).status, 404);
    assert.equal(await typeDeviceCode(lab.simulator, 'AAAA-AAAAA', 'plus'), 400);
    await typeDeviceCode(lab.simulator, first.user_code, 'deny');
    assert.equal(stringAt(parseJson((await poll(first)).body), 'error'), 'access_denied');
    lab.aheadMs = 15 * 60 * 1000;
    assert.equal(await typeDeviceCode(lab.simulator, second.user_code, 'plus'), 400);
    assert.equal(stringAt(parseJson((await poll(second)).body), 'error'), 'expired_token');
  });

  it('are asked for in JSON, by the one client', async () => {
    assert.equal((await post('usercode', { client_id: 'app_other' })).status, 401);
    assert.equal((await post('usercode', { client_id: clientId, scope: 'openid' })).status, 400);
    const asForm = await postForm(`${lab.simulator.authBaseUrl}/api/accounts/deviceauth/usercode`, {
      client_id: clientId,
    });
    assert.equal(asForm.status, 400);
  });

  it('can be switched off, and can come without an interval', async () => {
    const off = await startSimulator({ deviceCodes: false });
    assert.equal((await post('usercode', { client_id: clientId }, off)).status, 404);
    await off.close();
    lab.simulator.script({ path: '/api/accounts/deviceauth/usercode', tokens: { omit: ['interval'] } });
    assert.equal((await start()).interval, null);
  });

  it('have a page that offers every person and loads nothing', async () => {
    const page = await exchange(`${lab.simulator.authBaseUrl}/codex/device`);
    assert.match(page.body, /name="user_code" required/);
    assert.match(page.body, /katherine@corp\.example/);
    assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
  });
});
