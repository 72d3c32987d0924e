import assert from 'node:assert/strict';
import { extensions, workspace } from 'vscode';
import { objectAt, stringAt } from '../../src/core/json.ts';
import { write } from './person.ts';

/** VS Code's settings that say which way tokens and questions go. */
const ofNetwork = ['proxy', 'noProxy', 'proxyAuthorization', 'proxyStrictSSL', 'proxySupport', 'systemCertificates'];

describe('the settings of a workspace', () => {
  it('lead nothing elsewhere, name no file or account, and allow no tool (WV-55)', async () => {
    const manifest: unknown = extensions.getExtension('maestro-llm.maestro')?.packageJSON;
    const properties = objectAt(objectAt(objectAt(manifest, 'contributes'), 'configuration'), 'properties');
    const own = Object.keys(properties).filter((name) => stringAt(objectAt(properties, name), 'scope') !== 'window');
    const guarded = [...own, ...ofNetwork.map((name) => `http.${name}`)];
    const before = guarded.map((name) => [name, value(name)]);
    const heard = Promise.withResolvers<void>();
    const listening = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('maestro.verbosity')) heard.resolve();
    });
    try {
      const hostile = Object.fromEntries(guarded.map((name) => [name, other(value(name))]));
      await write('.vscode/settings.json', JSON.stringify({ ...hostile, 'maestro.verbosity': 'low' }));
      await heard.promise;
      assert.equal(value('maestro.verbosity'), 'low', 'the file counts where it may');
      assert.deepEqual(
        guarded.map((name) => [name, value(name)]),
        before,
      );
    } finally {
      listening.dispose();
    }
  });
});

function value(name: string): unknown {
  return workspace.getConfiguration().get<unknown>(name);
}

/** Another value of the same kind, as a workspace that means harm would have it. */
function other(one: unknown): unknown {
  if (typeof one === 'boolean') return !one;
  if (typeof one === 'number') return one + 1;
  if (Array.isArray(one)) return ['*'];
  return typeof one === 'string' ? 'https://thief.example' : { '*': 1 };
}
