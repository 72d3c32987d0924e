import assert from 'node:assert/strict';
import type { Accounts } from '../../../../src/core/accounts/accounts.ts';
import {
  AccountChoice,
  type Because,
  type PinPlace,
  type Pins,
  resolve,
} from '../../../../src/core/accounts/choice.ts';
import { type Account, type AccountId, accountId } from '../../../../src/core/model.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { testAccounts } from '../../../testAccounts.ts';

class MapPins implements Pins {
  readonly places = new Map<PinPlace, AccountId>();
  readonly #listeners = new Set<() => void>();

  get(place: PinPlace): AccountId | null {
    return this.places.get(place) ?? null;
  }

  async set(place: PinPlace, account: AccountId | null): Promise<void> {
    if (account === null) this.places.delete(place);
    else this.places.set(place, account);
    for (const listener of this.#listeners) listener();
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const [work, home, lab] = ['work', 'home', 'lab'].map((name) => testAccount({ id: accountId(name), label: name }));

async function setUp(): Promise<{
  readonly accounts: Accounts;
  readonly choice: AccountChoice;
  readonly pins: MapPins;
}> {
  const accounts = testAccounts();
  for (const account of [work, home, lab])
    if (account !== undefined) await accounts.add(account, testCredential(account.id));
  const pins = new MapPins();
  return { accounts, pins, choice: new AccountChoice(accounts, pins) };
}

const told = ({ choice }: { readonly choice: AccountChoice }): readonly (string | undefined)[] => [
  choice.current?.account.label,
  choice.current?.because,
];

describe('which account answers', () => {
  it('is the one of the folder before the one of the workspace before the default', async () => {
    const setup = await setUp();
    await setup.accounts.activate(accountId('lab'));
    assert.deepEqual(told(setup), ['lab', 'default']);
    await setup.choice.pin('workspace', accountId('home'));
    assert.deepEqual(told(setup), ['home', 'workspace']);
    await setup.choice.pin('folder', accountId('work'));
    assert.deepEqual(told(setup), ['work', 'folder']);
    await setup.choice.unpin('folder');
    assert.deepEqual(told(setup), ['home', 'workspace']);
  });

  it('is the one of the turn before the one of the conversation before all pins, as long as it is there', async () => {
    const setup = await setUp();
    await setup.accounts.activate(accountId('lab'));
    await setup.choice.pin('folder', accountId('lab'));
    const within = (turn: string | null, conversation: string | null): readonly (string | undefined)[] => {
      const [one, other] = [turn, conversation].map((id) => (id === null ? null : accountId(id)));
      const choice = setup.choice.within({ turn: one ?? null, conversation: other ?? null });
      return [choice?.account.label, choice?.because];
    };
    assert.deepEqual(within('work', 'home'), ['work', 'turn']);
    assert.deepEqual(within(null, 'home'), ['home', 'conversation']);
    assert.deepEqual(within('gone', 'home'), ['home', 'conversation']);
    assert.deepEqual(within(null, 'gone'), ['lab', 'folder']);
  });

  it('is named by the strongest of five, whoever the others name', () => {
    const nobody = { turn: null, conversation: null, folder: null, workspace: null, default: null };
    assert.equal(resolve(nobody), null);
    const weakestFirst = ['default', 'workspace', 'folder', 'conversation', 'turn'] as const;
    let named: Readonly<Record<Because, Account | null>> = nobody;
    for (const because of weakestFirst) {
      const account = testAccount({ label: because });
      named = { ...named, [because]: account };
      assert.deepEqual(resolve(named), { account, because });
    }
  });

  it('switching changes what made the present one answer, and nothing else', async () => {
    const setup = await setUp();
    await setup.accounts.activate(accountId('lab'));
    await setup.choice.switchTo(accountId('work'));
    assert.deepEqual(told(setup), ['work', 'default']);
    await setup.choice.pin('workspace', accountId('home'));
    await setup.choice.switchTo(accountId('lab'));
    assert.deepEqual(told(setup), ['lab', 'workspace']);
    assert.equal(setup.accounts.active?.label, 'work');
  });

  it('a pin to an account that is gone counts for nothing', async () => {
    const setup = await setUp();
    await setup.choice.pin('workspace', accountId('home'));
    if (home !== undefined) await setup.accounts.remove(home);
    assert.equal(setup.choice.current?.because, 'default');
  });

  it('is told when pins or accounts change', async () => {
    const setup = await setUp();
    let times = 0;
    const stop = setup.choice.onDidChange(() => times++);
    await setup.choice.pin('folder', accountId('work'));
    await setup.accounts.activate(accountId('home'));
    assert.equal(times, 2);
    stop();
    await setup.choice.unpin('folder');
    assert.equal(times, 2);
  });
});
