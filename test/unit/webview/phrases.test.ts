import assert from 'node:assert/strict';
import { fill } from '../../../src/core/sentence.ts';
import { english } from '../../../src/webview/english.ts';
import { translated } from '../../../src/webview/phrases.ts';

describe("the page's phrases", () => {
  it('are English, one by one, where there is no translation or one that lacks a place', () => {
    assert.deepEqual(translated(''), english);
    assert.deepEqual(translated('[1, {"you": "Du"}]'), english);
    const given = { you: 'Du', send: '', stop: 7, retrying: 'Neuer Versuch', openFile: '{0} öffnen', unknown: 'x' };
    const { you, send, stop, retrying, openFile, ...rest } = translated(JSON.stringify(given));
    assert.deepEqual([you, openFile], ['Du', '{0} öffnen']);
    assert.deepEqual([send, stop, retrying], [english.send, english.stop, english.retrying]);
    assert.equal('unknown' in rest, false);
  });

  it('may have their places in another order', () => {
    const { retrying } = translated('{"retrying": "({1} Versuche, {0}. läuft)"}');
    assert.equal(fill(retrying, 2, 3), '(3 Versuche, 2. läuft)');
  });

  it('take a value as it is, whatever it looks like', () => {
    assert.equal(fill('{0} and {1}', '{1}$&', '$1'), '{1}$& and $1');
  });

  it('have places that are numbered from 0 in English', () => {
    const texts: readonly string[] = Object.values(english);
    for (const text of texts) {
      const places = [...text.matchAll(/\{(\d)\}/g)].map(([, index]) => Number(index));
      assert.deepEqual(places, [...places.keys()], text);
    }
  });
});
