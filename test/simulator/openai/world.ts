import type { Consents } from '../consents.ts';
import type { Shared } from '../vendor.ts';
import type { Catalogue } from './catalogue.ts';
import type { ConsentRequest } from './consentRequest.ts';
import type { DeviceCodes } from './device/deviceCodes.ts';
import type { PersonaId } from './personas.ts';
import type { SealedReasoning } from './sealedReasoning.ts';
import type { Registrations } from './siwc/registrations.ts';
import type { Tokens } from './tokens.ts';

/** What the three hosts share: they are one company. */
export interface World extends Shared {
  readonly authBaseUrl: string;
  readonly apiBaseUrl: string;
  /** The client id of OpenAI's own coding agent. */
  readonly clientId: string;
  readonly redirectPorts: readonly number[] | 'any';
  /** Preselected on the consent page. */
  readonly persona: PersonaId;
  /** Whether people may sign in with a code on another device. */
  readonly hasDeviceCodes: boolean;
  /** How long a program is told to wait between two questions. */
  readonly devicePollSeconds: number;
  readonly catalogue: Catalogue;
  readonly consents: Consents<ConsentRequest>;
  readonly registrations: Registrations;
  readonly devices: DeviceCodes;
  readonly reasoning: SealedReasoning;
  readonly tokens: Tokens;
}
