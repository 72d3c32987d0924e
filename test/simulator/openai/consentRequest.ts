import type { SignInKind } from './grant.ts';
import type { PersonaId } from './personas.ts';

/** An authorization request that was found correct and waits for the person. */
export interface ConsentRequest {
  readonly kind: SignInKind;
  /** `null` for a program that is registered by this consent. */
  readonly clientId: string | null;
  /** The host that a registration is for; `null` where nothing is registered. */
  readonly hostId: string | null;
  readonly redirectUri: string;
  readonly scope: string;
  readonly challenge: string;
  readonly state: string;
  readonly nonce: string | null;
  /** What the program calls itself. */
  readonly program: string;
  readonly preselected: PersonaId;
  /** The only workspaces that may be chosen, by their account ids; `null` for any. */
  readonly workspaces: readonly string[] | null;
}
