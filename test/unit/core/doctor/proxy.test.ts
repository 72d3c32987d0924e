import assert from 'node:assert/strict';
import { type ProxyFacts, proxyFindings } from '../../../../src/core/doctor/proxy.ts';
import { environmentProxy } from '../../../../src/node/environmentProxy.ts';

const usual: ProxyFacts = {
  named: {
    namedBy: 'http.proxy',
    address: 'http://ada:correct-horse-1@proxy.example:3128/path',
    isSocks: false,
  },
  isOff: false,
  hasAuthorization: false,
  bypassed: 3,
  isStrict: true,
  usesSystemCertificates: true,
  stack: 'auto',
  takesAny: false,
};

describe('what the Doctor says of the proxy', () => {
  it('names its host and who named it, and nobody’s password', () => {
    const [proxy] = proxyFindings(usual);
    assert.equal(proxy?.verdict, 'ok');
    assert.match(proxy.sentence, /proxy\.example:3128, from http\.proxy/);
    assert.doesNotMatch(JSON.stringify(proxyFindings(usual)), /ada|horse|path/);
  });

  it('fails where it is no address, and does not repeat it', () => {
    const [proxy] = proxyFindings({
      ...usual,
      named: { namedBy: 'http.proxy', address: 'correct-horse-1', isSocks: false },
    });
    assert.equal(proxy?.verdict, 'fail');
    assert.doesNotMatch(JSON.stringify(proxy), /horse/);
  });

  it('claims to know no proxy of the system: only whose connections would ask it', () => {
    const said = (stack: ProxyFacts['stack'], takesAny = false): string =>
      proxyFindings({ ...usual, named: null, stack, takesAny })[0]?.sentence ?? '';
    assert.match(said('auto'), /Maestro’s own connections go straight.*VS Code’s are tried, which may know a PAC file/);
    for (const alone of [said('own'), said('auto', true)]) assert.match(alone, /to the network, past a PAC file/);
    assert.match(said('vscode'), /VS Code’s connections are used, which may know a PAC file/);
    for (const stack of ['auto', 'own', 'vscode'] as const) assert.doesNotMatch(said(stack), /everything/);
  });

  it('warns of a SOCKS proxy, which only VS Code’s connections may know', () => {
    const named = { namedBy: 'HTTPS_PROXY', address: 'socks5://ada:correct-horse-1@proxy.example:1080', isSocks: true };
    const [own] = proxyFindings({ ...usual, named });
    assert.deepEqual([own?.verdict, own?.wayOut !== null], ['warn', true]);
    assert.doesNotMatch(JSON.stringify(own), /ada|horse/);
    assert.equal(proxyFindings({ ...usual, named, stack: 'vscode' })[0]?.verdict, 'ok');
  });

  it('warns of certificates that nobody looks at', () => {
    assert.deepEqual(
      proxyFindings({ ...usual, isStrict: false }).map(({ verdict }) => verdict),
      ['ok', 'ok', 'warn'],
    );
  });

  it('says whose network is used, and warns where VS Code’s takes any certificate', () => {
    const said = (facts: Partial<ProxyFacts>): readonly unknown[] => {
      const [, stack] = proxyFindings({ ...usual, ...facts });
      return [stack?.verdict, /^(\S+ \S+)/.exec(stack?.sentence ?? '')?.[1]];
    };
    assert.deepEqual(said({}), ['ok', 'Maestro’s own']);
    assert.deepEqual(said({ stack: 'vscode' }), ['ok', 'VS Code’s']);
    assert.deepEqual(said({ takesAny: true }), ['warn', 'Maestro’s own']);
    assert.deepEqual(said({ stack: 'vscode', takesAny: true }), ['warn', 'VS Code’s']);
    assert.deepEqual(said({ stack: 'own', takesAny: true }), ['ok', 'Maestro’s own']);
  });

  it('the environment’s proxy is that for HTTPS, else that for HTTP', () => {
    const http = { HTTP_PROXY: 'http://one.example' };
    assert.equal(environmentProxy({})?.namedBy, undefined);
    assert.equal(environmentProxy({ ...http, https_proxy: '' })?.namedBy, 'HTTP_PROXY');
    assert.equal(environmentProxy({ ...http, HTTPS_PROXY: 'http://two.example' })?.namedBy, 'HTTPS_PROXY');
  });
});
