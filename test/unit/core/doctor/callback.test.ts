import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { callbackFindings } from '../../../../src/core/doctor/callback.ts';
import type { Finding } from '../../../../src/core/doctor/finding.ts';
import type { Whereabouts } from '../../../../src/core/ports.ts';
import { loopbackRedirects } from '../../../../src/node/loopback.ts';
import { testWhereabouts } from '../../../testWhereabouts.ts';

interface Way {
  readonly ports: readonly number[];
  readonly whereabouts?: Partial<Whereabouts>;
  readonly external?: (address: string) => string | null;
}

async function found({ ports, whereabouts = {}, external = (address) => address }: Way): Promise<readonly Finding[]> {
  const deps = {
    redirects: loopbackRedirects(),
    whereabouts: testWhereabouts(whereabouts),
    external: async (address: string) => external(address),
  };
  const target = { host: 'localhost', ports, path: '/auth/callback' } as const;
  return await callbackFindings([target, target], deps, new AbortController().signal);
}

async function occupied(): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, close: () => server.close() };
}

describe('what the Doctor finds out about the way back from the browser', () => {
  it('a free port is fine, and is free again afterwards', async () => {
    const { port, close } = await occupied();
    close();
    for (const _ of ['once', 'again']) {
      const findings = await found({ ports: [port] });
      assert.deepEqual(
        findings.map(({ verdict }) => verdict),
        ['ok', 'ok', 'ok'],
      );
      assert.match(findings[2]?.sentence ?? '', /makes the same address/);
    }
  });

  it('names busy ports, and fails where all of them are', async () => {
    const { port, close } = await occupied();
    try {
      const [, some] = await found({ ports: [port, 0] });
      assert.equal(some?.verdict, 'warn');
      assert.match(some.sentence, new RegExp(`Busy: ${port}`));
      const [, none] = await found({ ports: [port] });
      assert.equal(none?.verdict, 'fail');
      assert.match(none.sentence, new RegExp(`${port}`));
    } finally {
      close();
    }
  });

  it('says so where the browser does not get there, and does not name the tunnel', async () => {
    const whereabouts = { place: 'remote-host', reaches: async () => false } as const;
    const findings = await found({
      ports: [0],
      whereabouts,
      external: () => 'https://lovelace-1455.tunnels.example/cb',
    });
    assert.equal(findings[2]?.verdict, 'warn');
    assert.match(findings[2].sentence, /on another host/);
    assert.doesNotMatch(JSON.stringify(findings), /lovelace/);
  });
});
