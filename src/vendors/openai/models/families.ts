import type { Effort, Model } from '../../../core/model.ts';

/** What is known of a family of models that the platform's list does not say. */
export interface Family {
  readonly pattern: RegExp;
  /** Tokens of a whole exchange, and of its answer. */
  readonly window: number | null;
  readonly answer: number | null;
  readonly efforts: readonly Effort[];
  readonly usual: Effort | null;
  readonly images: boolean;
  /** Whether it can be told how much to say; those made for code or for ChatGPT itself cannot. */
  readonly verbosity: boolean;
  /** Whether its answers can be streamed. */
  readonly streaming: boolean;
  readonly price: Model['price'];
}

/** The day of this knowledge. */
export const knownOn = '2026-11-20';

const three: readonly Effort[] = ['low', 'medium', 'high'];
const open = {
  window: null,
  answer: null,
  efforts: three,
  usual: null,
  images: true,
  verbosity: true,
  streaming: true,
  price: null,
};
const gpt5 = { ...open, window: 400_000, answer: 128_000 };
const wide = { ...gpt5, window: 1_050_000, efforts: ['none', ...three, 'xhigh'] } as const;
const sized = { ...wide, efforts: [...wide.efforts, 'max'] } as const;
const first = { ...gpt5, efforts: ['minimal', ...three], usual: 'medium' } as const;
const codex = { ...gpt5, usual: 'medium', verbosity: false } as const;
const o = { ...codex, window: 200_000, answer: 100_000 } as const;
const plain = { ...open, efforts: [], window: 128_000, answer: 16_384, verbosity: false };
const long = { ...plain, window: 1_047_576, answer: 32_768 };

/** US dollars for a million tokens. */
function price(input: number, output: number): Pick<Family, 'price'> {
  return { price: { input, output } };
}

/**
 * The families that can hold a conversation, the best first, with windows, efforts and prices as far as they were known on
 * {@link knownOn}; what was not certain then is left open. Whatever none of them matches (embeddings, images, speech) is not
 * offered; its name can still be typed.
 */
export const families: readonly Family[] = [
  { ...open, pattern: /^gpt-([6-9]|\d\d)(\.\d+)?(-sol)?$/ },
  {
    ...open,
    pattern: /^gpt-([6-9]|\d\d)(\.\d+)?(-(?!sol$|pro|audio|image|live|realtime|search|transcribe|tts)[a-z]+)+$/,
  },
  { ...sized, pattern: /^gpt-5\.[6-9](-sol)?$/ },
  { ...sized, pattern: /^gpt-5\.[6-9]-terra$/ },
  { ...sized, pattern: /^gpt-5\.[6-9]-luna$/ },
  { ...wide, pattern: /^gpt-5\.[45]$/ },
  { ...gpt5, pattern: /^gpt-5\.4-(mini|nano)$/, efforts: wide.efforts },
  { ...gpt5, pattern: /^gpt-5\.2$/, efforts: wide.efforts, usual: 'none', ...price(1.75, 14) },
  { ...codex, pattern: /^gpt-5\.[23]-codex$/, efforts: [...three, 'xhigh'], ...price(1.75, 14) },
  { ...gpt5, pattern: /^gpt-5\.1$/, efforts: ['none', ...three], usual: 'none', ...price(1.25, 10) },
  { ...codex, pattern: /^gpt-5\.1-codex-max$/, efforts: [...three, 'xhigh'], ...price(1.25, 10) },
  { ...codex, pattern: /^gpt-5(\.1)?-codex$/, ...price(1.25, 10) },
  { ...codex, pattern: /^gpt-5\.1-codex-mini$/, ...price(0.25, 2) },
  { ...first, pattern: /^gpt-5$/, ...price(1.25, 10) },
  { ...first, pattern: /^gpt-5-mini$/, ...price(0.25, 2) },
  { ...first, pattern: /^gpt-5-nano$/, ...price(0.05, 0.4) },
  {
    ...first,
    pattern: /^gpt-5-pro$/,
    answer: 272_000,
    efforts: ['high'],
    usual: 'high',
    streaming: false,
    ...price(15, 120),
  },
  { ...plain, pattern: /^gpt-5(\.\d)?-chat-latest$/ },
  { ...o, pattern: /^o3$/, ...price(2, 8) },
  { ...o, pattern: /^o4-mini$/, ...price(1.1, 4.4) },
  { ...o, pattern: /^o3-mini$/, images: false, ...price(1.1, 4.4) },
  { ...o, pattern: /^o1$/, ...price(15, 60) },
  { ...o, pattern: /^o3-pro$/, streaming: false, ...price(20, 80) },
  { ...o, pattern: /^o1-pro$/, streaming: false, ...price(150, 600) },
  { ...long, pattern: /^gpt-4\.1$/, ...price(2, 8) },
  { ...long, pattern: /^gpt-4\.1-mini$/, ...price(0.4, 1.6) },
  { ...long, pattern: /^gpt-4\.1-nano$/, ...price(0.1, 0.4) },
  { ...plain, pattern: /^gpt-4o$/, ...price(2.5, 10) },
  { ...plain, pattern: /^gpt-4o-mini$/, ...price(0.15, 0.6) },
];
