import assert from 'node:assert/strict';
import { hindrances } from './axe.ts';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';
import { messages, openHistory, pageStates, summaries } from './pageStates.ts';

/** What depends on colours. */
const contrastRules = ['color-contrast', 'link-in-text-block'];

/** The last answer, as it ended before its time. */
const interruptedTree = `- article "Answer by Work · gpt-5.5":
  - paragraph: The same, but
  - paragraph: The answer was interrupted.
  - button "Retry"
  - button "Continue"
  - button "Show Log"
  - text: Work · gpt-5.5
  - button "Copy answer"
  - button "Ask again"
  - button "Ask again with another account or model…"`;

const conversationTree = `- log "Conversation":
  - article "You":
    - text: What is a closure?
    - button "Edit the question"
    - group "Versions":
      - button "Previous version"
      - text: Version 2 of 3
      - button "Next version"
  - article "Answer by Work · gpt-5.5":
    - paragraph:
      - text: A closure is a
      - emphasis: function
      - text: with the
      - link "variables":
        - /url: https://example.com/
      - text: "around it:"
    - text: js
    - button "Apply to a file, as a diff first"
    - button "Insert at the cursor"
    - button "Open in a new file"
    - button "Copy code"
    - code: let a = 1;
    - text: Work · gpt-5.5
    - button "Copy answer"
    - button "Ask again"
    - button "Ask again with another account or model…"`;

const historyTree = `- region "Conversations":
  - combobox "Search conversations" [expanded]
  - button "Import a conversation…"
  - button "Close (Escape)"
  - listbox "Conversations":
    - group "Today":
      - option "Closures Shown now 3 questions" [selected]
      - option "Regular expressions for dates Answering 3 questions"
    - group "Yesterday":
      - option "Rebase or merge 3 questions"
    - group "Earlier":
      - option "שלום 3 questions"
  - group "What can be done with Closures":
    - button "Rename (F2)"
    - button "Open in an editor tab"
    - button "Export to Markdown"
    - button "Export to JSON"
    - button "Delete (Delete)"`;

describe('the chat page for everyone', function () {
  this.timeout(120_000);
  const lab = pageLab();

  for (const [name, bring] of Object.entries(pageStates)) {
    it(`hinders nobody when it is ${name} (axe)`, async () => {
      const page = await lab.page();
      await bring(page);
      assert.deepEqual(await hindrances(page), []);
      for (const theme of ['light', 'highContrast', 'highContrastLight'] as const) {
        await page.wear(theme);
        assert.deepEqual(await hindrances(page, contrastRules), [], theme);
      }
    });
  }
});

describe('the chat page without a mouse', function () {
  this.timeout(60_000);
  const lab = pageLab();

  it('leads through asking, editing, another version, and another conversation', async () => {
    const page = await lab.page();
    const { keyboard } = page.raw;
    await page.snapshot({ messages });
    await page.post({ kind: 'focus' });
    await keyboard.type('And in C?');
    await keyboard.press('Enter');
    await tabTo(page, 'Ask again');
    await keyboard.press('Enter');
    await tabTo(page, 'Next version');
    await keyboard.press('Enter');
    await tabTo(page, 'Edit the question');
    await keyboard.press('Enter');
    await keyboard.type(' Please.');
    await keyboard.press('Enter');
    await tabTo(page, 'Conversations. Shown: Earlier');
    await keyboard.press('Enter');
    await page.post({ kind: 'history', list: summaries(Date.now()), opens: true });
    await keyboard.press('ArrowDown');
    await tabTo(page, 'Delete (Delete)', 'Tab');
    await keyboard.press('Enter');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    const done = (await page.intents()).slice(1).filter(({ kind }) => kind !== 'edited');
    assert.deepEqual(done, [
      { kind: 'send', text: 'And in C?' },
      { kind: 'again', turn: 't2', choose: false },
      { kind: 'sibling', turn: 't2', step: 1 },
      { kind: 'edit', turn: 't2', text: 'And in Python? Please.' },
      { kind: 'history' },
      { kind: 'delete', conversation: 'c2' },
      { kind: 'open', conversation: 'c3' },
    ]);
  });

  it('is to a screen reader what it is to the eye', async () => {
    const page = await lab.page();
    await page.snapshot({ messages: messages.slice(0, 2) });
    assert.equal(await page.raw.getByRole('log').ariaSnapshot(), conversationTree);
    await pageStates['interrupted']?.(page);
    assert.equal(await page.answers.last().ariaSnapshot(), interruptedTree);
    await openHistory(page);
    assert.equal(await page.raw.locator('.history').ariaSnapshot(), historyTree);
  });

  async function tabTo(page: ChatPage, name: string, key = 'Shift+Tab'): Promise<void> {
    for (let press = 0; press < 30; press++) {
      if ((await page.raw.evaluate('document.activeElement.ariaLabel')) === name) return;
      await page.raw.keyboard.press(key);
    }
    assert.fail(`${key} does not lead to ${name}`);
  }
});
