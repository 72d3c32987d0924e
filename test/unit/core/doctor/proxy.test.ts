import assert from 'node:assert/strict';
import { type ProxyFacts, proxyFindings } from '../../../../src/core/doctor/proxy.ts';
import { environmentProxy } from '../../../../src/node/environmentProxy.ts';

const usual: ProxyFacts = {
  namedBy: 'http.proxy',
  address: 'http://ada:correct-horse-1@proxy.example:3128/path',
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
    const [proxy] = proxyFindings({ ...usual, address: 'correct-horse-1' });
    assert.equal(proxy?.verdict, 'fail');
    assert.doesNotMatch(JSON.stringify(proxy), /horse/);
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
    assert.equal(environmentProxy({})?.variable, undefined);
    assert.equal(environmentProxy({ ...http, https_proxy: '' })?.variable, 'HTTP_PROXY');
    assert.equal(environmentProxy({ ...http, HTTPS_PROXY: 'http://two.example' })?.variable, 'HTTPS_PROXY');
  });
});
