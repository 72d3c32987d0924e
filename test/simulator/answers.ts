import type { Conversation, OfferedTool, ToolResult } from './conversation.ts';
import { markdownShowcase } from './markdownShowcase.ts';
import { sampleArguments } from './sampleArguments.ts';

/** One item of an answer. Text comes in pieces, one delta each; they may be endless. */
export type AnswerItem =
  | { readonly kind: 'reasoning'; readonly pieces: Iterable<string> }
  | { readonly kind: 'text'; readonly pieces: Iterable<string> }
  | { readonly kind: 'function-call'; readonly name: string; readonly pieces: Iterable<string> };

export interface Answer {
  readonly items: readonly AnswerItem[];
  /** Pause before each delta; `null` for the simulator's usual one. */
  readonly deltaMs: number | null;
}

/** Who asks, and what of. */
export interface Asker {
  readonly name: string;
  readonly email: string;
  readonly plan: string;
  readonly model: string;
  /** Which way the request came, as in "over the platform API". */
  readonly via: string;
}

/** What the model calls when nothing was offered to it. */
const weatherTool: OfferedTool = {
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: { location: { type: 'string', examples: ['Paris, France'] }, unit: { enum: ['c', 'f'] } },
    required: ['location', 'unit'],
  },
};

type Rule = readonly [when: RegExp, answer: (conversation: Conversation, asker: Asker) => Answer];

/**
 * What the simulated model says, at every vendor. The first rule whose pattern is in the question gives the answer, and
 * "call NAME with JSON" may stand several times in one question, for calls in parallel.
 */
const rules: readonly Rule[] = [
  [
    /capital of france/i,
    () =>
      text(
        'The capital of France is **Paris**. It lies on the Seine and has been the capital for most of a thousand years.',
      ),
  ],
  [
    /population of that city/i,
    ({ history }) =>
      text(
        /paris/i.test(history)
          ? 'About **2.1 million** people live in Paris itself, and some 12 million in its metropolitan area.'
          : 'Which city do you mean?',
      ),
  ],
  [/show me markdown/i, () => text(markdownShowcase)],
  [/write slowly/i, () => ({ items: [{ kind: 'text', pieces: slowLines() }], deltaMs: 50 })],
  [/call \S+ with \{/i, ({ question }) => answer(...thoughts(question), ...namedCalls(question))],
  [/call every tool/i, ({ question, tools }) => answer(...thoughts(question), ...tools.map(sampleCall))],
  [/call a tool/i, ({ question, tools: [tool = weatherTool] }) => answer(...thoughts(question), sampleCall(tool))],
  [
    /\bthink/i,
    ({ question }) =>
      answer(...thoughts(question), { kind: 'text', pieces: pieces('I thought about it: the answer is **42**.') }),
  ],
  [
    /who am i/i,
    (_, { name, email, plan, model, via }) =>
      text(`You are **${name}** (${email}), plan \`${plan}\`, talking to \`${model}\` over ${via}.`),
  ],
];

/**
 * The answer to the last question. When tools have answered it, it says what they said, unless it was told to go on "until it
 * says WORD"; without a rule of its own it repeats the question and says who was asked.
 */
export function answerTo(conversation: Conversation, asker: Asker): Answer {
  if (hasHeard(conversation)) return text(conversation.results.map(reportOf).join('\n'));
  const { mustCall, oneCallOnly } = conversation;
  if (mustCall !== undefined) return answer(sampleCall(mustCall));
  const rule = rules.find(([when]) => when.test(conversation.question));
  const { items, deltaMs } = rule === undefined ? echo(conversation, asker) : rule[1](conversation, asker);
  const firstCall = items.findIndex(({ kind }) => kind === 'function-call');
  const kept = items.filter(({ kind }, index) => kind !== 'function-call' || index === firstCall);
  return { items: oneCallOnly === true ? kept : items, deltaMs };
}

function echo({ question, questions, images }: Conversation, { name, model }: Asker): Answer {
  const [firstName = name] = name.split(' ');
  const seen = images.length === 0 ? '' : ` I see ${images.length} image(s): ${images.join(', ')}.`;
  return text(
    `Hello ${firstName}! You said: “${question}”.${seen} I am the simulated \`${model}\`, so that is all I know about ` +
      `it. This was message ${questions} of our conversation.`,
  );
}

function hasHeard({ question, results }: Conversation): boolean {
  const awaited = /until it says (\w+)/i.exec(question)?.[1] ?? '';
  return results.at(-1)?.text.includes(awaited) === true;
}

function reportOf({ name, text }: ToolResult): string {
  return `The tool \`${name}\` says: ${text}`;
}

/** Reasoning, if the person asks to think. */
function thoughts(question: string): readonly AnswerItem[] {
  if (!/\bthink/i.test(question)) return [];
  const said = '**Weighing the question**\n\nThe person wants to see me think, so I say what I consider first.';
  return [{ kind: 'reasoning', pieces: pieces(said) }];
}

function namedCalls(question: string): readonly AnswerItem[] {
  return question.split(/(?=\bcall \S+ with \{)/i).flatMap((part) => {
    const [, name, json] = /^call (\S+) with (\{.*\})/is.exec(part) ?? [];
    return name === undefined || json === undefined ? [] : [call(name, json)];
  });
}

function sampleCall({ name, parameters }: OfferedTool): AnswerItem {
  return call(name, sampleArguments(parameters));
}

function call(name: string, json: string): AnswerItem {
  return { kind: 'function-call', name, pieces: pieces(json) };
}

function text(whole: string): Answer {
  return answer({ kind: 'text', pieces: pieces(whole) });
}

function answer(...items: readonly AnswerItem[]): Answer {
  return { items, deltaMs: null };
}

/** Cuts a text about as a model's tokens do: short, with the space in front. */
function pieces(whole: string): readonly string[] {
  return whole.match(/\s*\S{1,7}|\s+$/gu) ?? [];
}

/** More than an hour of text at 50 ms a piece: practically until the client closes. */
function* slowLines(): Generator<string> {
  for (let line = 1; line <= 20_000; line += 1)
    yield* [`${line === 1 ? '' : '\n'}Line`, ` ${line}`, ' of', ' many', '.'];
}
