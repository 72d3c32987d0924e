import assert from 'node:assert/strict';
import { ConfigurationTarget, workspace } from 'vscode';
import { ThemeColours } from '../../src/vscode/theme/themeColours.ts';
import type { AnswerUpdate } from '../../src/webview/bridge.ts';

describe('the colours of code', () => {
  const workbench = workspace.getConfiguration('workbench');

  after(() => workbench.update('colorTheme', undefined, ConfigurationTarget.Global));

  it('are those of the theme, also after another one was chosen', async () => {
    const told: AnswerUpdate[] = [];
    const { promise: changed, resolve } = Promise.withResolvers<void>();
    const colours = new ThemeColours((update) => {
      told.push(update);
      if (told.length > 1) resolve();
    });
    await colours.tell();
    await workbench.update('colorTheme', 'Monokai', ConfigurationTarget.Global);
    await changed;
    colours.dispose();
    const [before, after] = [told[0], told.at(-1)];
    assert.ok(before?.kind === 'colours' && after?.kind === 'colours');
    assert.match(before.colours.string ?? '', /^#[\da-f]{6}$/i);
    assert.equal(after.colours.string, '#E6DB74');
    assert.equal(after.colours.number, '#AE81FF');
  });
});
