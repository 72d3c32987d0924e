import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../src/core/json.ts';
import { type Intent, readIntent } from '../../../src/webview/bridge.ts';

describe('intents of the page', () => {
  const intents: readonly Intent[] = [
    { kind: 'ready' },
    { kind: 'send', text: 'Why?' },
    { kind: 'stop' },
    { kind: 'action', action: 'retry' },
    { kind: 'sign-in', vendor: 'openai' },
    { kind: 'open-link', href: 'https://example.com/' },
    { kind: 'code', use: 'apply', turn: 'a', text: 0, start: 24_000, block: 2 },
    { kind: 'find-files', turn: 'a', written: ['src/a.ts:1'] },
    { kind: 'open-file', file: 0 },
    { kind: 'action', action: 'retry', turn: 'a' },
    { kind: 'edit', turn: 'a', text: 'Why not?' },
    { kind: 'again', turn: 'a', choose: true },
    { kind: 'sibling', turn: 'a', step: -1 },
    { kind: 'continue', turn: 'a' },
    { kind: 'open', conversation: 'c', turn: 'a' },
    { kind: 'rename', conversation: 'c', title: 'Later' },
    { kind: 'export', conversation: 'c', format: 'json' },
  ];

  it('are read as they are, without what else the message holds', () => {
    for (const intent of intents) {
      assert.deepEqual(readIntent({ ...intent, command: 'workbench.action.quit', method: 'import' }), intent);
    }
  });

  it('open a link only where the page may have one, in the form that was checked (WV-22)', () => {
    const refused = [
      'command:x',
      'file:///etc/passwd',
      'vscode://x',
      'https://a:b@example.com',
      'mailto:?attach=x',
      7,
      '',
    ];
    for (const href of refused) assert.equal(readIntent({ kind: 'open-link', href }), null);
    assert.equal(readIntent({ kind: 'open-link', href: `https://example.com/${'x'.repeat(5_000)}` }), null);
    assert.deepEqual(readIntent({ kind: 'open-link', href: ' HTTPS://раypal.com\\x' }), {
      kind: 'open-link',
      href: 'https://xn--ypal-43d9g.com/x',
    });
  });

  it('are ignored when they are of an unknown kind, or lack or overdo what they need (faults WV-10, WV-13)', () => {
    const wrong: readonly unknown[] = [
      { kind: 'command', command: 'workbench.action.quit' },
      { kind: 'send', text: ' ' },
      { kind: 'action', action: 'maestro.signOut' },
      { kind: 'sign-in' },
      { kind: 'sign-in', vendor: '' },
      { kind: 'sign-in', vendor: ['openai'] },
      { kind: 'sign-in', vendor: 'v'.repeat(1_000) },
      { kind: 'code', use: 'run', turn: 'a', text: 0, start: 0, block: 0 },
      { kind: 'code', use: 'apply', turn: '', text: 0, start: 0, block: 0 },
      { kind: 'code', use: 'apply', turn: 'a', text: 0, start: 0.5, block: 0 },
      { kind: 'code', use: 'apply', turn: 'a', text: -1, start: 0, block: 0, code: 'rm -rf /' },
      { kind: 'find-files', turn: 'a', written: [1, 'x'.repeat(301)] },
      { kind: 'open-file', file: '/etc/passwd' },
      { kind: 'edit', turn: 'a', text: ' ' },
      { kind: 'edit', turn: 'a'.repeat(101), text: 'Why?' },
      { kind: 'sibling', turn: 'a', step: 2 },
      { kind: 'sibling', turn: '', step: 1 },
      { kind: 'open', conversation: ['c'] },
      { kind: 'rename', conversation: 'c', title: 'x'.repeat(2_000) },
      { kind: 'export', conversation: 'c', format: '../c' },
      null,
      'ready',
    ];
    for (const value of wrong) assert.equal(readIntent(value), null);
  });

  it('are whole and hold nothing else, or are none, however the message is damaged (WV-11)', () => {
    const keysOf = (kind: string): ReadonlySet<string> =>
      new Set(intents.filter((one) => one.kind === kind).flatMap((one) => Object.keys(one)));
    const key = fc.constantFrom(...intents.flatMap((one) => Object.keys(one)), 'command', '__proto__');
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(...intents.flatMap((one): readonly unknown[] => Object.values(one)), -1, 0.5, 1e300, ''),
    );
    const message = fc
      .tuple(
        fc.constantFrom({}, ...intents),
        fc.constantFrom({}, ...intents),
        fc.dictionary(key, value, { maxKeys: 3 }),
      )
      .map((members) => parseJson(JSON.stringify(Object.assign({}, ...members))));
    fc.assert(
      fc.property(message, (arrived) => {
        const read = readIntent(arrived);
        if (read === null) return;
        const known = keysOf(read.kind);
        assert.ok(Object.keys(read).every((name) => known.has(name)));
        assert.deepEqual(readIntent(read), read);
      }),
      { numRuns: 3_000 },
    );
  }).timeout(20_000);
});
