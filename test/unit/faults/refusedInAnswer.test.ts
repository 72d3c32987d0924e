import assert from 'node:assert/strict';
import type { Account } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { answerText, ending } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { sse } from './responsesEvents.ts';

const answers = '/codex/responses';
const tokens = '/oauth/token';

describe('a session that is refused in the middle of an answer', function () {
  this.timeout(15_000);
  const lab = productLab();
  let account: Account;
  beforeEach(async () => {
    ({ account } = await lab.open().signIn());
    lab.simulator.reset();
  });

  const requests = (path: string) => lab.simulator.journal.filter((entry) => entry.path === path);

  /** The access tokens that the questions came with. */
  const sent = (): readonly (string | undefined)[] =>
    requests(answers).map(({ rawHeaders }) => rawHeaders.find(([name]) => /^authorization$/i.test(name))?.[1]);

  /** Resolves when the renewal that is under way has ended, whichever way. */
  function renewed(): Promise<void> {
    const { credentials } = lab.product.maestro;
    const isOver = (): boolean => credentials.state(account).kind !== 'renewing';
    if (isOver()) return Promise.resolve();
    return new Promise((resolve) => void credentials.onDidChangeState(() => isOver() && resolve()));
  }

  async function refusedAsk(): Promise<readonly StreamPart[]> {
    const send = sse({ type: 'error', code: 'token_expired', message: 'expired' });
    lab.simulator.script({ host: 'chatgpt', path: answers, cut: { afterEvents: 6, send, next: 'hang' } });
    return lab.product.ask(account, 'What is the capital of France?');
  }

  it('keeps what has come, is not asked again, and renews for the next question (ST-45)', async () => {
    const parts = await refusedAsk();
    assert.equal(ending(parts), 'credential-rejected');
    assert.notEqual(answerText(parts), '');
    assert.equal(requests(answers).length, 1);
    await renewed();
    assert.equal(requests(tokens).length, 1);
    assert.match(answerText(await lab.product.ask(account, 'What is the capital of France?')), /Paris/);
    const [before, after, ...more] = sent();
    assert.ok(before !== undefined && after !== undefined && before !== after);
    assert.deepEqual(more, [], 'the next question was not refused');
  });

  it('does not wait for the renewal (ST-45)', async () => {
    lab.simulator.script({ path: tokens, delayHeadersMs: 60_000 });
    assert.equal(ending(await refusedAsk()), 'credential-rejected');
    await lab.simulator.waitFor((entry) => entry.path === tokens);
    assert.equal(lab.product.maestro.credentials.state(account).kind, 'renewing');
  });

  it('needs a sign-in where the vendor does not renew it, and says so without another question (ST-45)', async () => {
    lab.simulator.script({ path: tokens, status: 400, body: { error: 'invalid_grant' } });
    assert.equal(ending(await refusedAsk()), 'credential-rejected');
    await renewed();
    assert.deepEqual(lab.product.maestro.credentials.state(account), { kind: 'needs-sign-in', why: 'refused' });
    assert.deepEqual([requests(answers).length, requests(tokens).length], [1, 1]);
  });
});
