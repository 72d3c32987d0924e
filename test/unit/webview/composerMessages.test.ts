import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../src/core/json.ts';
import { type Intent, readIntent, type Update } from '../../../src/webview/bridge.ts';
import { maxImageLength, maxTextLength } from '../../../src/webview/composerBridge.ts';
import { readUpdate } from '../../../src/webview/updates.ts';

describe('messages between the composer and the host', () => {
  const intents: readonly Intent[] = [
    { kind: 'interrupt', text: 'Now' },
    { kind: 'search-context', request: 3, query: 'st' },
    { kind: 'add-context' },
    { kind: 'attach-selection' },
    { kind: 'attach', offer: '7' },
    { kind: 'detach', attachment: '8' },
    { kind: 'attach-image', name: 'a.png', type: 'image/png', data: 'AAAA' },
    { kind: 'attach-text', name: 'a.md', text: '' },
    { kind: 'attach-dropped', uris: ['file:///a'] },
    { kind: 'written', conversation: 'c1', text: '' },
    { kind: 'edited', conversation: 'c1', turn: 't1', text: 'half' },
    { kind: 'queue-edit', queued: '1' },
    { kind: 'queue-remove', queued: '1' },
    { kind: 'queue-send', queued: '1' },
  ];

  it('are read as they are, without what else an intent holds (WV-10)', () => {
    for (const intent of intents) {
      assert.deepEqual(readIntent({ ...intent, path: '/etc/passwd', command: 'workbench.action.quit' }), intent);
    }
  });

  it('are ignored where they lack or overdo what they need (WV-10, WV-11)', () => {
    const wrong: readonly unknown[] = [
      { kind: 'interrupt', text: '' },
      { kind: 'attach', offer: 'x'.repeat(1_000) },
      { kind: 'attach', path: '/etc/passwd' },
      { kind: 'detach', attachment: 8 },
      { kind: 'search-context', request: '3', query: 'st' },
      { kind: 'search-context', request: 3, query: 'x'.repeat(10_000) },
      { kind: 'attach-image', name: 'a', type: 'image/svg+xml', data: 'AAAA' },
      { kind: 'attach-image', name: 'a', type: 'image/png', data: 'no base64!' },
      { kind: 'attach-image', name: 'a', type: 'image/png', data: 'A'.repeat(maxImageLength + 4) },
      { kind: 'attach-text', name: 'a', text: 'x'.repeat(maxTextLength + 1) },
      { kind: 'attach-dropped', uris: [7, null, 'x'.repeat(10_000)] },
      { kind: 'written', text: 'x' },
      { kind: 'edited', conversation: 'c1', text: 'x' },
      { kind: 'edited', conversation: 'c1', turn: 't'.repeat(1_000), text: 'x' },
      { kind: 'written', conversation: 'x'.repeat(1_000), text: 'x' },
      { kind: 'queue-send' },
    ];
    for (const value of wrong) assert.equal(readIntent(value), null);
    const many = readIntent({ kind: 'attach-dropped', uris: Array.from({ length: 1_000 }, () => 'file:///a') });
    assert.ok(many?.kind === 'attach-dropped' && many.uris.length <= 100);
  });

  it('reach the page as they were sent', () => {
    const offer = { id: '1', kind: 'file', label: 'a.ts', detail: 'src/a.ts' } as const;
    const updates: readonly Update[] = [
      { kind: 'draft', text: 'again' },
      { kind: 'written', conversation: 'c1', text: 'half a thought' },
      { kind: 'context-offers', request: 2, offers: [offer], note: null },
      {
        kind: 'composer',
        composer: {
          attachments: [{ ...offer, tokens: 12, problem: null }],
          queue: [{ id: '2', text: 'later', attachments: 1 }],
          isHeld: true,
          tokens: 30,
          window: null,
        },
      },
    ];
    for (const update of updates) assert.deepEqual(readUpdate(parseJson(JSON.stringify(update)) ?? null), update);
  });

  it('never throw, whatever arrives (WV-11)', () => {
    const keys = fc.constantFrom('kind', 'composer', 'attachments', 'queue', 'offers', 'uris', 'request', '__proto__');
    const kinds = fc.constantFrom('composer', 'context-offers', 'draft', ...intents.map(({ kind }) => kind));
    const values = fc.oneof(kinds, fc.jsonValue());
    fc.assert(
      fc.property(fc.dictionary(keys, values), (json) => {
        const value = parseJson(JSON.stringify(json)) ?? null;
        readIntent(value);
        readUpdate(value);
      }),
    );
  });
});
