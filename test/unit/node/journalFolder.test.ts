import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Conversation } from '../../../src/core/chat/conversation.ts';
import type { Entry } from '../../../src/core/chat/entry.ts';
import { writeEntry } from '../../../src/core/chat/entryRecord.ts';
import { newId } from '../../../src/core/chat/newId.ts';
import { type Failure, failureOf } from '../../../src/core/failure.ts';
import { numberAt, stringAt } from '../../../src/core/json.ts';
import { conversationId, epochMs, runId, turnId } from '../../../src/core/model.ts';
import { noUsage } from '../../../src/core/parts.ts';
import { JournalFolder } from '../../../src/node/journalFolder.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { skip } from '../../skip.ts';
import { ada, complete, said, talk, textPart } from '../../testChat.ts';

const writer = path.join(import.meta.dirname, 'journalWriter.ts');
const encoder = new TextEncoder();

describe('journals as files', function () {
  this.timeout(30_000);
  let folder = '';
  let told: (Failure | null)[] = [];
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'maestro-journals-')), 'conversations');
    told = [];
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  const deps = (where = folder): Parameters<typeof Conversation.begin>[0] => ({
    files: new JournalFolder(where),
    clock: systemClock,
    onSaving: (failure) => told.push(failure),
  });

  async function bytesOf(files: JournalFolder, name: string, from: number): Promise<string> {
    const pieces: Uint8Array[] = [];
    for await (const piece of files.read(name, from)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  }

  it('grow at their end, whoever writes, and only the owner may read them', async () => {
    const files = new JournalFolder(folder);
    assert.deepEqual([await files.list(), await bytesOf(files, 'a', 0)], [[], '']);
    assert.equal(await files.append('a', encoder.encode('one\n'), true), 4);
    assert.equal(await new JournalFolder(folder).append('a', encoder.encode('two\n'), false), 8);
    assert.equal(await bytesOf(files, 'a', 4), 'two\n');
    assert.deepEqual(await files.list(), [{ name: 'a', bytes: 8 }]);
    if (process.platform === 'win32') return;
    assert.equal((await stat(path.join(folder, 'a.jsonl'))).mode & 0o777, 0o600);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it('what many windows append at the same time is whole', async () => {
    const line = (n: number): string => `${String(n).repeat(10_000)}\n`;
    const first = new JournalFolder(folder);
    await first.append('a', encoder.encode('\n'), true);
    await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => new JournalFolder(folder).append('a', encoder.encode(line(n)), false)),
    );
    const lines = (await bytesOf(first, 'a', 1)).split('\n').slice(0, -1).toSorted();
    assert.deepEqual(
      lines,
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => line(n).trim()),
    );
  });

  it('one that was set aside is not written to, and can be brought back and removed', async () => {
    const files = new JournalFolder(folder);
    await files.append('a', encoder.encode('x'), true);
    await files.setAside('a');
    assert.deepEqual(await files.list(), []);
    await assert.rejects(files.append('a', encoder.encode('y'), false), {
      failure: { code: 'history-unsaved', detail: 'ENOENT' },
    });
    await files.sweep();
    await files.bringBack('a');
    assert.equal(await bytesOf(files, 'a', 0), 'x');
    await files.setAside('a');
    await files.remove('a');
    assert.deepEqual(await readdir(folder), []);
  });

  it('tells a window what another one writes', async () => {
    const here = await begun();
    const files = new JournalFolder(folder);
    const name = await new Promise((resolve) => {
      files.watch(resolve);
      // The folder may be watched only a moment later, so it is written until it is seen.
      const again = setInterval(() => void talk(here, 'q', 'a'), 20);
      files.watch(() => clearInterval(again));
    });
    assert.equal(name, here.id);
  });

  it('a window that is killed while it is answered loses no more than its last second', async () => {
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    const child = fork(writer, [folder], { env });
    let id = '';
    const words: { readonly n: number; readonly at: number }[] = [];
    child.on('message', (message: unknown) => {
      id = stringAt(message, 'id') ?? id;
      const n = numberAt(message, 'n');
      if (n !== null) words.push({ n, at: numberAt(message, 'at') ?? 0 });
      if (n === 300) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    const opened = await Conversation.open(conversationId(id), deps());
    const [question, answer = ''] = opened === null ? [] : said(opened);
    assert.equal(question, 'Count');
    const kept = answer.trim().split(' ').map(Number);
    assert.deepEqual(
      kept,
      kept.map((_, index) => index + 1),
    );
    const last = words.at(-1)?.at ?? 0;
    const firstLost = words.find(({ n }) => n > kept.length)?.at ?? last;
    console.log(`      ${kept.length} of ${words.at(-1)?.n} words kept, the first lost one ${last - firstLost} ms old`);
    assert.ok(last - firstLost < 1_000);
    assert.equal(opened?.path[0]?.outcome?.kind, 'failed');
    assert.ok(opened !== null);
    talk(opened, 'Go on', 'yes');
    await opened.saved();
    assert.equal((await Conversation.open(conversationId(id), deps()))?.path.length, 2);
  });

  it('a full disk and a folder that cannot be written are told once, and the conversation goes on', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux has such a disk');
    await mkdir(folder, { recursive: true });
    const full = Conversation.begin(deps());
    await symlink('/dev/full', path.join(folder, `${full.id}.jsonl`));
    for (const question of ['one', 'two']) {
      talk(full, question, 'yes');
      await full.saved();
    }
    const file = `${folder}-file`;
    await writeFile(file, '');
    const nowhere = Conversation.begin(deps(path.join(file, 'conversations')));
    for (const question of ['one', 'two']) {
      talk(nowhere, question, 'yes');
      await nowhere.saved();
    }
    assert.deepEqual(told, [{ code: 'history-full' }, { code: 'history-unsaved', detail: 'ENOTDIR' }]);
    assert.deepEqual(said(full), said(nowhere));
    const failure = await new JournalFolder(path.join(file, 'x')).list().then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'history-unreadable', detail: 'ENOTDIR' });
  });

  it('ten thousand turns are opened', async () => {
    const id = conversationId(newId());
    const turns = Array.from({ length: 10_000 }, () => turnId(newId()));
    const lines = turns.flatMap((turn, n): readonly Entry[] => {
      const parent = turns[n - 1] ?? null;
      const at = epochMs(n);
      const run = runId(turn);
      const text = `Question ${n} of a long conversation`;
      const parts = [textPart('An answer of a few lines, as they are. '.repeat(20))];
      return [
        { kind: 'asked', turn, parent, order: n + 1, at, answerer: ada, text, attachments: [] },
        { kind: 'said', run, step: 1, parts },
        { kind: 'ended', run, at, outcome: complete, usage: noUsage, reasoningMs: null },
      ];
    });
    const bytes = encoder.encode(`${lines.map(writeEntry).join('\n')}\n`);
    await new JournalFolder(folder).append(id, bytes, true);
    const before = performance.now();
    const opened = await Conversation.open(id, deps());
    const ms = performance.now() - before;
    assert.equal(opened?.path.length, 10_000);
    console.log(`      ${(bytes.length / 1e6).toFixed(1)} MB opened in ${ms.toFixed(0)} ms`);
  });

  async function begun(): Promise<Conversation> {
    const conversation = Conversation.begin(deps());
    talk(conversation, 'first', 'answer');
    await conversation.saved();
    return conversation;
  }
});
