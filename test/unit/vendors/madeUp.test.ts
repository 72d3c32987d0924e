import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerText, ending, Product } from '../../product.ts';
import { quickSimulator } from '../../signInBrowser.ts';
import { madeUp } from './madeUp/index.ts';

const root = join(import.meta.dirname, '../../..');

describe('a new vendor', () => {
  it('is one folder and one line: everything else knows it then', async () => {
    const simulator = await quickSimulator();
    const settings = { 'maestro.madeUp.baseUrl': simulator.openaiCompatible.baseUrl('vllm') };
    const product = new Product(simulator, { settings, more: (surroundings) => [madeUp(surroundings)] });
    try {
      const values = { key: simulator.openaiCompatible.keyOf('company') };
      const { account } = await product.signInBy('made-up', 'key', { values });
      assert.equal(product.accounts.active?.label, account.label);
      const { models, problem } = await product.maestro.models.list(account);
      assert.deepEqual([models.length > 0, problem], [true, null]);
      const parts = await product.ask(account, 'What is the capital of France?');
      assert.equal(ending(parts), 'complete', JSON.stringify(parts.at(-1)));
      assert.match(answerText(parts), /Paris/);
      await product.maestro.signOut(account.id, { revoke: true });
      assert.equal(product.secrets.values.size, 0);
    } finally {
      await product.close();
      await simulator.close();
    }
  });

  it('needs nothing outside its folder that names a vendor', () => {
    const index = readFileSync(join(root, 'src/vendors/index.ts'), 'utf8');
    const folders = readdirSync(join(root, 'src/vendors'), { withFileTypes: true }).filter((one) => one.isDirectory());
    for (const { name } of folders) assert.ok(index.includes(`./${name}/index.ts`), name);
    const elsewhere = ['core', 'node', 'protocols', 'vscode', 'webview'].flatMap((layer) =>
      readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join(root, 'src', layer, file)),
    );
    const naming = elsewhere.filter((file) => /vendors\/(?!index|surroundings)\w+/.test(readFileSync(file, 'utf8')));
    assert.deepEqual(naming, []);
  });
});
