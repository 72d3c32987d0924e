import type { PlanUsage } from './accounts/usage.ts';
import type { SignInMethod } from './auth/method.ts';
import type { Failure } from './failure.ts';
import type { Header } from './header.ts';
import type { Json } from './json.ts';
import type {
  Account,
  ChatRequest,
  Credential,
  Issuer,
  Model,
  ModelId,
  NonEmpty,
  SessionCredential,
  VendorId,
} from './model.ts';
import type { Emit, RateLimit } from './parts.ts';
import type { Clock, Http, HttpRequest } from './ports.ts';

/** What a vendor's sign-in, renewal and listing may use of the outside. `http` refuses every origin that was not listed. */
export interface Call {
  readonly http: Http;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Turns one answer's events into parts. Its state is the request's; it never does I/O, and throws only `MaestroError`. */
export interface Decoder {
  event(data: string, emit: Emit): void;
  /** The same for an answer that came as one JSON body instead of a stream. */
  whole(body: Json, emit: Emit): void;
  /** For protocols whose streams end without a closing event: the body is over, as the server meant it. */
  close?(emit: Emit): void;
  /** How long such a stream is still listened to, in ms, when it seems to be over; `null` while it does not. */
  readonly lingerMs?: number | null;
}

/** An answer that is not what was asked for, its body cut at a limit. */
export interface ErrorAnswer {
  readonly host: string;
  readonly status: number;
  readonly header: Header;
  readonly body: string;
}

/** What a vendor offers to one account. `etag` is given back with the next question (RFC 9110 section 8.8.3). */
export interface ModelList {
  readonly models: readonly Model[];
  readonly etag: string | null;
}

/** Models that were known when this version was made. */
export interface KnownModels {
  /** The default first. May be empty. */
  readonly models: readonly Model[];
  /** The day on which the vendor offered them, as ISO 8601 has it: `2026-11-20`. */
  readonly day: string;
}

export interface Renewed {
  readonly credential: Credential;
  /** The plan as the vendor now names it. */
  readonly plan: string | null;
}

/** What a renewal is for, and what it may keep on its way. */
export interface RenewalTask {
  /** Whether the vendor has refused the credential. If not it is only due, and a key that was traded for the session stays. */
  readonly refused: boolean;
  /**
   * Stores what is won so far, where a renewal takes several steps: a refresh token that was used up must not be lost with
   * its successor.
   */
  keep(partly: Credential): Promise<void>;
}

/** What is left of an account's plan, and the plan as the vendor now names it. */
export interface PlanReport {
  readonly plan: string | null;
  readonly usage: PlanUsage;
}

/** How a vendor is told that a session is over (RFC 7009). Never needed for signing out here. */
export interface Revocation {
  /** What else ends, as one sentence that is short enough for one line of a list. */
  readonly detail: string;
  /** Resolves on the vendor's word that the session is over, and throws what keeps it from being told. */
  send(call: Call): Promise<void>;
}

/** How a vendor is asked, and how its answers are read. Nothing here does I/O. */
export interface Wire {
  /** The whole request, in wire order. */
  encode(request: ChatRequest, account: Account, credential: Credential): HttpRequest;
  decoder(issuer: Issuer): Decoder;
  /** What an answer with a status other than 200, or a failure event, means. */
  explain(answer: ErrorAnswer): Failure;
  /** The limits that an answer's headers tell of. */
  limits(header: Header): readonly RateLimit[];
}

/**
 * One vendor. What it does follows the settings of the moment; where those cannot be used, it throws `bad-setting`. A vendor
 * is data plus functions over a {@link Call}: sockets, storage and surfaces are not its business.
 */
export interface Vendor {
  readonly id: VendorId;
  readonly label: string;
  /** Where there is no room for the label: the name of an icon that VS Code has, the vendor's own marks being its own. */
  readonly icon: string;
  /** What a person without any account reads on the vendor's button; `label` alone where that says enough. */
  readonly invitation?: { readonly label: string; readonly detail: string };
  readonly methods: NonEmpty<SignInMethod>;
  /** For when the vendor cannot be asked. */
  knownModels(account: Account): KnownModels;
  /** What a name alone tells of a model that the vendor does not list; absent or `null` where it tells nothing. */
  modelNamed?(account: Account, id: ModelId): Model | null;
  /** What the vendor offers to this account now, the default first; `unchanged` if that is what `etag` stands for. */
  listModels(
    account: Account,
    credential: Credential,
    call: Call,
    etag: string | null,
  ): Promise<ModelList | 'unchanged'>;
  /** What the vendor wants said wherever such an account is used, for example whose plan pays. */
  planNotice?(account: Account): string | null;
  /** Where a person sees what is left of the plan. */
  usagePage(account: Account): URL | null;
  /** Asks what is left of the account's plan; absent or `null` where the vendor tells that with its answers only. */
  askUsage?(account: Account, credential: Credential, call: Call): Promise<PlanReport | null>;
  /** Loaded with the first question: most windows never ask most vendors anything. */
  wire(): Promise<Wire>;
  /** Renews a session. Throws `credential-rejected` only on the vendor's definite word. */
  renew(account: Account, credential: SessionCredential, call: Call, task: RenewalTask): Promise<Renewed>;
  /** How to tell the vendor that what is behind the credential is over; absent or `null` where it cannot be told. */
  revocation?(account: Account, credential: Credential): Revocation | null;
}
