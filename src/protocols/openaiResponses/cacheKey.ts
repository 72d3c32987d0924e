import type { AccountId, ChatRequest } from '../../core/model.ts';

/** Characters of each text that count: the beginning of a conversation is told apart by less. */
const counted = 4_000;
/** Where the two halves of a key begin; the first is the algorithm's own. */
const bases = [0x811c9dc5, 0x9747b28c] as const;

/**
 * A key that is the same for every request of one conversation of an account, and hardly ever for two: it is made of how the
 * conversation begins. With it a follow-up finds what the service has kept of the question before (OpenAI API reference,
 * Responses, `prompt_cache_key`).
 */
export function cacheKeyOf({ instructions, messages: [first] }: ChatRequest, account: AccountId): string {
  const begun =
    first.role === 'user' ? first.content.map((part) => (part.kind === 'text' ? part.text : part.data)) : [];
  const text = [account, instructions, ...begun].map((one) => one.slice(0, counted)).join('\n');
  return bases.map((base) => hash(text, base).toString(16).padStart(8, '0')).join('');
}

/** FNV-1a over UTF-16 code units, in 32 bits. It hides nothing; the service has the text anyway. */
function hash(text: string, base: number): number {
  let value = base;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
