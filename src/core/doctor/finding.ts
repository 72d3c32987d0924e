/** How a look came out: fine, worth knowing, or the reason why something does not work. */
export type Verdict = 'ok' | 'warn' | 'fail';

/**
 * What one look found. It is in English wherever it is shown, because people paste it into issues, and it has words of ours,
 * codes, numbers and host names only: no foreign text, no name, no id and no secret.
 */
export interface Finding {
  readonly title: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** What the person can do about it; `null` where nothing is to be done. */
  readonly wayOut: string | null;
}

/** Something to look at. What it throws, and that it does not end, become findings of their own. */
export interface Check {
  readonly title: string;
  /** What to do when it does not end. */
  readonly ifLate: string;
  run(signal: AbortSignal): Promise<readonly Finding[]>;
}

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export function fine(title: string, sentence: string): Finding {
  return { title, verdict: 'ok', sentence, wayOut: null };
}

export function warning(title: string, sentence: string, wayOut: string | null): Finding {
  return { title, verdict: 'warn', sentence, wayOut };
}

export function failing(title: string, sentence: string, wayOut: string | null): Finding {
  return { title, verdict: 'fail', sentence, wayOut };
}
