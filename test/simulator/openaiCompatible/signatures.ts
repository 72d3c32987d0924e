import { randomBytes } from 'node:crypto';
import { arrayAt, type Json, type JsonObject, stringAt } from '../../../src/core/json.ts';

/** The signatures of thoughts that OpenRouter's models gave out, and which words they were given for, and to whom. */
export class Signatures {
  readonly #signed = new Map<string, string>();

  sign(text: string, owner: string): string {
    const signature = randomBytes(24).toString('base64url');
    this.#signed.set(signature, `${owner}|${text}`);
    return signature;
  }

  /** What is wrong with thoughts that come back, or `null`: they must be whole and unchanged, and from their owner. */
  wrong(messages: readonly Json[], owner: string): string | null {
    const details = messages.flatMap((message) => arrayAt(message, 'reasoning_details'));
    const isRight = (detail: Json): boolean =>
      this.#signed.get(stringAt(detail, 'signature') ?? '') === `${owner}|${stringAt(detail, 'text')}`;
    return details.every(isRight) ? null : 'messages.1.content.0: Invalid `signature` in `thinking` block';
  }
}

/** One chunk's `reasoning_details`; the signature comes with the last one, without words. */
export function detail(text: string, signature: string | null): JsonObject {
  return { type: 'reasoning.text', text, signature, format: 'anthropic-claude-v1', index: 0 };
}
