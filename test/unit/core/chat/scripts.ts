import fc from 'fast-check';
import type { Conversation } from '../../../../src/core/chat/conversation.ts';
import { accountId, callId, modelId, type TurnId, vendorId } from '../../../../src/core/model.ts';
import { type ContentPart, noUsage, type Outcome } from '../../../../src/core/parts.ts';
import type { HandClock } from '../../../handClock.ts';
import { ada, plain } from '../../../testChat.ts';

/** Something that a person or a model does; `at` picks which of the turns that are there it is about. */
export type Step =
  | { readonly kind: 'ask' | 'edit'; readonly at: number; readonly text: string }
  | { readonly kind: 'again' | 'resume' | 'choose' | 'give'; readonly at: number }
  | { readonly kind: 'add'; readonly at: number; readonly parts: readonly ContentPart[] }
  | { readonly kind: 'end'; readonly at: number; readonly outcome: Outcome }
  | { readonly kind: 'rename'; readonly text: string }
  | { readonly kind: 'wait'; readonly ms: number };

const at = fc.nat(20);
const text = fc.string({ unit: 'binary', maxLength: 8 });
const block = fc.nat(3);
const replay = fc.constantFrom(null, {
  vendor: vendorId('v'),
  account: accountId('a1'),
  model: modelId('m1'),
  token: 'opaque',
});
const part: fc.Arbitrary<ContentPart> = fc.oneof(
  fc.record({ kind: fc.constant('text'), block, delta: text }),
  fc.record({ kind: fc.constant('reasoning'), block, delta: text, replay }),
  fc.record({ kind: fc.constant('tool-input'), block, call: text.map(callId), tool: text, delta: text }),
  fc.record({
    kind: fc.constant('tool-call'),
    block,
    call: text.map(callId),
    tool: text,
    input: fc.constant({ a: 1 }),
  }),
);
const outcome: fc.Arbitrary<Outcome> = fc.constantFrom(
  { kind: 'complete', reason: 'stop' },
  { kind: 'complete', reason: 'length' },
  { kind: 'cancelled' },
  { kind: 'failed', failure: { code: 'timeout', host: 'h', stage: 'connecting', seconds: 3 } },
);

/** Any few things that happen in a conversation. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('ask', 'edit'), at, text }),
    fc.record({ kind: fc.constantFrom('again', 'resume', 'choose', 'give'), at }),
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('add'), at, parts: fc.array(part, { maxLength: 4 }) }) },
    fc.record({ kind: fc.constant('end'), at, outcome }),
    fc.record({ kind: fc.constant('rename'), text }),
    fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(1, 100, 300) }),
  ),
  { maxLength: 25 },
);

/** Does it all, as far as it can be done. */
export function play(conversation: Conversation, clock: HandClock, script: readonly Step[]): void {
  for (const step of script) {
    if (step.kind === 'wait') clock.advance(step.ms);
    else if (step.kind === 'rename') conversation.rename(step.text);
    else if (step.kind === 'ask') conversation.ask(plain(step.text), ada, pick(conversation.tree.turns, step.at));
    else playAt(conversation, step);
  }
}

function playAt(conversation: Conversation, step: Exclude<Step, { kind: 'wait' | 'rename' | 'ask' }>): void {
  const any = pick(conversation.tree.turns, step.at);
  const running = pick(conversation.running, step.at);
  if (any !== null && step.kind === 'edit') conversation.edit(any, plain(step.text), ada);
  if (any !== null && step.kind === 'again') conversation.askAgain(any, { ...ada, steppedIn: 'again' });
  if (any !== null && step.kind === 'resume') conversation.resume(any, ada);
  if (any !== null && step.kind === 'choose') conversation.choose(any);
  if (running === null) return;
  if (step.kind === 'add') conversation.add(running, step.parts);
  if (step.kind === 'end') conversation.end(running, step.outcome, noUsage);
  if (step.kind === 'give')
    conversation.give(running, [{ call: callId('c'), content: [{ kind: 'text', text: 'r' }], failed: false }]);
}

function pick(turns: readonly TurnId[], index: number): TurnId | null {
  return turns[index % turns.length] ?? null;
}
