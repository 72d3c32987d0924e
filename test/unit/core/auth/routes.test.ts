import assert from 'node:assert/strict';
import type { BrowserMethod, DeviceMethod, RedirectTarget } from '../../../../src/core/auth/method.ts';
import { attemptsAt, type Route } from '../../../../src/core/auth/routes.ts';
import type { Place } from '../../../../src/core/ports.ts';

const redirects: Readonly<Record<'loopback' | 'own-address' | 'page', RedirectTarget>> = {
  loopback: { kind: 'loopback', host: 'localhost', ports: [1455], path: '/cb' },
  'own-address': { kind: 'own-address', registered: 'vscode://maestro-llm.maestro/signed-in', setting: 's' },
  page: { kind: 'page', redirectUri: 'https://vendor.example/show' },
};

function browser(kind: keyof typeof redirects): BrowserMethod {
  return {
    kind: 'browser',
    id: 'browser',
    label: 'B',
    detail: '',
    origins: ['https://vendor.example'],
    redirect: redirects[kind],
    issuer: 'https://vendor.example',
    authorizeUrl: () => Promise.reject(new Error('not asked for')),
    denied: (detail) => ({ code: 'sign-in-denied', detail }),
    redeem: () => Promise.reject(new Error('not asked for')),
  };
}

const device: DeviceMethod = {
  kind: 'device',
  id: 'device',
  insteadOf: 'browser',
  label: 'D',
  detail: '',
  origins: ['https://vendor.example'],
  begin: () => Promise.reject(new Error('not asked for')),
};

describe('ways through a sign-in, the best first (OA-38)', () => {
  const table: readonly (readonly [Place, keyof typeof redirects, readonly Route[]])[] = [
    ['desktop', 'loopback', ['loopback', 'device', 'paste']],
    ['ui-host', 'loopback', ['loopback', 'device', 'paste']],
    ['remote-host', 'loopback', ['loopback', 'device', 'paste']],
    ['near-web', 'loopback', ['loopback', 'device', 'paste']],
    // No listener is chosen that the browser cannot reach (OA-38).
    ['far-web', 'loopback', ['device', 'paste']],
    ['desktop', 'own-address', ['own-address', 'device', 'paste']],
    ['remote-host', 'own-address', ['own-address', 'device', 'paste']],
    ['far-web', 'own-address', ['own-address', 'device', 'paste']],
    ['desktop', 'page', ['device', 'paste']],
  ];
  for (const [place, kind, routes] of table) {
    it(`${place}, a vendor that sends the browser to ${kind}: ${routes.join(', ')}`, () => {
      const method = browser(kind);
      const others = attemptsAt(place, method, [device, method]).map(({ route }) => route);
      assert.deepEqual(others, routes);
    });
  }

  it('another vendor’s account, or another of the same vendor, is never what one ends at', () => {
    const method = browser('loopback');
    const stranger = { ...device, insteadOf: 'another' };
    assert.deepEqual(
      attemptsAt('desktop', method, [stranger, method]).map(({ route }) => route),
      ['loopback', 'paste'],
    );
  });

  it('who chose a code on another device begins with it', () => {
    const [first, ...rest] = attemptsAt('desktop', device, [browser('loopback'), device]);
    assert.equal(first.method, device);
    assert.deepEqual(
      rest.map(({ route }) => route),
      ['loopback', 'paste'],
    );
  });
});
