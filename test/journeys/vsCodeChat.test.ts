import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { arrayAt, parseJson, stringAt } from '../../src/core/json.ts';
import { personaOf } from '../simulator/openai/personas.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import type { ChatView } from './chatView.ts';
import { Journey } from './journey.ts';
import { chooseWay, consent, signInAs } from './signIn.ts';

const ada = personaOf('plus').email;
/** A tool of VS Code itself that may do anything, as far as Maestro knows. */
const foreign = 'terminal_selection';
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A model of an account of each vendor, and what its answer to "who am I" says. */
const answerers: readonly (readonly [model: string, account: RegExp, answer: RegExp])[] = [
  ['GPT-5.5', /ada@example\.com/, /Ada Lovelace.*gpt-5\.5 over the ChatGPT backend/],
  ['Claude Opus 5', /Anthropic key/, /Ada Lovelace.*claude-opus-5 over/],
  ['Gemini 3.5 Flash', /Gemini key/, /Ada Lovelace.*gemini-3\.5-flash over/],
  ['qwen3:8b', /The machine next door/, /qwen3:8b over Chat Completions/],
];

describe('VS Code’s own Chat view', () => {
  let journey: Journey;
  let chat: ChatView;

  before(async () => {
    const settings = { 'maestro.tools.more': [foreign] };
    journey = await Journey.start({ vsix: testPackage, name: 'vs-code-chat', settings });
    const { workbench, simulator, web } = journey;
    await writeFile(path.join(web.profile.workspace, 'sum.py'), 'zero = 0\nsum = lambda a, b: a - b\n');
    await chooseWay(journey, 'Anthropic API key');
    await workbench.fill([['API key', simulator.anthropic.keyOf('developer')]]);
    await workbench.accountNamed('Anthropic key').waitFor();
    await chooseWay(journey, 'Gemini API key');
    await workbench.fill([['API key', simulator.gemini.keyOf('paid')]]);
    await workbench.accountNamed('Gemini key').waitFor();
    await chooseWay(journey, 'Ollama');
    await workbench.fill([
      ['Base URL', simulator.openaiCompatible.baseUrl('ollama')],
      ['API key', ''],
      ['Name', 'The machine next door'],
    ]);
    await workbench.accountNamed('The machine next door').waitFor();
    await signInAs(journey, 'plus');
    chat = await journey.openChatView();
  });

  beforeEach(async () => {
    journey.simulator.reset();
    await chat.begin();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
  });

  after(() => journey[Symbol.asyncDispose]());

  it('has every account’s models in its own picker, and the one that is picked answers', async () => {
    for (const [index, [model, account, answer]] of answerers.entries()) {
      await chat.pick(model, account, () => journey.screenshot(`1-picker-${index}`));
      const said = await chat.ask('who am I?');
      await chat.giver(said).getByText(account).waitFor();
      assert.match((await said.textContent()) ?? '', answer);
      await chat.begin();
    }
  });

  it('sends a file and a selection that were added to a question', async () => {
    const { page } = journey.workbench;
    await chat.pick('GPT-5.5', /ada@/);
    const file = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'sum.py' });
    await journey.workbench.chooseFromMenu(file, 'Add File to Chat');
    await chat.attachments.getByText('sum.py', { exact: true }).waitFor();
    await file.dblclick();
    await page.locator('.editor-instance .view-line', { hasText: 'lambda' }).click({ clickCount: 3 });
    await journey.workbench.run('Chat: Add Selection to Chat');
    await chat.attachments.getByText(':2').first().waitFor();
    await journey.screenshot('2-attached');
    const answer = await chat.ask('What is wrong?');
    await chat.giver(answer).getByText(ada).waitFor();
    assert.match(lastQuestion(), /The file `sum\.py`:.*zero = 0.*a - b.*What is wrong\?/s);
    assert.match(lastQuestion(), /Lines 2 to \d of the file `sum\.py`:.*a - b/s);
    await journey.screenshot('2-answered');
    await journey.workbench.run('View: Close All Editors');
  });

  it('shows an image that was pasted to the model', async () => {
    await chat.paste(png);
    await chat.attachments.getByText('Pasted Image').waitFor();
    const answer = await chat.ask('What is this?');
    await answer.getByText(/I see 1 image\(s\): image\/png/).waitFor();
    await journey.screenshot('3-image');
  });

  it('asks before a tool that may change something, and shows what was called', async () => {
    const question = journey.workbench.page.locator('.quick-input-widget', {
      hasText: `May the model use ${foreign}?`,
    });
    const denied = await chat.ask(`call ${foreign} with {}`);
    await question.waitFor();
    await journey.screenshot('4-asked');
    await question.getByText('Deny').click();
    await denied.getByText('did not allow this call').waitFor();
    await chat.begin();
    const allowed = await chat.ask(`call ${foreign} with {}`);
    await question.getByText('Allow Once').click();
    await allowed.getByText('No active terminal').waitFor();
    await journey.screenshot('4-allowed');
  });

  it('stops in mid-stream, keeps what came, and the socket is closed', async () => {
    const answer = await chat.ask('write slowly');
    await answer.getByText('Line 2 of many').waitFor();
    await chat.stop.click();
    await journey.simulator.waitFor(({ closedByClientMs }) => closedByClientMs !== null);
    await chat.stop.waitFor({ state: 'detached' });
    await answer.getByText('Line 2 of many').waitFor();
    await journey.screenshot('5-stopped');
  });

  it('offers what may be asked next, and a click asks it', async () => {
    const { workbench } = journey;
    await workbench.useTheme('light');
    await workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'sum.py' }).dblclick();
    await workbench.focusedEditor.getByText('lambda').waitFor();
    const answer = await chat.ask('/explain briefly');
    await chat.giver(answer).getByText(ada).waitFor();
    const next = chat.followUp('Which weaknesses does this code have?');
    await next.waitFor();
    await journey.screenshot('6-follow-ups');
    await next.click();
    await chat.answers.getByText('Which weaknesses').waitFor();
    assert.doesNotMatch(lastQuestion(), /Explain this code/);
    await journey.screenshot('6-followed');
    await workbench.run('View: Close All Editors');
  });

  it('says that a sign-in has ended, with a button that mends it', async () => {
    const { workbench, context, simulator } = journey;
    simulator.revokeEverything();
    const answer = await chat.ask('hello');
    await answer.getByText('no longer signed in').waitFor();
    await journey.screenshot('7-ended');
    const opened = context.waitForEvent('page');
    await chat.button('Sign In Again').click();
    const page = await opened;
    await consent(page, 'plus');
    await page.close();
    await workbench.notified(`Signed in as ${ada}`);
    await workbench.run('Notifications: Clear All Notifications');
    await chat.begin();
    await (await chat.ask('who am I?')).getByText('Ada Lovelace').waitFor();
    await journey.screenshot('8-mended');
  });

  /** The text of the last question that reached a model. */
  function lastQuestion(): string {
    const asked = journey.simulator.journal.findLast((entry) => entry.path.endsWith('/responses'));
    const parts = arrayAt(arrayAt(parseJson(asked?.body ?? ''), 'input').at(-1), 'content');
    return parts.map((part) => stringAt(part, 'text') ?? '').join('\n');
  }
});
