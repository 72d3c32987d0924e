import assert from 'node:assert/strict';
import fc from 'fast-check';
import { accountId } from '../../../../src/core/model.ts';
import { SealedSecrets } from '../../../../src/core/sealedSecrets.ts';
import { type AccountWindow, AccountWindows, askFor, inTime, MapTexts, until } from '../../../accountWindows.ts';
import { MemorySecretStore } from '../../../memoryStorage.ts';
import { hourMs } from '../../../strictVendor.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';

const account = testAccount();

/** The folder that all windows read at once, and hear of. */
class HeardTexts extends MapTexts {
  readonly #listeners = new Set<(name: string) => void>();

  override async write(name: string, text: string): Promise<void> {
    await super.write(name, text);
    for (const listener of this.#listeners) listener(name);
  }

  watch(listener: (name: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** VS Code in a browser: a window has the secrets that were there when it was opened, and those that it stored itself. */
class Browser {
  readonly windows = new AccountWindows();
  readonly texts = new HeardTexts();

  async open(before: MemorySecretStore | null): Promise<{ window: AccountWindow; store: MemorySecretStore }> {
    const store = new MemorySecretStore();
    for (const [key, value] of before?.values ?? []) store.values.set(key, value);
    const through = (): SealedSecrets => new SealedSecrets({ store, texts: this.texts, clock: this.windows.clock });
    return { window: await this.windows.open({ through }), store };
  }

  async openTwo(): Promise<{ here: AccountWindow; there: AccountWindow; store: MemorySecretStore }> {
    const { window: here, store } = await this.open(null);
    await here.accounts.add(account, testCredential());
    await this.windows.settle();
    const { window: there, store: other } = await this.open(store);
    return { here, there, store: other };
  }
}

/** Another text, or the same with something else at one place. */
function damaged(text: string, damage: string | readonly [at: number, other: string]): string {
  if (typeof damage === 'string') return damage;
  const [at, other] = [damage[0] % text.length, damage[1]];
  return text.slice(0, at) + other + text.slice(at + other.length);
}

describe('windows that do not see each other’s secrets', () => {
  it('renew one session in turn, each token once', async () => {
    const browser = new Browser();
    const { windows } = browser;
    const { here, there, store } = await browser.openTwo();
    for (let turn = 2; turn <= 12; turn += 2) {
      windows.clock.advance(hourMs);
      assert.equal(await inTime(windows, askFor(here)), `access-${turn}`);
      windows.clock.advance(hourMs);
      assert.equal(await inTime(windows, askFor(there)), `access-${turn + 1}`);
    }
    assert.deepEqual([windows.server.requests, windows.server.rotations], [12, 12]);
    const { window: reopened } = await browser.open(store);
    assert.equal(await inTime(windows, askFor(reopened)), 'access-13');
  });

  it('know of the sign-ins and sign-outs of each other, also after they have been opened anew', async () => {
    const browser = new Browser();
    const { here, there, store } = await browser.openTwo();
    await inTime(browser.windows, there.accounts.remove(account));
    await until(() => here.accounts.list.length === 0);
    const { window: reopened } = await browser.open(store);
    assert.deepEqual(reopened.accounts.list, []);
    await here.accounts.add(testAccount({ id: accountId('a2') }), testCredential());
    await until(() => there.accounts.list.length === 1);
  });

  it('leave nothing to read in the folder, and nothing that another browser could take for its own', async () => {
    const browser = new Browser();
    await browser.openTwo();
    const { window: stranger } = await browser.open(null);
    assert.deepEqual(stranger.accounts.list, []);
    const texts = [...browser.texts.texts].flat().join();
    for (const secret of ['access-', 'refresh-', 'maestro.', account.label]) {
      assert.ok(!texts.includes(secret), secret);
    }
  });

  it('do with what VS Code stores where the folder cannot be written or what lies there was changed', async () => {
    const texts = new HeardTexts();
    const store = new MemorySecretStore();
    const { clock } = new AccountWindows();
    const secrets = new SealedSecrets({ store, texts, clock });
    await secrets.set('a', 'one');
    const [name = '', sealed = ''] = [...texts.texts].flat();
    texts.texts.set(name, sealed.replace('"text":"', '"text":"A'));
    assert.equal(await secrets.get('a'), 'one');
    texts.texts.set(name, sealed);
    await secrets.set('b', 'other');
    const [, [nameOfOther = ''] = []] = [...texts.texts];
    texts.texts.set(nameOfOther, sealed);
    assert.equal(await secrets.get('b'), 'other', 'what belongs to one key is not taken for another');
    texts.write = () => Promise.reject(new Error('ENOSPC'));
    await secrets.set('a', 'two');
    assert.equal(await secrets.get('a'), 'two');
    await secrets.delete('a');
    assert.equal(await secrets.get('a'), undefined);
  });

  it('are not held by what can be neither replaced nor removed, opened anew or not, and by what is written later all the same', async () => {
    const texts = new HeardTexts();
    const store = new MemorySecretStore();
    const { clock } = new AccountWindows();
    const open = (): SealedSecrets => new SealedSecrets({ store, texts, clock });
    const here = open();
    for (const key of ['a', 'b']) await here.set(key, 'one');
    const before = { write: texts.write, remove: texts.remove };
    texts.write = texts.remove = () => Promise.reject(new Error('EROFS'));
    await here.set('a', 'two');
    await here.delete('b');
    for (const secrets of [here, open()]) {
      assert.deepEqual(
        [await secrets.keys(), await secrets.get('a'), await secrets.get('b')],
        [['a'], 'two', undefined],
      );
    }
    Object.assign(texts, before);
    const known = new MemorySecretStore();
    for (const [key, value] of store.values) known.values.set(key, value);
    await new SealedSecrets({ store: known, texts, clock }).set('a', 'three');
    assert.equal(await here.get('a'), 'three', 'another window has written in its place');
  });

  it('do with what VS Code stores, whatever lies in the folder and whatever has become of the key', async () => {
    const { clock } = new AccountWindows();
    const damage = fc.oneof(fc.string(), fc.json(), fc.tuple(fc.nat(), fc.string({ minLength: 1, maxLength: 2 })));
    await fc.assert(
      fc.asyncProperty(damage, damage, async (ofText, ofKey) => {
        const texts = new HeardTexts();
        const store = new MemorySecretStore();
        const open = (): SealedSecrets => new SealedSecrets({ store, texts, clock });
        await open().set('a', 'one');
        for (const [name, sealed] of texts.texts) texts.texts.set(name, damaged(sealed, ofText));
        assert.equal(await open().get('a'), 'one');
        for (const [key, value] of store.values) if (key !== 'a') store.values.set(key, damaged(value, ofKey));
        const secrets = open();
        assert.equal(await secrets.get('a'), 'one');
        await secrets.set('a', 'two');
        assert.equal(await open().get('a'), 'two');
      }),
      { numRuns: 300 },
    );
  }).timeout(20_000);

  it('sweep away what is old, but no secret of their own', async () => {
    const texts = new HeardTexts();
    const { clock } = new AccountWindows();
    const own = new SealedSecrets({ store: new MemorySecretStore(), texts, clock });
    const foreign = new SealedSecrets({ store: new MemorySecretStore(), texts, clock });
    for (const secrets of [own, foreign]) {
      await secrets.set('kept', 'value');
      await secrets.set('gone', 'value');
      await secrets.delete('gone');
    }
    await own.sweep();
    assert.equal(texts.texts.size, 4);
    clock.advance(90 * 24 * hourMs);
    await own.sweep();
    assert.equal(texts.texts.size, 1);
    assert.equal(await own.get('kept'), 'value');
  });
});
