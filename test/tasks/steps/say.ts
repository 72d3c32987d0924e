/** Prints a line of progress. */
export type Say = (line: string) => void;

/** A `Say` that puts the seconds since it was made in front of each line. */
export function sayWithTime(): Say {
  const startedMs = Date.now();
  return (line) => console.log(`${seconds(Date.now() - startedMs).padStart(8)}  ${line}`);
}

/** A duration as `12.3 s`. */
export function seconds(durationMs: number): string {
  return `${(durationMs / 1_000).toFixed(1)} s`;
}
