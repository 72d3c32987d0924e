import assert from 'node:assert/strict';
import { authentication } from 'vscode';
import { accepting, provider, signIn } from './person.ts';

const labels = async (): Promise<readonly string[]> =>
  (await authentication.getAccounts(provider)).map(({ label }) => label);

describe('sign-in in VS Code', () => {
  it('a personal and an enterprise account are both listed by VS Code', async () => {
    const changed = new Promise((resolve) =>
      authentication.onDidChangeSessions(({ provider: { id } }) => id === provider && resolve(id)),
    );
    await signIn('plus');
    await changed;
    assert.deepEqual(await labels(), ['ada@example.com']);
    await signIn('enterprise');
    assert.deepEqual([...(await labels())].sort(), ['ada@example.com', 'katherine@corp.example']);
  });

  it('gives no session to an extension that the user has not allowed (OA-75)', async () => {
    assert.equal(await authentication.getSession(provider, [], { silent: true }), undefined);
  });

  it('signs out', async () => {
    await accepting('maestro.signOut');
    await accepting('maestro.signOut');
    assert.deepEqual(await labels(), []);
  });
});
