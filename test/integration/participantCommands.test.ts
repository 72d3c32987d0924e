import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { CancellationTokenSource, commands, Diagnostic, languages, Range, type Uri, window, workspace } from 'vscode';
import { openRepositories } from '../../src/vscode/git.ts';
import { askInChat, newChat, shownAnswer } from './chatView.ts';
import {
  accountIdOf,
  askedQuestions,
  folder,
  lastInput,
  reset,
  script,
  signIn,
  signOutOfAll,
  textOf,
  write,
} from './person.ts';

const ada = 'ada@example.com';
const katherine = 'katherine@corp.example';

describe('commands of @maestro', () => {
  let model = '';
  let code: Uri;

  before(async () => {
    await signIn('enterprise');
    await signIn('plus');
    model = `${await accountIdOf(ada)}~gpt-5.6-sol`;
    code = await write('code.py', 'first = 1\nsecond = 1 / 0\nthird = 3\n');
  });

  after(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await signOutOfAll();
  });

  beforeEach(async () => {
    await reset();
    await newChat();
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Asks and gives the text that reached the model. */
  async function sent(query: string): Promise<string> {
    await askInChat(`@maestro ${query}`, { model });
    return textOf((await lastInput()).at(-1));
  }

  it('/explain, /doc and /tests say what to do with the selection, and what the person adds', async () => {
    await window.showTextDocument(code, { selection: new Range(1, 0, 1, 14) });
    const question = await sent('/explain the division');
    assert.match(question, /Lines 2 to 2 of the file `code\.py`:\n```python\nsecond = 1 \/ 0\n```/);
    assert.match(question, /Explain this code.*\/explain the division/s);
    assert.doesNotMatch(question, /first = 1/);
    assert.match(await sent('/doc'), /documentation comments.*Answer in the language `en`/s);
    await write('test_other.py', 'import pytest\n');
    assert.match(await sent('/tests'), /The file `test_other\.py`:\n```python\nimport pytest\n.*Write tests/s);
  });

  it('/fix tells the model of the errors that VS Code shows there', async () => {
    const problems = languages.createDiagnosticCollection('checker');
    problems.set(code, [
      new Diagnostic(new Range(1, 9, 1, 14), 'division by zero'),
      new Diagnostic(new Range(0, 0, 0, 5), 'elsewhere'),
    ]);
    await window.showTextDocument(code, { selection: new Range(1, 0, 1, 14) });
    const question = await sent('/fix');
    problems.dispose();
    assert.match(question, /Line 2: error: division by zero/);
    assert.doesNotMatch(question, /elsewhere/);
  });

  it('offers what may be asked next', async () => {
    await window.showTextDocument(code);
    await sent('/explain');
    let { followUps } = await shownAnswer();
    while (followUps.length === 0) ({ followUps } = await shownAnswer());
    assert.deepEqual(followUps, ['Which weaknesses does this code have?', 'Write tests for it', 'Continue in Panel']);
  });

  it('asks nobody where there is nothing to look at', async () => {
    await askInChat('@maestro /explain', { model });
    assert.match((await shownAnswer()).text, /Open a file/);
    await askInChat('@maestro /commit', { model });
    assert.match((await shownAnswer()).text, /Git is switched off|Nothing is staged|No Git repository/);
    assert.deepEqual(await askedQuestions(), []);
  });

  it('/account says who answers and lets another take over, in Chat’s picker as well', async () => {
    await askInChat('@maestro /account', { model });
    const { text, buttons } = await shownAnswer();
    assert.match(text, /^\*\*ada@example\.com\*\*.*OpenAI · Plus · GPT-5\.6 Sol.*picked in Chat/s);
    await buttons.find(({ title }) => title === `Use ${katherine}`)?.click();
    await askInChat('@maestro who am I?');
    assert.match((await shownAnswer()).text, /Katherine Johnson/);
    assert.deepEqual(
      (await lastInput()).map((item) => textOf(item).includes('account')),
      [false],
    );
  });

  it('/usage knows the tokens of the conversation and what was asked today', async () => {
    await askInChat('@maestro Hello', { model });
    await askInChat('@maestro /usage');
    const { text, buttons } = await shownAnswer();
    assert.match(text, /This conversation: \d+ tokens read.*, \d+ written/);
    assert.match(text, /GPT-5\.6 Sol today: \d+ questions/);
    assert.deepEqual(
      buttons.map(({ title }) => title),
      ['Manage Usage'],
    );
  });

  describe('/commit', () => {
    before(async () => {
      const git = (...args: readonly string[]): unknown => execFileSync('git', args, { cwd: folder().fsPath });
      git('init', '--quiet');
      git(
        '-c',
        'user.name=Ada',
        '-c',
        'user.email=ada@example.com',
        'commit',
        '--allow-empty',
        '-qm',
        'Begin at the end',
      );
      await write('staged.txt', 'what is staged\n');
      git('add', 'staged.txt');
      await write('staged.txt', 'what is not\n');
      await workspace.getConfiguration('git').update('enabled', true, true);
    });

    after(() => workspace.getConfiguration('git').update('enabled', undefined, true));

    it('describes what is staged in the style of earlier messages, and puts it where it is wanted', async () => {
      let question = '';
      // Git starts when the setting changes, and tells only those who know it already.
      while (question === '') question = await sent('/commit');
      assert.match(question, /The staged changes:\n```\ndiff --git.*\+what is staged/s);
      assert.match(question, /Earlier commit messages:\n```\nBegin at the end\n/);
      assert.doesNotMatch(question, /what is not/);
      const { buttons } = await shownAnswer();
      await buttons.find(({ title }) => title === 'Use This Message')?.click();
      const [repository] = (await openRepositories(new CancellationTokenSource().token)) ?? [];
      // The simulated model repeats the question, and its first code block is the diff.
      assert.match(repository?.inputBox.value ?? '', /^diff --git[^`]*\+what is staged$/);
    });
  });

  describe('a sign-in that has ended', () => {
    it('is told with a button that mends it', async () => {
      await script(
        { host: 'chatgpt', path: '/codex/responses', named: 'token-invalidated' },
        { host: 'auth', path: '/oauth/token', status: 401, body: { error: { code: 'refresh_token_invalidated' } } },
      );
      await askInChat('@maestro Hello', { model });
      const { buttons } = await shownAnswer();
      assert.ok(buttons.some(({ title }) => title === 'Sign In Again'));
    });
  });
});
