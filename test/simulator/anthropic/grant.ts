import type { Persona } from './personas.ts';

/** One consent of one person, or one key that they made. All that is issued for a consent is revoked together. */
export class Grant {
  readonly persona: Persona;
  readonly scope: string;
  #revoked = false;

  constructor(persona: Persona, scope: string) {
    this.persona = persona;
    this.scope = scope;
  }

  get isRevoked(): boolean {
    return this.#revoked;
  }

  revoke(): void {
    this.#revoked = true;
  }
}
