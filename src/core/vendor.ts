import type { Authorization, ValidRedirect } from './auth/authorize.ts';
import type { Failure } from './failure.ts';
import type { Json } from './json.ts';
import type { Account, ChatRequest, Credential, Model, NonEmpty, VendorId } from './model.ts';
import type { DecodedPart } from './parts.ts';
import type { Clock, Http, HttpRequest, LoopbackRedirect } from './ports.ts';

/** What a vendor's sign-in and renewal may use of the outside. `http` refuses every origin the vendor did not list. */
export interface Call {
  readonly http: Http;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface SignedIn {
  readonly account: Account;
  readonly credential: Credential;
  /** Something the user should know although the sign-in worked. */
  readonly notice: Failure | null;
}

/** A way to sign in. Data plus pure functions; the steps between them belong to `core/auth/signIn.ts`. */
export interface SignInMethod {
  readonly kind: 'browser';
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly redirect: LoopbackRedirect;
  /** The authorization server's issuer identifier. */
  readonly issuer: string;
  authorizeUrl(authorization: Authorization): URL;
  /** What the vendor's page means by refusing (RFC 6749 section 4.1.2.1). */
  denied(error: string, description: string): Failure;
  /** Trades the code for tokens and finds out whose they are. */
  redeem(redirect: ValidRedirect, call: Call): Promise<SignedIn>;
}

/** Turns one answer's events into parts. Its state is the request's; it never does I/O, and throws only `MaestroError`. */
export interface Decoder {
  event(data: string, emit: (part: DecodedPart) => void): void;
  /** The same for an answer that came as one JSON body instead of a stream. */
  whole(body: Json, emit: (part: DecodedPart) => void): void;
}

/** An answer that is not what was asked for, its body cut at a limit. */
export interface ErrorAnswer {
  readonly host: string;
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: string;
}

/**
 * One vendor. `origins` and `methods`, like the functions, follow the settings of the moment and throw `bad-setting` when
 * those cannot be used; the rest is always there.
 */
export interface Vendor {
  readonly id: VendorId;
  readonly label: string;
  /** Origins that its credentials may be sent to, and nowhere else. */
  readonly origins: NonEmpty<string>;
  readonly methods: NonEmpty<SignInMethod>;
  readonly models: NonEmpty<Model>;
  /** Where a person sees what is left of the plan. */
  readonly usagePage: URL;
  /** The whole request, in wire order. Pure. */
  encode(request: ChatRequest, account: Account, credential: Credential): HttpRequest;
  decoder(): Decoder;
  /** What an answer with a status other than 200, or a failure event, means. Pure. */
  explain(answer: ErrorAnswer): Failure;
  /**
   * Renews the credential. Throws `credential-rejected` only on the vendor's definite word. Where it takes several steps,
   * `keep` stores what is won so far: a refresh token that was used up must not be lost with its successor.
   */
  renew(credential: Credential, call: Call, keep: (partly: Credential) => Promise<void>): Promise<Credential>;
}
