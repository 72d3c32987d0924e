import type { CompatibleHost } from './prefixes.ts';

/** How a server speaks Chat Completions: everything in which they are known to differ. */
export interface Dialect {
  /** Where thoughts are; `details` has OpenRouter's beside `reasoning`, `two-names` says the same twice. */
  readonly reasoning: 'reasoning_content' | 'reasoning' | 'two-names' | 'tags' | 'details';
  readonly index: 'numbered' | 'zero' | 'missing';
  readonly hasCallIds: boolean;
  /** In what tool calls come; `old` is the one call that there was before there could be several. */
  readonly calls: 'pieces' | 'whole' | 'objects' | 'old';
  readonly usage: 'after' | 'with-finish' | 'on-every-chunk' | 'never';
  /** Whether the reason is `stop` even where there are calls. */
  readonly alwaysStops: boolean;
  readonly hasDone: boolean;
  readonly role: 'first' | 'every';
  /** Whether comments keep the connection alive. */
  readonly hasComments: boolean;
  /** Whether an answer is streamed when that is asked for. */
  readonly streams: boolean;
  /** Whether what is said counts as a refusal. */
  readonly refuses: boolean;
  /** Whether a model's template wants the sides to alternate. */
  readonly alternates: boolean;
  /** Whether thoughts must come back while tools are used, as DeepSeek wants it. */
  readonly wantsThoughtsBack: boolean;
  /** Members of the body that are refused. */
  readonly refused: readonly string[];
}

const usual: Dialect = {
  reasoning: 'reasoning_content',
  index: 'numbered',
  hasCallIds: true,
  calls: 'pieces',
  usage: 'after',
  alwaysStops: false,
  hasDone: true,
  role: 'first',
  hasComments: false,
  streams: true,
  refuses: false,
  alternates: false,
  wantsThoughtsBack: false,
  refused: [],
};

const hosts: Readonly<Record<CompatibleHost, Partial<Dialect>>> = {
  ollama: { reasoning: 'reasoning', role: 'every', calls: 'whole' },
  'lm-studio': { reasoning: 'reasoning' },
  'llama-cpp': { alternates: true },
  vllm: {},
  openrouter: { reasoning: 'details', role: 'every', hasComments: true },
  plain: {},
};

/** The ways of the `plain` server's models, by their names. */
export const quirks = {
  'think-tags': { reasoning: 'tags' },
  'two-names': { reasoning: 'two-names' },
  'index-missing': { index: 'missing' },
  'index-zero': { index: 'zero' },
  'ids-missing': { index: 'missing', hasCallIds: false },
  'whole-calls': { calls: 'whole' },
  'object-arguments': { calls: 'objects' },
  'function-call': { calls: 'old' },
  'usage-with-finish': { usage: 'with-finish' },
  'usage-on-every-chunk': { usage: 'on-every-chunk' },
  'usage-missing': { usage: 'never' },
  'always-stops': { alwaysStops: true },
  'done-missing': { hasDone: false, usage: 'with-finish' },
  comments: { hasComments: true },
  'never-streams': { streams: false },
  refuses: { refuses: true },
  alternates: { alternates: true },
  'thoughts-back': { wantsThoughtsBack: true },
  'options-refused': { refused: ['stream_options'] },
} as const satisfies Readonly<Record<string, Partial<Dialect>>>;

export const quirkNames: readonly string[] = Object.keys(quirks);

/** How the host speaks for this model. */
export function dialectOf(host: CompatibleHost, model: string): Dialect {
  const own = Object.entries(quirks).find(([name]) => host === 'plain' && name === model)?.[1];
  return { ...usual, ...hosts[host], ...own };
}
