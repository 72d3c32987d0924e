import { failureOf } from '../failure.ts';

/** The one word for an error that cannot hold anything foreign: a system's code such as `EROFS`, a failure's code, or a class. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code)) return code;
  const failure = failureOf(error);
  if (failure.code !== 'internal')
    return 'detail' in failure && failure.code.startsWith('history-') ? failure.detail : failure.code;
  return failure.detail;
}
