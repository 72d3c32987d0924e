import type { Persona } from './personas.ts';

/** One consent of one person. All that is issued for it, directly or by renewal, is revoked together (RFC 9700, 4.14.2). */
export class Grant {
  readonly persona: Persona;
  readonly clientId: string;
  readonly scope: string;
  #revoked = false;

  constructor(persona: Persona, clientId: string, scope: string) {
    this.persona = persona;
    this.clientId = clientId;
    this.scope = scope;
  }

  get isRevoked(): boolean {
    return this.#revoked;
  }

  revoke(): void {
    this.#revoked = true;
  }
}
