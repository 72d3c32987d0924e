import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { type Failure, failureOf } from '../../../src/core/failure.ts';
import { proxySentence } from '../../../src/core/networkSentence.ts';
import type { HttpRequest } from '../../../src/core/ports.ts';
import { fill } from '../../../src/core/sentence.ts';
import { UndiciHttp } from '../../../src/node/http.ts';
import { proxySettingsOf } from '../../../src/node/proxySettings.ts';
import { closingAfterEach } from '../../closing.ts';
import { ending } from '../../product.ts';
import { answerText as answerWith, type RawExchange, RawServer } from '../../rawServer.ts';
import { selfSigned } from '../node/certificate.ts';
import { outcome, rawTurns } from './rawTurns.ts';

type Values = Readonly<Record<string, string>>;

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
const never = new AbortController().signal;

describe('the way to a server through a proxy', () => {
  const start = rawTurns();
  const closing = closingAfterEach();
  const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));

  beforeEach(() => setEnvironment({}));
  afterEach(() => {
    for (const name of variables) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  /** These variables, and none of the others that name proxies. */
  function setEnvironment(values: Values): void {
    for (const name of variables) delete process.env[name];
    Object.assign(process.env, values);
  }

  async function proxy(
    answer: (exchange: RawExchange) => void = ({ socket }) => socket.end(answerWith('', [], '502 Bad Gateway')),
  ): Promise<RawServer> {
    return closing(await RawServer.start(answer));
  }

  const get = (href: string): HttpRequest => ({ method: 'GET', url: new URL(href), headers: [], body: null });

  /** What keeps the network of these settings, and of the environment, from a host that only the proxy could know. */
  async function failing(http: Readonly<Record<string, unknown>>): Promise<Failure | null> {
    const network = closing(new UndiciHttp(proxySettingsOf(http, process.env)));
    return await network.send(get('https://maestro.invalid/'), never).then(() => null, failureOf);
  }

  for (const variable of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    it(`follows ${variable} where no setting names one (NT-04)`, async () => {
      const between = await proxy();
      setEnvironment({ [variable]: between.origin });
      const turns = await start(() => undefined, { baseUrl: 'https://maestro.invalid/v1' });
      assert.equal(ending(await turns.ask()), 'proxy');
      assert.deepEqual(
        between.exchanges.map(({ head }) => head[0]),
        ['CONNECT maestro.invalid:443 HTTP/1.1'],
      );
    });
  }

  for (const variable of ['NO_PROXY', 'no_proxy']) {
    it(`goes past it for the hosts of ${variable}, where no setting lists any (NT-04)`, async () => {
      const between = await proxy();
      for (const [listed, noProxy, code] of [
        ['one.example, maestro.invalid', [], 'unreachable'],
        ['.invalid', [], 'unreachable'],
        ['one.example', [], 'proxy'],
        ['maestro.invalid', ['one.example'], 'proxy'],
      ] as const) {
        setEnvironment({ HTTPS_PROXY: between.origin, [variable]: listed });
        assert.equal((await failing({ noProxy }))?.code, code, listed);
      }
      assert.equal(between.connections, 2);
    });
  }

  it('is that of the setting, not that of the environment (NT-04, NT-05)', async () => {
    const [ofSetting, ofEnvironment] = [await proxy(), await proxy()];
    setEnvironment({ https_proxy: ofEnvironment.origin });
    await failing({ proxy: ofSetting.origin });
    assert.deepEqual([ofSetting.connections, ofEnvironment.connections], [1, 0]);
  });

  for (const [proxySupport, connections] of [
    ['off', 0],
    ['on', 1],
    ['override', 1],
    ['fallback', 1],
  ] as const) {
    it(`leads ${connections === 0 ? 'past' : 'through'} it where http.proxySupport is ${proxySupport} (NT-05)`, async () => {
      const between = await proxy();
      await failing({ proxy: between.origin, proxySupport });
      setEnvironment({ HTTPS_PROXY: between.origin });
      await failing({ proxySupport });
      assert.equal(between.connections, 2 * connections);
    });
  }

  it('follows http.noProxy and http.proxyAuthorization (NT-05)', async () => {
    const between = await proxy();
    const settings = { proxy: between.origin, proxyAuthorization: 'Basic bWFlc3Rybw==' };
    assert.equal((await failing({ ...settings, noProxy: ['*.invalid'] }))?.code, 'unreachable');
    assert.equal((await failing(settings))?.code, 'proxy');
    assert.equal(between.connections, 1);
    assert.match(between.exchanges[0]?.head.join('\n') ?? '', /^proxy-authorization: Basic bWFlc3Rybw==$/im);
  });

  it('looks at certificates unless http.proxyStrictSSL is off (NT-05)', async () => {
    const server = createServer(selfSigned(new Date(Date.now() - 1_000)), (_, response) => response.end('ok'));
    closing({ close: () => server.closeAllConnections() });
    closing(server).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const request = get(`https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
    for (const [http, expected] of [
      [{}, 'tls'],
      [{ proxyStrictSSL: true }, 'tls'],
      [{ proxyStrictSSL: false }, 200],
    ] as const) {
      const network = closing(new UndiciHttp(proxySettingsOf(http, {})));
      const said = await network.send(request, never).then(({ status }) => status, failureOf);
      assert.equal(typeof said === 'number' ? said : said.code, expected);
    }
  });

  for (const [what, answer, says] of [
    [
      'wants a sign-in',
      answerWith('', ['Proxy-Authenticate: Basic'], '407 Proxy Authentication Required'),
      /^The proxy in front of maestro\.invalid wants a sign-in; set http\.proxyAuthorization/,
    ],
    ['does not reach it', answerWith('', [], '502 Bad Gateway'), /refused the connection; check http\.proxy\.$/],
  ] as const) {
    it(`is said to end at a proxy that ${what}, once (NT-06, ST-48)`, async () => {
      const between = await proxy(({ socket }) => socket.end(answer));
      const turns = await start(() => undefined, {
        baseUrl: 'https://maestro.invalid/v1',
        proxy: { url: between.origin, bypass: [] },
      });
      const detail = `proxy-${answer.slice(9, 12)}`;
      const failure = { code: 'proxy', host: 'maestro.invalid', detail } as const;
      assert.deepEqual(outcome(await turns.ask()), failure);
      const { text, values } = proxySentence(failure);
      assert.match(fill(text, ...values), says);
      assert.equal(between.exchanges.length, 1);
    });
  }

  it('is not waited for without end where a proxy is silent, or hangs up (NT-06)', async () => {
    for (const [answer, code] of [
      [() => undefined, 'timeout'],
      [({ socket }: RawExchange) => void socket.destroy(), 'proxy'],
    ] as const) {
      const between = await proxy(answer);
      const turns = await start(() => undefined, {
        baseUrl: 'https://maestro.invalid/v1',
        proxy: { url: between.origin, bypass: [] },
        limits: code === 'timeout' ? { connectMs: 100, headersMs: 100 } : {},
      });
      assert.equal(ending(await turns.ask()), code);
    }
  }).timeout(20_000);

  for (const scheme of ['socks', 'socks4', 'socks4a', 'socks5', 'socks5h']) {
    it(`is said not to be there where the proxy is ${scheme}, which hears nothing (NT-06)`, async () => {
      const between = await proxy();
      const url = between.origin.replace('http:', `${scheme}:`);
      const failure = { code: 'proxy', host: 'maestro.invalid', detail: 'proxy-socks' } as const;
      assert.deepEqual(await failing({ proxy: url }), failure);
      setEnvironment({ HTTPS_PROXY: url });
      assert.deepEqual(await failing({}), failure);
      const { text, values } = proxySentence(failure);
      assert.match(
        fill(text, ...values),
        /SOCKS proxy in front of maestro\.invalid; name an HTTP proxy in http\.proxy/,
      );
      assert.equal(between.connections, 0);
      assert.equal((await failing({ proxy: url, noProxy: ['maestro.invalid'] }))?.code, 'unreachable');
    });
  }

  it('names the setting or variable that has no address of a proxy', async () => {
    for (const [http, environment, setting] of [
      [{ proxy: 'ftp://proxy.example' }, {}, 'http.proxy'],
      [{}, { HTTPS_PROXY: 'proxy.example:3128' }, 'HTTPS_PROXY'],
    ] as const) {
      setEnvironment(environment);
      await assert.rejects(failing(http), (error) => {
        const failure = failureOf(error);
        return failure.code === 'bad-setting' && failure.setting === setting;
      });
    }
  });
});
