import type { Failure, FailureCode } from '../../core/failure.ts';
import type { Action } from '../../webview/bridge.ts';

/** A failure as a person reads it: one plain sentence, and the ways out, the best first. */
export interface Words {
  readonly sentence: string;
  readonly actions: readonly Action[];
}

/** The failure of each code. */
export type FailureOf = { readonly [C in FailureCode]: Extract<Failure, { code: C }> };

/** How the failure of each code is told. */
export type Tellings = { readonly [C in FailureCode]: (failure: FailureOf[C]) => Words };

export function words(sentence: string, ...actions: readonly Action[]): Words {
  return { sentence: sentence.trim(), actions };
}
