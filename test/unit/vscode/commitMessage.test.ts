import assert from 'node:assert/strict';
import { commitMessage } from '../../../src/vscode/participant/commitMessage.ts';

describe('the commit message in an answer', () => {
  it('is its code block, else all of it', async () => {
    const block = 'Here it is:\n\n```text\nFix the end\n\nIt began.\n```\n\nShall I go on?';
    assert.equal(await commitMessage(block), 'Fix the end\n\nIt began.');
    assert.equal(await commitMessage('````\nQuote ```\n```\n````'), 'Quote ```\n```');
    assert.equal(await commitMessage('\nFix the end\n'), 'Fix the end');
  });

  it('is found soon, whatever the model has written (WV-48)', async () => {
    const fences = '```\n\r'.repeat(60_000);
    assert.equal(await commitMessage(fences), fences.trim());
  });
});
