import type { Context } from 'mocha';

/** Where {@link skip} leaves the reason for the report. */
export const skipReason = 'skipReason';

/** Skips the test, or in a hook all that it is for, and has the report say why. */
export function skip(context: Context, reason: string): never {
  context[skipReason] = reason;
  return context.skip();
}

/** Skips what needs recorded streams where there are none. */
export function skipWithout(recordings: readonly unknown[], context: Context): void {
  if (recordings.length === 0) skip(context, 'no recorded streams beside the project');
}
