import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { BrowserMethod, DeviceMethod } from '../../../../src/core/auth/method.ts';
import type { Route } from '../../../../src/core/auth/routes.ts';
import { MaestroError } from '../../../../src/core/failure.ts';
import { navigate } from '../../../navigate.ts';
import type { Person } from '../../../testSignInUi.ts';
import { browser, codeOf, copying, device, run, signedIn, tokenOf } from './signInRun.ts';

describe('signing in by a page that shows a code', () => {
  const method = browser({ redirect: { kind: 'page', redirectUri: 'https://vendor.example/show' } });

  it('takes what the person pastes, if its state is ours', async () => {
    const { done } = run(method, copying('the-code'));
    assert.equal(tokenOf(await done), 'the-code');
  });

  it('is over when the person closes the question, or pastes what belongs to another sign-in', async () => {
    assert.equal(await codeOf(run(method, { paste: async () => null }).done), 'sign-in-cancelled');
    assert.equal(await codeOf(run(method, { paste: async () => 'code#other-state' }).done), 'sign-in-cancelled');
  });

  it('ends in time and when it is stopped, although nothing is pasted', async () => {
    const late = run(method, {});
    await late.clock.step();
    assert.equal(await codeOf(late.done), 'sign-in-timeout');
    const stopped = run(method, {});
    await new Promise(setImmediate);
    stopped.stop.abort(new MaestroError({ code: 'sign-in-replaced' }));
    assert.equal(await codeOf(stopped.done), 'sign-in-replaced');
  });
});

describe('a code that the vendor refuses', () => {
  const refusing = (
    ...wrong: readonly string[]
  ): Pick<BrowserMethod, 'redeem'> & { readonly verifiers: Set<string> } => {
    const verifiers = new Set<string>();
    return {
      verifiers,
      async redeem({ code, verifier }) {
        verifiers.add(verifier.reveal());
        if (!wrong.includes(code.reveal())) return { ...signedIn, credential: { kind: 'bearer', token: code } };
        throw new MaestroError({ code: 'code-refused', detail: 'Too old.' });
      },
    };
  };
  const page = { redirect: { kind: 'page', redirectUri: 'https://vendor.example/show' } } as const;
  const refused = { code: 'code-refused', detail: 'Too old.' };

  /** Pastes one code after the other, the last for ever. */
  function pasting(...codes: readonly string[]): Person {
    const left = [...codes];
    const opened = Promise.withResolvers<string>();
    return {
      open: async ({ searchParams }) => opened.resolve(searchParams.get('state') ?? ''),
      paste: async () => `${left.length > 1 ? left.shift() : left[0]}#${await opened.promise}`,
    };
  }

  it('is said, and another one may be pasted for the same authorization, five in all (OA-61)', async () => {
    const once = refusing('old');
    const { done, ui } = run(browser({ ...page, ...once }), pasting('old', 'good'));
    assert.equal(tokenOf(await done), 'good');
    assert.deepEqual(ui.refusals, [refused]);
    assert.equal(once.verifiers.size, 1);
    const hopeless = run(browser({ ...page, ...refusing('old') }), pasting('old'));
    assert.equal(await codeOf(hopeless.done), 'code-refused');
    assert.equal(hopeless.ui.refusals.length, 4);
  });

  for (const [how, first] of [
    ['the browser brought', 'brought'],
    ['was pasted', 'pasted'],
  ] as const) {
    it(`that ${how} leaves the way open for one that the browser brings (OA-61)`, async () => {
      const opened = Promise.withResolvers<URL>();
      const again = Promise.withResolvers<void>();
      const person: Person = {
        open: async (url) => opened.resolve(url),
        async choose(_, failure) {
          if (failure === null && first === 'pasted') return 'paste';
          again.resolve();
          return new Promise<never>(() => undefined);
        },
        paste: async () => `old#${(await opened.promise).searchParams.get('state')}`,
      };
      const { clock, done, ui } = run(browser(refusing('old')), person);
      const { searchParams } = await opened.promise;
      const comeBack = (code: string): Promise<number> => {
        const query = new URLSearchParams({ code, state: searchParams.get('state') ?? '' });
        return navigate(`${searchParams.get('redirect_uri')}?${query}`);
      };
      if (first === 'brought') await comeBack('old');
      else await clock.step(15_000);
      await again.promise;
      assert.deepEqual(ui.refusals, [refused]);
      await comeBack('good');
      assert.equal(tokenOf(await done), 'good');
    });
  }

  it('is the end where it is not the code that is wrong', async () => {
    const redeem = (): Promise<never> => Promise.reject(new MaestroError({ code: 'region', detail: '' }));
    assert.equal(await codeOf(run(browser({ ...page, redeem }), pasting('good')).done), 'region');
  });
});

describe('signing in by a browser that does not come back', () => {
  it('offers to paste the address after a while, and takes it', async () => {
    const person = copying('from-elsewhere');
    const { clock, done } = run(browser(), person);
    await clock.step(15_000);
    assert.equal(tokenOf(await done), 'from-elsewhere');
  });

  it('goes on waiting for the browser when the person does not want to paste', async () => {
    const opened = Promise.withResolvers<URL>();
    const { clock, done } = run(browser(), {
      open: async (page) => opened.resolve(page),
      paste: async () => null,
    });
    const page = await opened.promise;
    await clock.step(15_000);
    const back = new URL(page.searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ code: 'c', state: page.searchParams.get('state') ?? '' }).toString();
    await navigate(back.href);
    assert.equal(tokenOf(await done), 'c');
  });
});

describe('signing in when the first way does not get through', () => {
  const instead = (): DeviceMethod => ({ ...device([async () => signedIn]), id: 'd', insteadOf: 'm' });
  const offered: (readonly Route[])[] = [];
  const choosing = (route: Route): Person => ({
    async choose(routes) {
      offered.push(routes);
      return route;
    },
  });
  beforeEach(() => offered.splice(0));

  it('after 15 s without an answer a code on another device goes on with the same sign-in', async () => {
    const { clock, done } = run(browser(), choosing('device'), { methods: [browser(), instead()] });
    await clock.step(15_000);
    await clock.step(20_000);
    assert.equal(await done, signedIn);
    assert.deepEqual(offered, [['paste', 'device']]);
  });

  it('a busy port is no end where there is another way, and what is pasted would go to its owner', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const method = browser({ redirect: { kind: 'loopback', host: '127.0.0.1', ports: [port], path: '/cb' } });
    const { clock, done } = run(method, choosing('device'), { methods: [method, instead()] });
    await clock.step(5_000);
    assert.equal(await done, signedIn);
    const alone = run(method, choosing('paste'));
    assert.equal(await codeOf(alone.done), 'ports-busy');
    const remote = run(method, { ...copying('far'), ...choosing('paste') }, { whereabouts: { place: 'remote-host' } });
    assert.equal(tokenOf(await remote.done), 'far');
    assert.deepEqual(offered, [['device'], ['paste']]);
    server.close();
  });

  it('asks at once for the address where a browser does not come to this machine', async () => {
    const unreached = { place: 'remote-host', reaches: async () => false } as const;
    assert.equal(tokenOf(await run(browser(), copying('forwarded'), { whereabouts: unreached }).done), 'forwarded');
    const far = run(browser(), copying('far'), { whereabouts: { place: 'far-web' } });
    assert.equal(tokenOf(await far.done), 'far');
  });

  it('what was begun by a code that the vendor does not give goes on in the browser', async () => {
    const off: DeviceMethod = {
      ...instead(),
      begin: () => Promise.reject(new MaestroError({ code: 'device-code-off' })),
    };
    const person = { ...copying('by-hand'), ...choosing('paste') };
    assert.equal(tokenOf(await run(off, person, { methods: [browser(), off] }).done), 'by-hand');
    assert.deepEqual(offered, [['loopback', 'paste']]);
  });
});

describe('signing in at VS Code’s own address', () => {
  const registered = 'vscode://maestro-llm.maestro/signed-in';
  const method = browser({ redirect: { kind: 'own-address', registered, setting: 'a.setting' } });

  it('tells the vendor that address, or names the setting where it is another one here', async () => {
    const opened = Promise.withResolvers<URL>();
    const person: Person = { open: async (page) => opened.resolve(page) };
    const there = run(method, person, { whereabouts: { ownAddress: async (address) => address } });
    assert.equal((await opened.promise).searchParams.get('redirect_uri'), registered);
    there.stop.abort(new MaestroError({ code: 'sign-in-cancelled' }));
    assert.equal(await codeOf(there.done), 'sign-in-cancelled');
    assert.equal(await codeOf(run(method, {}).done), 'bad-setting');
  });
});
