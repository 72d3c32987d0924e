import assert from 'node:assert/strict';
import { failureOf } from '../../../../src/core/failure.ts';
import type { Whereabouts } from '../../../../src/core/ports.ts';
import { Product } from '../../../product.ts';
import { decideAnthropicConsent } from '../../../simulator/anthropic/person.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import type { Person } from '../../../testSignInUi.ts';
import { testWhereabouts } from '../../../testWhereabouts.ts';

/** As VS Code's own address looks like behind VS Code in a browser: it has parameters of its own. */
const own = 'http://127.0.0.1:8080/callback?vscode-reqid=1&vscode-authority=maestro-llm.maestro';

describe('signing in where the vendor sends the browser to VS Code itself', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0, anthropic: { ownAddress: 'http://127.0.0.1:8080/' } });
  });
  after(() => simulator.close());

  async function signIn(decision: 'company' | 'deny', ownAddress: Whereabouts['ownAddress'] = async () => own) {
    const settings = { 'maestro.anthropic.oauth.redirectUri': 'http://127.0.0.1:8080/*' };
    const product = new Product(simulator, { settings, whereabouts: testWhereabouts({ ownAddress }) });
    const person: Person = {
      async open(page) {
        const back = await decideAnthropicConsent(page.href, decision);
        assert.ok(back.href.startsWith(own));
        assert.equal(await product.maestro.finishSignIn(back.searchParams, new AbortController().signal), null);
      },
    };
    try {
      return await product.signInBy('anthropic', 'oauth', person);
    } finally {
      await product.close();
    }
  }

  it('finishes with what VS Code hands on, and says who declined', async () => {
    assert.equal((await signIn('company')).account.label, 'katherine@corp.example');
    const code = await signIn('deny').then(
      () => 'signed in',
      (error) => failureOf(error).code,
    );
    assert.equal(code, 'sign-in-denied');
  });

  it('begins nothing where VS Code has another address than was registered', async () => {
    const asked = simulator.journal.length;
    const code = await signIn('company', async () => null).catch((error: unknown) => failureOf(error).code);
    assert.equal(code, 'bad-setting');
    assert.equal(simulator.journal.length, asked);
  });
});
