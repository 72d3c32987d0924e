import type { Received } from './received.ts';
import type { Reply } from './reply.ts';
import type { Script } from './script.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settingsText.ts';

/** What every vendor's part shares with the others: one port, one clock, one script. */
export interface Shared {
  /** Scheme and authority of the simulator, without a slash at the end. */
  readonly origin: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Pause between two deltas of an answer, in milliseconds. */
  readonly deltaMs: number;
  readonly script: Script;
  readonly secrets: Secrets;
}

/** Answers a request to one host. `gone` is aborted when the client leaves before the answer is complete. */
export type Serve = (request: Received, gone: AbortSignal) => Reply | Promise<Reply>;

/** One vendor's part of the simulator. */
export interface Vendor<Host extends string> {
  readonly hosts: Readonly<Record<Host, Serve>>;
  /** The settings that lead Maestro to these hosts. */
  readonly settings: Settings;
  /** Lets every access token expire now, before its time. */
  expireAccessTokens(): void;
  /** Ends every session and refuses every key from now on. */
  revokeEverything(): void;
}
