import type { Failure } from '../core/failure.ts';

export interface FailedExchange {
  readonly host: string;
  /** `head` until the answer's headers have come, `body` afterwards. */
  readonly stage: 'head' | 'body';
  readonly limits: { readonly connectMs: number; readonly headersMs: number; readonly idleMs: number };
}

/** What an error of Node's or undici's network stack means. Only its codes are used: its message may quote anything. */
export function networkFailure(error: unknown, { host, stage, limits }: FailedExchange): Failure {
  const codes = [...codesOf(error)];
  const timedOut = (inStage: 'connecting' | 'answering', ms: number): Failure => {
    return { code: 'timeout', host, stage: inStage, seconds: ms / 1_000 };
  };
  for (const code of codes) {
    if (code === 'UND_ERR_BODY_TIMEOUT') return { code: 'stalled', seconds: limits.idleMs / 1_000 };
    if (code === 'UND_ERR_HEADERS_TIMEOUT') return timedOut('answering', limits.headersMs);
    if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return timedOut('connecting', limits.connectMs);
    if (code.startsWith('UND_ERR_PRX') || code.startsWith('proxy-')) return { code: 'proxy', host, detail: code };
    if (isCertificateCode(code)) return { code: 'tls', host, detail: code };
  }
  if (stage === 'body') return { code: 'interrupted' };
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN'))
    return { code: 'unreachable', host, why: 'dns' };
  if (codes.includes('ECONNREFUSED')) return { code: 'unreachable', host, why: 'refused' };
  if (codes.some((code) => ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(code))) {
    return { code: 'unreachable', host, why: 'reset' };
  }
  return { code: 'unreachable', host, why: 'other' };
}

/** OpenSSL's verification results, Node's own TLS errors, and what a server that speaks no TLS provokes. */
function isCertificateCode(code: string): boolean {
  return /CERT|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|SELF_SIGNED/.test(code);
}

/** The codes of an error, of its causes, and of the errors of every address that was tried. */
function* codesOf(error: unknown, depth = 0): Generator<string, void> {
  if (!(error instanceof Error) || depth > 5) return;
  if ('code' in error && typeof error.code === 'string') yield error.code;
  // undici tells the status with which a proxy refused to connect only in words.
  const refused = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (refused !== undefined) yield `proxy-${refused}`;
  if (error instanceof AggregateError) for (const one of error.errors) yield* codesOf(one, depth + 1);
  yield* codesOf(error.cause, depth + 1);
}
