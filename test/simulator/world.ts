import type { Consents } from './consents.ts';
import type { PersonaId } from './personas.ts';
import type { Script } from './script.ts';
import type { Secrets } from './secrets.ts';
import type { Tokens } from './tokens.ts';

/** What the three hosts share: they are one company. */
export interface World {
  readonly authBaseUrl: string;
  readonly clientId: string;
  readonly redirectPorts: readonly number[] | 'any';
  /** Preselected on the consent page. */
  readonly persona: PersonaId;
  readonly models: readonly string[];
  /** Pause between two deltas of an answer. */
  readonly deltaMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly consents: Consents;
  readonly script: Script;
  readonly secrets: Secrets;
  readonly tokens: Tokens;
}
