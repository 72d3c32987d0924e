import { createHash, randomBytes } from 'node:crypto';
import { arrayAt, isObject, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import type { SimulatedModel } from './models.ts';

interface Signed {
  readonly owner: string;
  readonly model: string;
  readonly thinking: string;
  /** What stood before it: system, tools and messages. */
  readonly prefix: string;
}

/** Thinking that went out signed and must come back unchanged, to the same account and model, after the same words. */
export class SignedThinking {
  readonly #signed = new Map<string, Signed>();

  /** A signature over thinking that answers this body. */
  sign(thinking: string, body: JsonObject, owner: string): string {
    const signature = `Ep${randomBytes(96).toString('base64')}`;
    const model = stringAt(body, 'model') ?? '';
    this.#signed.set(signature, { owner, model, thinking, prefix: prefixOf(body, arrayAt(body, 'messages').length) });
    return signature;
  }

  /** What is wrong with the thinking that comes back, or `null`. */
  wrongIn(body: JsonObject, { id, bindsThinking }: SimulatedModel, owner: string): string | null {
    for (const [index, message] of arrayAt(body, 'messages').entries()) {
      for (const [place, block] of arrayAt(message, 'content').entries()) {
        const wrong = this.#wrongBlock(block, owner, id, bindsThinking ? prefixOf(body, index) : null);
        if (wrong !== null) return `messages.${index}.content.${place}: ${wrong}`;
      }
    }
    return null;
  }

  #wrongBlock(block: Json, owner: string, model: string, prefix: string | null): string | null {
    const type = stringAt(block, 'type');
    if (type !== 'thinking' && type !== 'redacted_thinking') return null;
    const found = this.#signed.get(stringAt(block, type === 'thinking' ? 'signature' : 'data') ?? '');
    const isSame =
      found?.owner === owner && found.model === model && found.thinking === (stringAt(block, 'thinking') ?? '');
    if (!isSame) return `Invalid \`signature\` in \`${type}\` block`;
    if (prefix === null || prefix === found.prefix) return null;
    return `Invalid \`signature\` in \`${type}\` block. The block is bound to a different conversation. Remove the block, or set \`thinking.block_binding.prefix_mismatch_behavior\` to "drop_block".`;
  }
}

/** The words before a message; marks for the cache are no words. */
function prefixOf(body: JsonObject, messages: number): string {
  const { system = null, tools = null } = body;
  const words = JSON.stringify([system, tools, arrayAt(body, 'messages').slice(0, messages)].map(withoutMarks));
  return createHash('sha256').update(words).digest('base64');
}

function withoutMarks(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (!isObject(value)) return value;
  const names = Object.keys(value).filter((name) => name !== 'cache_control');
  return Object.fromEntries(names.map((name) => [name, withoutMarks(member(value, name) ?? null)]));
}
