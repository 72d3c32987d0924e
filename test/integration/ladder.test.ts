import assert from 'node:assert/strict';
import { ConfigurationTarget, workspace } from 'vscode';
import { stringAt } from '../../src/core/json.ts';
import { askInChat, newChat, shownAnswer } from './chatView.ts';
import { askedQuestions, reset, script, signIn, signOutOfAll } from './person.ts';

const katherine = 'katherine@corp.example';
const another = { model: 'another', vendor: 'maestro-tests' };

describe('@maestro, when the account that answers has reached its limit', () => {
  async function allow(accounts: readonly string[] | undefined, asksFirst: boolean | undefined): Promise<void> {
    const settings = workspace.getConfiguration('maestro.fallback');
    await settings.update('accounts', accounts, ConfigurationTarget.Global);
    await settings.update('ask', asksFirst, ConfigurationTarget.Global);
  }

  before(async () => {
    await signIn('enterprise');
    await signIn('plus');
  });

  beforeEach(async () => {
    await reset();
    await newChat();
    await script({ host: 'chatgpt', path: '/codex/responses', named: 'usage-limit' });
  });

  afterEach(() => allow(undefined, undefined));
  after(signOutOfAll);

  it('is answered by the next of the ladder, and the answer says who stepped in for whom and why', async () => {
    await allow([katherine], false);
    const result = await askInChat('@maestro who am I?', another);
    const { text } = await shownAnswer();
    assert.match(text, /Katherine Johnson/);
    assert.match(text, /katherine@corp\.example stepped in for ada@example\.com: .*limit is reached/);
    assert.match(stringAt(result, 'details') ?? '', /^katherine@corp\.example · /);
    assert.equal((await askedQuestions()).length, 2);
  });

  it('is answered by nobody else without a ladder', async () => {
    const result = await askInChat('@maestro who am I?', another);
    assert.match(JSON.stringify(result), /limit is reached/);
    assert.equal((await askedQuestions()).length, 1);
  });
});
