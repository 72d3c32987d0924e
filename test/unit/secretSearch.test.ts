import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { grepForSecrets } from '../secretSearch.ts';

const secret = 'rt_Zm9v+bar/baz==.QUUX-1234_5678';

describe('grepForSecrets', () => {
  const hidings: readonly (readonly [string, string])[] = [
    ['as it is', `{"refresh":"${secret}"}`],
    ['URL-encoded', `https://example.com/?token=${encodeURIComponent(secret)}&x=1`],
    ...['', '{', '{"'].map((before): readonly [string, string] => [
      `in base64 after ${before.length} bytes`,
      `x ${Buffer.from(`${before}${secret}"}`).toString('base64')} y`,
    ]),
    ['in base64url', Buffer.from(`{"token":"${secret}"}`).toString('base64url')],
  ];
  for (const [how, text] of hidings) {
    it(`finds a secret ${how}`, async () => {
      const found = await grepForSecrets([secret], [text]);
      assert.notEqual(found.length, 0);
      assert.ok(found.every((sentence) => !sentence.includes(secret)));
    });
  }

  it('searches files and everything below folders', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'secret-search-'));
    try {
      await mkdir(path.join(folder, 'a', 'b'), { recursive: true });
      await writeFile(path.join(folder, 'a', 'b', 'log.txt'), `token ${secret}`);
      await writeFile(path.join(folder, 'clean.txt'), 'nothing');
      const found = await grepForSecrets([secret], [folder]);
      assert.deepEqual(found, [`${path.join(folder, 'a', 'b', 'log.txt')} holds rt_… (${secret.length} characters)`]);
      assert.deepEqual(await grepForSecrets([secret], [path.join(folder, 'clean.txt')]), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('finds nothing in innocent text', async () => {
    assert.deepEqual(await grepForSecrets([secret, 'short'], ['short, and nothing else']), []);
  });
});
