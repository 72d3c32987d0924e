import type { Secrets } from '../secrets.ts';
import { type GeminiPersona, type GeminiPersonaId, geminiKeyOf, geminiPersonas } from './personas.ts';

/** Every person's key. */
export class Keys {
  readonly #owners: ReadonlyMap<string, GeminiPersona>;
  #isRevoked = false;

  constructor(secrets: Secrets) {
    this.#owners = new Map(geminiPersonas.map((persona) => [secrets.add(geminiKeyOf(persona.id)), persona]));
  }

  keyOf(persona: GeminiPersonaId): string {
    return geminiKeyOf(persona);
  }

  find(key: string): GeminiPersona | 'revoked' | null {
    const owner = this.#owners.get(key);
    if (owner === undefined) return null;
    return this.#isRevoked ? 'revoked' : owner;
  }

  revokeAll(): void {
    this.#isRevoked = true;
  }
}
