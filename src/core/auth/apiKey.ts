import { type FailureCode, failureOf, MaestroError } from '../failure.ts';

/** Failures of a key's proof that speak of the key; others, for example that the service is busy, say nothing about it. */
export const aboutTheKey: readonly FailureCode[] = ['credential-rejected', 'key-refused', 'not-entitled', 'rejected'];

/**
 * What the failed proof of a key is to be thrown as: `key-refused` if it failed for one of `reasons`, in the vendor's words
 * or, where it has none, in `sentence`; else what it failed with.
 */
export function keyRefusal(error: unknown, sentence: string, reasons = aboutTheKey): unknown {
  const failure = failureOf(error);
  if (!reasons.includes(failure.code)) return error;
  return new MaestroError({ code: 'key-refused', detail: 'detail' in failure ? failure.detail : sentence });
}

/** What is wrong with the text as any key, as one sentence, or `null`: it becomes part of a header. */
export function keyTextProblem(text: string): string | null {
  return /^[\x21-\x7e]{1,8000}$/.test(text) ? null : 'A key has no spaces and only plain letters, digits and signs.';
}
