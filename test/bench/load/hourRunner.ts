// The process in which an hour of streaming is measured: `node --expose-gc hourRunner.ts <origin> <conversations> <deltas>`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type { Conversation } from '../../../src/core/chat/conversation.ts';
import { Library } from '../../../src/core/chat/library.ts';
import type { Account } from '../../../src/core/model.ts';
import { JournalFolder } from '../../../src/node/journalFolder.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { MapTexts } from '../../accountWindows.ts';
import { questionTo } from '../question.ts';
import { countLive, settledLive } from './live.ts';
import { type LoadedProduct, loadedProduct } from './loadedProduct.ts';

/** Conversations before anything is measured, until the compiler has done its work. */
const warmUps = 3;

const [origin = '', conversations, deltas] = process.argv.slice(2);
const folder = await mkdtemp(path.join(tmpdir(), 'maestro-hour-'));
const loaded = await loadedProduct(origin, Number(deltas));
const journals = { files: new JournalFolder(folder), texts: new MapTexts(), clock: systemClock };
const library = new Library({ ...journals, onSaving: () => undefined });

process.on('disconnect', () => process.exit());
try {
  const { sockets } = await countLive();
  for (let count = 0; count < warmUps; count++) await converse(loaded);
  const before = await settledLive(sockets);
  let characters = 0;
  for (let count = 0; count < Number(conversations); count++) characters += await converse(loaded);
  const after = await settledLive(sockets);
  process.send?.({ characters, before, after });
} catch (error) {
  process.send?.({ error: inspect(error) });
} finally {
  await library.dispose();
  await loaded.product.close();
  await rm(folder, { recursive: true, force: true });
}

/** A conversation that every account answers twice, kept on the disk and closed at its end. Gives the characters of the answers. */
async function converse({ product, accounts }: LoadedProduct): Promise<number> {
  const conversation = library.begin();
  let characters = 0;
  for (const account of [...accounts, ...accounts]) characters += await answered(conversation, account);
  await library.close(conversation.id);
  return characters;

  async function answered(asked: Conversation, account: Account): Promise<number> {
    const turn = asked.ask({ text: 'Go on.', attachments: [] }, null);
    if (turn === null) throw new Error('Nothing may be asked.');
    const request = questionTo(account, asked.messages(turn));
    let amount = 0;
    for await (const batch of product.maestro.runTurn(account, request, new AbortController().signal)) {
      asked.add(turn, batch);
      for (const part of batch) {
        if ('delta' in part) amount += part.delta.length;
        if (part.kind === 'end') asked.end(turn, part.outcome, part.usage);
      }
    }
    return amount;
  }
}
