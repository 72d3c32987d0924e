import assert from 'node:assert/strict';
import {
  CancellationTokenSource,
  LanguageModelChatMessageRole,
  LanguageModelError,
  LanguageModelTextPart,
} from 'vscode';
import { MaestroModels } from '../../src/vscode/languageModel.ts';
import { Product } from '../product.ts';
import { quickSimulator } from '../signInBrowser.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { signInAt } from '../unit/vendors/compatibleServers.ts';

describe('an account whose models cannot be had', () => {
  let simulator: Simulator;
  let product: Product;

  before(async () => {
    simulator = await quickSimulator();
    product = new Product(simulator);
  });

  after(async () => {
    await product.close();
    await simulator.close();
  });

  it('has one entry in VS Code’s picker that says why, and answers with the same', async () => {
    const account = await signInAt(product, simulator, 'ollama');
    simulator.script({ host: 'ollama', path: '/api/tags', status: 200, body: '{"models":[]}', times: 9 });
    const models = new MaestroModels(product.maestro);
    const { token } = new CancellationTokenSource();
    const [entry, ...others] = await models.provideLanguageModelChatInformation({ silent: true });
    assert.ok(entry !== undefined && others.length === 0);
    assert.equal(entry.name, `${account.label}: no models`);
    assert.match(entry.detail ?? '', /model/);
    const content = [new LanguageModelTextPart('Hello')];
    const message = { role: LanguageModelChatMessageRole.User, content, name: undefined };
    const options = { toolMode: 1, tools: [], requestInitiator: 'test' };
    await assert.rejects(
      models.provideLanguageModelChatResponse(entry, [message], options, { report: () => undefined }, token),
      (error) => error instanceof LanguageModelError && error.message === entry.detail,
    );
    models.dispose();
  });
});
