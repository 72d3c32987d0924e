import { randomBytes } from 'node:crypto';
import { type Json, stringAt } from '../../../src/core/json.ts';
import type { BodyProblem } from './bodyProblem.ts';

/** Reasoning that only the vendor can read: it goes out sealed and must come back whole, from whom it went to. */
export class SealedReasoning {
  readonly #owners = new Map<string, string>();

  /** Sealed reasoning of the owner: one account with one kind of credential. */
  seal(owner: string): string {
    const sealed = `gAAAAA${randomBytes(72).toString('base64url')}`;
    this.#owners.set(sealed, owner);
    return sealed;
  }

  /** What is wrong with the reasoning that the owner sends back, or `null`. */
  wrongIn(items: readonly Json[], owner: string): BodyProblem | null {
    for (const [index, item] of items.entries()) {
      if (stringAt(item, 'type') !== 'reasoning') continue;
      if (this.#owners.get(stringAt(item, 'encrypted_content') ?? '') === owner) continue;
      return {
        message: `The encrypted content of input[${index}] could not be verified. Reason: it could not be decrypted or parsed.`,
        param: `input[${index}].encrypted_content`,
        code: 'invalid_encrypted_content',
      };
    }
    return null;
  }
}
