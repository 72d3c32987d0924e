import type { Persona } from './personas.ts';

/**
 * What kind of sign-in tokens came from: that of OpenAI's own coding agent, which acts as the person in a workspace, or
 * "Sign in with ChatGPT", which lets another program use the person's plan.
 */
export type SignInKind = 'codex' | 'siwc';

/** A key that a person made on the platform's own pages has no sign-in behind it. */
export type GrantKind = SignInKind | 'platform';

/** One consent of one person. All that is issued for it, directly or by renewal, is revoked together (RFC 9700, 4.14.2). */
export class Grant {
  readonly kind: GrantKind;
  readonly persona: Persona;
  readonly clientId: string;
  readonly scope: string;
  #revoked = false;

  constructor(kind: GrantKind, persona: Persona, clientId: string, scope: string) {
    this.kind = kind;
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
