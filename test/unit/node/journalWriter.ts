import { Conversation } from '../../../src/core/chat/conversation.ts';
import { JournalFolder } from '../../../src/node/journalFolder.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { ada, plain, textPart } from '../../testChat.ts';

/** A window that is being answered a word every few milliseconds, and says each to its parent, until it is killed. */
const longestStepMs = 20;
const [folder = ''] = process.argv.slice(2);
const conversation = Conversation.begin({
  files: new JournalFolder(folder),
  clock: systemClock,
  onSaving: () => process.exit(1),
});
const turn = conversation.ask(plain('Count'), ada);
if (turn !== null) {
  process.send?.({ id: conversation.id });
  let [n, at, before] = [0, 0, performance.now()];
  setInterval(() => {
    const now = performance.now();
    // A machine that lets this process wait lets its journal wait as well: what counts is the time in which it ran.
    at += Math.min(now - before, longestStepMs);
    before = now;
    n++;
    conversation.add(turn, [textPart(`${n} `)]);
    process.send?.({ n, at });
  }, 5);
}
