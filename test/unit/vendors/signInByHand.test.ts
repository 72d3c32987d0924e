import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { productLab } from '../../productLab.ts';
import { grepForSecrets } from '../../secretSearch.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import { TestSignInUi } from '../../testSignInUi.ts';

describe('a sign-in that the person brings to its end', () => {
  const lab = productLab();

  for (const [what, text] of [
    ['a code without a state', 'ac_0123456789abcdef'],
    ['a code with the state of another sign-in', 'ac_0123456789abcdef#ZrX0nJ5vQb1u'],
    ['a query with the state of another sign-in', 'code=ac_0123456789abcdef&state=ZrX0nJ5vQb1u'],
  ] as const) {
    it(`does not take ${what} (OA-58)`, () => pastes(text));
  }

  for (const [what, text] of [
    ['an API key', 'sk-ant-api03-0123456789abcdef'],
    ['a refresh token', 'sk-ant-ort01-0123456789abcdef'],
    ['a password', 'correct horse#battery staple'],
  ] as const) {
    it(`does not take ${what} for a code, and keeps nothing of it (OA-59)`, () => pastes(text));
  }

  it('goes on when VS Code did not open the page, because its address was copied (OA-45)', async () => {
    const vendor = lab.product.maestro.vendors.find(({ id }) => id === 'openai');
    const method = vendor?.methods.find(({ id }) => id === 'chatgpt');
    assert.ok(vendor !== undefined && method !== undefined);
    const ui = new CopyingUi(new PersonAtBrowser());
    const how = { timeoutMs: 60_000, asksWho: false };
    const { account } = await lab.product.maestro.signIn(vendor, method, ui, how, new AbortController().signal);
    assert.equal(account.email, 'ada@example.com');
  });

  async function pastes(text: string): Promise<void> {
    const signedIn = lab.product.signInBy('anthropic', 'oauth', { paste: async () => text });
    assert.equal((await signedIn.then(() => null, failureOf))?.code, 'sign-in-cancelled');
    assert.deepEqual(lab.simulator.journal, []);
    const kept = [
      ...lab.product.log.lines,
      ...lab.product.memory.values.values(),
      ...lab.product.secrets.values.values(),
    ];
    assert.deepEqual(await grepForSecrets([text], kept), []);
  }
});

class CopyingUi extends TestSignInUi {
  override async open(page: URL): Promise<boolean> {
    await super.open(page);
    return false;
  }
}
