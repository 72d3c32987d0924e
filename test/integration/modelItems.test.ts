import assert from 'node:assert/strict';
import { QuickPickItemKind } from 'vscode';
import { modelId } from '../../src/core/model.ts';
import { type ModelChoice, modelItems } from '../../src/vscode/modelItems.ts';
import { testModel } from '../testModel.ts';

const [small, large, liked] = ['small', 'large', 'liked'].map((id) => testModel({ id: modelId(id), label: id }));

describe('the model picker', () => {
  const listing = {
    models: [small, large, liked].filter((one) => one !== undefined),
    asOf: null,
    day: null,
    problem: null,
  };
  const choice: ModelChoice = { current: large ?? null, effort: null, isFavourite: ({ id }) => id === 'liked' };

  it('has the favourites first, the chosen one marked, and what can be set for it at the end', () => {
    const labels = modelItems(listing, choice).map(({ label, kind }) =>
      kind === QuickPickItemKind.Separator ? `— ${label}` : label,
    );
    assert.deepEqual(labels, [
      '— Favourites',
      '$(blank) liked',
      '— Other models',
      '$(blank) small',
      '$(check) large',
      '— large',
      '$(star-full) Add it to the favourites',
    ]);
  });

  it('offers an effort where the model thinks', () => {
    const current = testModel({ reasoning: { efforts: ['low', 'high'], usual: null, control: 'effort' } });
    const items = modelItems(listing, { ...choice, current, effort: 'high' });
    const effort = items.find(({ does }) => does?.kind === 'effort');
    assert.equal(effort?.description, 'High');
  });
});
