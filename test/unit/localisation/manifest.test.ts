import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { isArray, isObject, type Json, stringAt } from '../../../src/core/json.ts';
import { endingOf, jsonFile, languages, manifestTexts } from '../../languages.ts';
import { keyIn } from '../../tasks/steps/manifestTexts.ts';

/** Members of the manifest that VS Code shows to a person. */
const shown: readonly string[] = [
  ...['title', 'description', 'markdownDescription', 'label', 'altText', 'displayName', 'userDescription', 'fullName'],
  ...['category', 'enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels', 'placeholder'],
  ...['deprecationMessage', 'markdownDeprecationMessage', 'errorMessage', 'patternErrorMessage', 'shortTitle'],
];

/** What only models read: which tool or participant is meant for what. */
const forModels: readonly string[] = ['modelDescription', 'inputSchema', 'disambiguation'];

const names: readonly string[] = ['Maestro', 'OpenAI', 'Anthropic', 'Gemini'];

interface Text {
  readonly where: string;
  readonly text: string;
}

function* shownTexts(value: Json | undefined, where: string, isShown: boolean): Generator<Text> {
  if (typeof value === 'string') {
    if (isShown) yield { where, text: value };
  } else if (isArray(value)) {
    for (const [index, one] of value.entries()) yield* shownTexts(one, `${where}[${index}]`, isShown);
  } else if (isObject(value)) {
    for (const [name, one] of Object.entries(value)) {
      const isView = name === 'name' && /\.views\.\w+\[\d+\]$/.test(where);
      const isTold = isShown ? typeof one === 'string' : shown.includes(name) || isView;
      if (!forModels.includes(name)) yield* shownTexts(one, `${where}.${name}`, isTold && !isObject(one));
    }
  }
}

describe('the texts of the manifest', () => {
  const manifest = jsonFile('package.json');
  const english = manifestTexts('en');
  const found = [...shownTexts(manifest, 'package', false)];
  const keys = found.map(({ text }) => keyIn(text)).filter((key) => key !== null);

  it('are all in package.nls.json, but for names', () => {
    assert.deepEqual(
      found.filter(({ text }) => keyIn(text) === null && !names.includes(text)),
      [],
    );
    assert.deepEqual([...english.keys()].sort(), [...new Set(keys)].sort());
  });

  it('are in the same languages as what Maestro says, which VS Code finds where the manifest says', () => {
    const root = path.join(import.meta.dirname, '../../..');
    const folder = path.join(root, stringAt(manifest, 'l10n') ?? '');
    const files = languages.map((language) => `bundle.l10n.${language}.json`);
    assert.deepEqual(globSync('*', { cwd: folder }).sort(), files.sort());
    const texts = languages.map((language) => `package.nls.${language}.json`);
    assert.deepEqual(globSync('package.nls.*.json', { cwd: root }).sort(), texts.sort());
  });

  for (const language of languages) {
    it(`are translated to ${language}, with the same code, links and endings`, () => {
      const translations = manifestTexts(language);
      assert.deepEqual([...translations.keys()], [...english.keys()]);
      const fixed = (text: string): readonly string[] =>
        (text.match(/`[^`]+`|\]\(command:[^)]+\)|@maestro/g) ?? []).toSorted();
      for (const [key, text] of english) {
        const said = translations.get(key) ?? '';
        assert.deepEqual(fixed(said), fixed(text), key);
        assert.equal(endingOf(said), endingOf(text), key);
        assert.ok(said !== text || text.split(/\s+/).length < 3, `${key} is English`);
      }
    });
  }
});
