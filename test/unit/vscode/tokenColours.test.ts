import assert from 'node:assert/strict';
import { parseJsonWithComments } from '../../../src/vscode/theme/jsonWithComments.ts';
import { tokenColoursOf } from '../../../src/vscode/theme/tokenColours.ts';

describe('colours of code in a theme', () => {
  it('are those of the most exact rule, and of the last one where two are', () => {
    const included = {
      tokenColors: [
        { settings: { foreground: '#000000' } },
        { scope: 'comment', settings: { foreground: '#111111', fontStyle: 'italic' } },
        { scope: ['string', 'constant.numeric'], settings: { foreground: '#222222' } },
        { scope: 'keyword, storage.type', settings: { foreground: '#333333' } },
        { scope: 'entity.name.type.class', settings: { foreground: '#444444' } },
      ],
    };
    const theme = {
      tokenColors: [
        { scope: 'comment', settings: { foreground: '#AAAAAAFF' } },
        { scope: 'entity.name', settings: { foreground: '#555555' } },
        { scope: 'meta.function string', settings: { foreground: '#666666' } },
        { scope: 'strings', settings: { foreground: '#777777' } },
        { scope: 'variable', settings: { foreground: 'red; background: url(https://attacker.test)' } },
      ],
    };
    assert.deepEqual(tokenColoursOf([included, theme]), {
      comment: '#AAAAAAFF',
      string: '#222222',
      number: '#222222',
      keyword: '#333333',
      type: '#444444',
      function: '#555555',
      tag: '#555555',
    });
  });

  it('are none in what is no theme', () => {
    for (const value of [null, [], 'x', { tokenColors: './x.tmTheme' }, { tokenColors: [null, { scope: 1 }] }]) {
      assert.deepEqual(tokenColoursOf([value]), {});
    }
  });

  it('are read from JSON with comments, in which a string is left as it is', () => {
    const text = '\uFEFF// a\n{ "a": "x // y /* z */ , ]", /* b\n */ "c": [1, 2 , ], }\n';
    assert.deepEqual(parseJsonWithComments(text), { a: 'x // y /* z */ , ]', c: [1, 2] });
    assert.equal(parseJsonWithComments('{'), undefined);
  });
});
