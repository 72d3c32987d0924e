import type { Conversation } from './conversation.ts';
import { markdownShowcase } from './markdownShowcase.ts';
import type { Persona } from './personas.ts';

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
  readonly persona: Persona;
  readonly model: string;
  /** Which way the request came. */
  readonly via: 'the ChatGPT backend' | 'the platform API';
}

type Rule = readonly [when: RegExp, answer: (conversation: Conversation, asker: Asker) => Answer];

/** What the simulated model says. The first rule whose pattern is in the question gives the answer. */
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
  [
    /call a tool/i,
    () =>
      answer({ kind: 'function-call', name: 'get_weather', pieces: pieces('{"location":"Paris, France","unit":"c"}') }),
  ],
  [
    /\bthink/i,
    () =>
      answer(
        {
          kind: 'reasoning',
          pieces: pieces(
            '**Weighing the question**\n\nThe person wants to see me think, so I say what I consider first.',
          ),
        },
        { kind: 'text', pieces: pieces('I thought about it: the answer is **42**.') },
      ),
  ],
  [
    /who am i/i,
    (_, { persona, model, via }) =>
      text(
        `You are **${persona.name}** (${persona.email}), plan \`${persona.plan}\`, talking to \`${model}\` over ${via}.`,
      ),
  ],
];

/** The answer to the last question. Without a rule of its own it repeats the question and says who was asked. */
export function answerTo(conversation: Conversation, asker: Asker): Answer {
  const rule = rules.find(([when]) => when.test(conversation.question));
  return rule === undefined ? echo(conversation, asker) : rule[1](conversation, asker);
}

function echo({ question, questions }: Conversation, { persona, model }: Asker): Answer {
  const [firstName = persona.name] = persona.name.split(' ');
  return text(
    `Hello ${firstName}! You said: “${question}”. I am the simulated \`${model}\`, so that is all I know about it. ` +
      `This was message ${questions} of our conversation.`,
  );
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
