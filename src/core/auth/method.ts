import type { Failure } from '../failure.ts';
import type { Account, Credential, EpochMs, NonEmpty } from '../model.ts';
import type { LoopbackRedirect } from '../ports.ts';
import type { Secret } from '../secret.ts';
import type { Sentence } from '../sentence.ts';
import type { Call } from '../vendor.ts';
import type { Authorization, ValidRedirect } from './authorize.ts';

export interface SignedIn {
  readonly account: Account;
  readonly credential: Credential;
  /** Something the user should know although the sign-in worked. */
  readonly notice: Failure | null;
}

/** A way to sign in, as data plus functions; the steps between them belong to `signIn.ts`. */
export type SignInMethod = BrowserMethod | DeviceMethod | FormMethod | ImportMethod;

interface Described {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** What it asks to be allowed (RFC 6749 section 3.3), where it is a sign-in that asks for that. */
  readonly scopes?: readonly string[];
}

/** Where the vendor sends the browser at the end. It must be what the vendor knows, character by character (RFC 9700, 2.1). */
export type RedirectTarget =
  /** To this machine. */
  | ({ readonly kind: 'loopback' } & LoopbackRedirect)
  /** To VS Code, by an address as it was `registered`, with a `*` at its end where any ending is; `setting` is what names it. */
  | { readonly kind: 'own-address'; readonly registered: string; readonly setting: string }
  /** To a page that shows a code to paste. */
  | { readonly kind: 'page'; readonly redirectUri: string };

/** The authorization code flow with PKCE (RFC 6749 section 4.1, RFC 7636, RFC 8252). */
export interface BrowserMethod extends Described {
  readonly kind: 'browser';
  readonly origins: NonEmpty<string>;
  readonly redirect: RedirectTarget;
  /** Whether its page can be told to ask which account it is to be, although it remembers one. */
  readonly asksWho?: boolean;
  /** The authorization server's issuer identifier. */
  readonly issuer: string;
  authorizeUrl(authorization: Authorization): Promise<URL>;
  /** What the vendor's page means by refusing (RFC 6749 section 4.1.2.1). */
  denied(error: string, description: string): Failure;
  /** Trades the code for tokens and finds out whose they are. */
  redeem(redirect: ValidRedirect, call: Call): Promise<SignedIn>;
}

/** A code to type on a page that may be open on any device (RFC 8628). */
export interface DeviceMethod extends Described {
  readonly kind: 'device';
  /** The id of the browser method that leads to the same account. */
  readonly insteadOf?: string;
  readonly origins: NonEmpty<string>;
  begin(call: Call): Promise<DeviceCode>;
}

export interface DeviceCode {
  readonly userCode: string;
  readonly page: URL;
  readonly expiresAt: EpochMs;
  readonly intervalMs: number;
  /** Asks once whether the person is done. `slow-down` adds five seconds to the interval (RFC 8628 section 3.5). */
  poll(call: Call): Promise<SignedIn | 'pending' | 'slow-down'>;
}

/** Something to fill in, for example an API key. */
export interface FormMethod extends Described {
  readonly kind: 'form';
  readonly fields: NonEmpty<Field>;
  /** Where what was filled in may be sent. Throws `bad-setting`. */
  origins(values: FormValues): NonEmpty<string>;
  /** Proves it to be good, with one cheap request where there is one. Throws `key-refused`. */
  submit(values: FormValues, call: Call): Promise<SignedIn>;
}

export interface Field {
  readonly id: string;
  readonly label: string;
  /** An example of what belongs here. */
  readonly example: string;
  readonly initial: string;
  readonly secret: boolean;
  readonly required: boolean;
  /** What is wrong with the text as one sentence, or `null`. Called at every keystroke. */
  problem(text: string): string | null;
}

/** What was filled in, by field id and trimmed; fields left empty are not there. */
export interface FormValues {
  readonly texts: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, Secret>;
}

/** A sign-in that another program has on this machine. */
export interface ImportMethod extends Described {
  readonly kind: 'import';
  /** Whether there is something, where that can be told without looking. */
  isThere?(): boolean;
  /** Looks without taking anything. Throws `nothing-to-import`. */
  find(): Promise<Found>;
}

/** `what` says in one sentence what was found and what will be done with it. */
export type Found =
  | {
      readonly kind: 'credential';
      readonly what: Sentence;
      readonly origins: NonEmpty<string>;
      take(call: Call): Promise<SignedIn>;
    }
  | { readonly kind: 'sign-in'; readonly what: Sentence; readonly method: BrowserMethod };
