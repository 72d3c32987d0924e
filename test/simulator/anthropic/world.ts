import type { Consents } from '../consents.ts';
import type { Shared } from '../vendor.ts';
import type { ConsentRequest } from './authorize.ts';
import type { SimulatedModel } from './models.ts';
import type { AnthropicPersonaId } from './personas.ts';
import type { SignedThinking } from './signedThinking.ts';
import type { Tokens } from './tokens.ts';

/** What the two hosts share: they are one company. */
export interface World extends Shared {
  /** The one OAuth client that is registered, and what it was registered with. */
  readonly clientId: string;
  readonly redirectUri: string;
  /** The beginning of others that were registered, too. */
  readonly ownAddress: string | null;
  readonly scopes: readonly string[];
  /** The first system block that the client's tokens demand; empty for none. */
  readonly systemPrompt: string;
  /** Preselected on the consent page. */
  readonly persona: AnthropicPersonaId;
  readonly models: readonly SimulatedModel[];
  /** Most models on one page of the list. */
  readonly modelsPerPage: number;
  readonly consents: Consents<ConsentRequest>;
  readonly tokens: Tokens;
  readonly thinking: SignedThinking;
}
