import { randomBytes } from 'node:crypto';
import { type Json, type JsonObject, member, objectAt, stringAt } from '../../../src/core/json.ts';

/** What Google takes in the place of a signature for a call that its model did not make. */
const noSignature = 'skip_thought_signature_validator';

interface Signed {
  readonly owner: string;
  readonly model: string;
  readonly part: string;
}

/** Signatures that went out on parts and must come back on the very same parts, from the same key to the same model. */
export class Signatures {
  readonly #signed = new Map<string, Signed>();

  /** The part with a signature of its own. */
  sign(part: JsonObject, owner: string, model: string): JsonObject {
    const thoughtSignature = randomBytes(96).toString('base64');
    this.#signed.set(thoughtSignature, { owner, model, part: identityOf(part) });
    return { ...part, thoughtSignature };
  }

  /** What is wrong with the signature of a part that came back, or `null`. */
  wrongOn(part: Json, owner: string, model: string): string | null {
    const signature = stringAt(part, 'thoughtSignature');
    if (signature === null) return null;
    if (signature === noSignature && member(part, 'functionCall') !== undefined) return null;
    const found = this.#signed.get(signature);
    if (found === undefined) return 'Corrupted thought signature.';
    const isSame = found.owner === owner && found.model === model && found.part === identityOf(part);
    return isSame ? null : 'Thought signature is not valid.';
  }
}

/** What a part says, without its signature and the id of its call. */
function identityOf(part: Json): string {
  const call = objectAt(part, 'functionCall');
  return JSON.stringify([
    stringAt(part, 'text'),
    member(part, 'thought') === true,
    stringAt(call, 'name'),
    objectAt(call, 'args'),
  ]);
}
