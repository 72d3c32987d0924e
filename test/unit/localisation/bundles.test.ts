import assert from 'node:assert/strict';
import { callbackEnglish } from '../../../src/node/callbackPage.ts';
import { bundle, endingOf, languages, placesIn } from '../../languages.ts';
import { texts } from './texts.ts';

/** Longer texts than of so many words are not the same in two languages. */
const mostSharedWords = 2;

describe('what Maestro says', () => {
  let all: ReadonlySet<string>;
  before(() => {
    all = texts();
  });

  it('is found in the source, as the panel, the dialogs and the ways to sign in say it', () => {
    for (const text of [
      'Ask again',
      'Sign out of which account?',
      'Use a key from Google AI Studio',
      'Sign-in received',
    ]) {
      assert.ok(all.has(text), text);
    }
  });

  for (const language of languages) {
    describe(`in the bundle of ${language}`, () => {
      const translations = bundle(language);
      const pairs = [...translations];

      it('is all there, and nothing that nobody says any more', () => {
        assert.deepEqual(
          [...all].filter((text) => !translations.has(text)),
          [],
          'missing',
        );
        assert.deepEqual(
          [...translations.keys()].filter((text) => !all.has(text)),
          [],
          'left over',
        );
      });

      it('has the same places for values', () => {
        assert.deepEqual(
          pairs.filter(([text, said]) => placesIn(text) !== placesIn(said)),
          [],
        );
      });

      it('ends as the English text does: as a sentence, a question, or with an ellipsis', () => {
        assert.deepEqual(
          pairs.filter(([text, said]) => endingOf(text) !== endingOf(said)),
          [],
        );
      });

      it('is translated, but for names', () => {
        const isLong = (text: string): boolean => (text.match(/\p{L}+/gu) ?? []).length > mostSharedWords;
        assert.deepEqual(
          pairs.filter(([text, said]) => said === text && isLong(text)),
          [],
        );
        assert.deepEqual(
          pairs.filter(([, said]) => said !== said.trim() || said === ''),
          [],
        );
      });

      it('can stand in the HTML of the page after a sign-in as it is', () => {
        const { taken, denied, refused, nothing, footer } = callbackEnglish;
        const said = [taken, denied, refused, nothing].flatMap(({ title, text }) => [title, text]);
        assert.deepEqual(
          [...said, footer].map((text) => translations.get(text) ?? '<').filter((text) => /[<&]/.test(text)),
          [],
        );
      });
    });
  }
});
