import type { EpochMs } from './model.ts';

/**
 * Everything that can go wrong, as plain data. `words.ts` has the one sentence and the one way out for each code.
 * `host` is a host name with its port; `detail` is a vendor's own message, cleaned and at most 500 characters long.
 */
export type Failure =
  // accounts
  | { readonly code: 'no-account' }
  | { readonly code: 'credential-rejected' }
  | { readonly code: 'secret-missing' }
  | { readonly code: 'storage-failed' }
  /** The keyring has not answered for a while; it may be waiting for its password. */
  | { readonly code: 'keyring-waiting' }
  | { readonly code: 'origin-changed'; readonly host: string }
  | { readonly code: 'bad-setting'; readonly setting: string; readonly detail: string }
  // sign-in
  | { readonly code: 'sign-in-denied'; readonly detail: string }
  | { readonly code: 'sign-in-timeout'; readonly minutes: number }
  | { readonly code: 'sign-in-replaced' }
  | { readonly code: 'sign-in-cancelled' }
  | { readonly code: 'ports-busy'; readonly ports: readonly number[] }
  /** The vendor does not take the code that a sign-in brought; another may be right. */
  | { readonly code: 'code-refused'; readonly detail: string }
  | { readonly code: 'bad-token-answer'; readonly detail: string }
  | { readonly code: 'bad-id-token'; readonly detail: string }
  | { readonly code: 'exchange-refused'; readonly detail: string }
  /** Not a failure but to be said: answers will use up the person's own plan. */
  | { readonly code: 'plan-shared' }
  | { readonly code: 'key-refused'; readonly detail: string }
  | { readonly code: 'other-product-only' }
  | { readonly code: 'device-code-off' }
  | { readonly code: 'device-code-expired' }
  | { readonly code: 'nothing-to-import'; readonly detail: string }
  // what the vendor says
  | { readonly code: 'not-entitled'; readonly detail: string }
  | { readonly code: 'region'; readonly detail: string }
  | { readonly code: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly code: 'usage-limit'; readonly resetsAt: EpochMs | null }
  /** The person's own limit for a model, in questions a day. */
  | { readonly code: 'daily-limit'; readonly model: string; readonly limit: number }
  | { readonly code: 'billing'; readonly detail: string }
  | { readonly code: 'model-unavailable'; readonly detail: string }
  | { readonly code: 'no-models'; readonly host: string }
  | { readonly code: 'context-too-long' }
  | { readonly code: 'too-large' }
  | { readonly code: 'policy'; readonly detail: string }
  /** The vendor does not take back what it once gave with an answer; without it the request is good. */
  | { readonly code: 'replay-refused' }
  | { readonly code: 'rejected'; readonly status: number; readonly detail: string }
  | { readonly code: 'overloaded' }
  | { readonly code: 'server'; readonly status: number }
  // the way there
  | { readonly code: 'unreachable'; readonly host: string; readonly why: UnreachableReason }
  /** `subject` is whom the certificate is made out to, where that is somebody else than the host. */
  | { readonly code: 'tls'; readonly host: string; readonly detail: string; readonly subject?: string }
  | { readonly code: 'proxy'; readonly host: string; readonly detail: string }
  | {
      readonly code: 'timeout';
      readonly host: string;
      readonly stage: 'connecting' | 'answering';
      readonly seconds: number;
    }
  | { readonly code: 'redirected'; readonly host: string; readonly to: string }
  | { readonly code: 'web-page'; readonly host: string; readonly title: string }
  | { readonly code: 'forbidden-origin'; readonly host: string }
  // what was said before
  /** There is no space left for what is said; `detail` of the next two is the system's own code. */
  | { readonly code: 'history-full' }
  | { readonly code: 'history-unsaved'; readonly detail: string }
  | { readonly code: 'history-unreadable'; readonly detail: string }
  | { readonly code: 'not-importable'; readonly detail: string }
  // the stream
  | { readonly code: 'empty' }
  | { readonly code: 'truncated' }
  | { readonly code: 'interrupted' }
  | { readonly code: 'stalled'; readonly seconds: number }
  | { readonly code: 'restarted' }
  | { readonly code: 'unreadable'; readonly detail: string }
  | { readonly code: 'too-much'; readonly detail: string }
  | { readonly code: 'internal'; readonly detail: string };

export type FailureCode = Failure['code'];

/** `dns` if there is no such name, `dns-silent` if no name server said whether there is. */
export type UnreachableReason = 'dns' | 'dns-silent' | 'refused' | 'reset' | 'other';

/** The envelope for a {@link Failure} where one must be thrown. Its message is the code, never a vendor's text. */
export class MaestroError extends Error {
  override readonly name = 'MaestroError';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The failure inside an error; anything unknown becomes `internal` with the error's class only, because its text may hold anything. */
export function failureOf(error: unknown): Failure {
  if (error instanceof MaestroError) return error.failure;
  return { code: 'internal', detail: error instanceof Error ? error.name : typeof error };
}
