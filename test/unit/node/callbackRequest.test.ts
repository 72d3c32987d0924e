import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ArrivedRequest, readRequest } from '../../../src/node/callbackRequest.ts';

const host = ['Host', 'localhost:1455'] as const;

describe('reading a request to the loopback listener', () => {
  it('gives path and query of a browser navigation', () => {
    const rawHeaders = [...host, 'Sec-Fetch-Mode', 'navigate', 'Sec-Fetch-Dest', 'document', 'Sec-Fetch-User', '?1'];
    const read = readRequest({ method: 'GET', url: '/auth/callback?code=a%20b&state=x?y&scope=a+b', rawHeaders }, 1455);
    assert.ok(read.kind === 'navigation');
    assert.equal(read.path, '/auth/callback');
    const expected = [
      ['code', 'a b'],
      ['state', 'x?y'],
      ['scope', 'a b'],
    ];
    assert.deepEqual([...read.query], expected);
  });

  it('keeps a parameter that was given twice, so that the core can refuse it', () => {
    const read = readRequest({ method: 'GET', url: '/c?state=a&state=b', rawHeaders: host }, 1455);
    assert.ok(read.kind === 'navigation');
    assert.deepEqual(read.query.getAll('state'), ['a', 'b']);
  });

  it('judges the Host before anything else', () => {
    const read = readRequest({ method: 'POST', url: '//', rawHeaders: ['Host', 'evil.example'] }, 1455);
    assert.deepEqual(read, { kind: 'rejected', status: 421 });
  });

  it('accepts its own port only', () => {
    assert.deepEqual(readRequest({ method: 'GET', url: '/', rawHeaders: host }, 1457), {
      kind: 'rejected',
      status: 421,
    });
  });

  it('never throws, and lets nothing through that is not a path of its own', () => {
    const headers = fc.array(fc.constantFrom(...host, 'host', 'Origin', 'Sec-Fetch-Mode', 'navigate', '', '\0'));
    const pieces = fc.constantFrom('/', '\\', '?', '#', '@', ':', '.', '%2f', '%', 'evil.example', 'http:', '\0', 'é');
    const url = fc.oneof(
      fc.array(pieces).map((list) => `/${list.join('')}`),
      fc.string(),
    );
    const request = fc.record<ArrivedRequest>({
      method: fc.constantFrom('GET', 'POST', undefined),
      url: fc.option(url, { nil: undefined }),
      rawHeaders: fc.oneof(headers, fc.constant(host)),
    });
    fc.assert(
      fc.property(request, (arrived) => {
        const read = readRequest(arrived, 1455);
        if (read.kind === 'rejected') return;
        assert.equal(arrived.method, 'GET');
        assert.ok(read.path.startsWith('/') && !read.path.startsWith('//'));
        assert.equal(new URL(arrived.url ?? '', 'http://localhost:1455').origin, 'http://localhost:1455');
      }),
    );
  });
});
