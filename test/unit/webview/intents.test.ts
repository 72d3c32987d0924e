import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../src/core/json.ts';
import { type Intent, readIntent } from '../../../src/webview/bridge.ts';

describe('intents of the page', () => {
  it('are read as they are, without what else the message holds', () => {
    const intents: readonly Intent[] = [
      { kind: 'ready' },
      { kind: 'send', text: 'Why?' },
      { kind: 'stop' },
      { kind: 'action', action: 'retry' },
      { kind: 'sign-in', vendor: 'openai' },
      { kind: 'open-link', href: 'https://example.com/' },
    ];
    for (const intent of intents) {
      assert.deepEqual(readIntent({ ...intent, command: 'workbench.action.quit', method: 'import' }), intent);
    }
  });

  it('are ignored when they are of an unknown kind, or lack or overdo what they need', () => {
    const wrong: readonly unknown[] = [
      { kind: 'command', command: 'workbench.action.quit' },
      { kind: 'send', text: ' ' },
      { kind: 'action', action: 'maestro.signOut' },
      { kind: 'sign-in' },
      { kind: 'sign-in', vendor: '' },
      { kind: 'sign-in', vendor: ['openai'] },
      { kind: 'sign-in', vendor: 'v'.repeat(1_000) },
      { kind: 'open-link', href: `https://example.com/${'x'.repeat(5_000)}` },
      null,
      'ready',
    ];
    for (const value of wrong) assert.equal(readIntent(value), null);
  });

  it('never throw, whatever arrives', () => {
    const keys = fc.constantFrom('kind', 'text', 'action', 'vendor', 'href', '__proto__');
    const values = fc.oneof(fc.constantFrom('ready', 'send', 'action', 'sign-in', 'open-link'), fc.jsonValue());
    fc.assert(fc.property(fc.dictionary(keys, values), (json) => void readIntent(parseJson(JSON.stringify(json)))));
  });
});
