import { cleanText } from '../core/cleanText.ts';
import { type Failure, MaestroError } from '../core/failure.ts';
import { objectAt, stringAt } from '../core/json.ts';

export interface FailedExchange {
  readonly host: string;
  /** `head` until the answer's headers have come, `body` afterwards. */
  readonly stage: 'head' | 'body';
  readonly limits: { readonly connectMs: number; readonly headersMs: number; readonly idleMs: number };
}

/** A failure before there was a connection: no server has seen anything of the request, so another way there may be tried. */
export class UnconnectedError extends MaestroError {}

/** {@link networkFailure} as what is thrown. */
export function networkError(error: unknown, exchange: FailedExchange): MaestroError {
  const failure = networkFailure(error, exchange);
  return isUnconnected(error) ? new UnconnectedError(failure) : new MaestroError(failure);
}

const resets: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET']);

/**
 * What an error of Node's or undici's network stack means. Only its codes are used, and whom a certificate is for: its message
 * may quote anything.
 */
export function networkFailure(error: unknown, { host, stage, limits }: FailedExchange): Failure {
  const signs = [...signsOf(error)];
  const codes = signs.map(({ code }) => code);
  const timedOut = (inStage: 'connecting' | 'answering', ms: number): Failure => {
    return { code: 'timeout', host, stage: inStage, seconds: ms / 1_000 };
  };
  for (const { code, syscall, subject } of signs) {
    if (code === 'UND_ERR_BODY_TIMEOUT') return { code: 'stalled', seconds: limits.idleMs / 1_000 };
    if (code === 'UND_ERR_HEADERS_TIMEOUT') return timedOut('answering', limits.headersMs);
    // A connection that is there is given up by the system with the same code, as if it had been reset.
    const isConnecting = code === 'ETIMEDOUT' && syscall !== 'read' && syscall !== 'write';
    if (code === 'UND_ERR_CONNECT_TIMEOUT' || isConnecting) return timedOut('connecting', limits.connectMs);
    if (isProxyCode(code)) return { code: 'proxy', host, detail: code };
    if (isCertificateCode(code)) {
      return { code: 'tls', host, detail: code, ...(subject === '' ? {} : { subject }) };
    }
  }
  if (stage === 'body') return { code: 'interrupted' };
  if (codes.includes('ENOTFOUND')) return { code: 'unreachable', host, why: 'dns' };
  if (codes.includes('EAI_AGAIN')) return { code: 'unreachable', host, why: 'dns-silent' };
  if (codes.includes('ECONNREFUSED')) return { code: 'unreachable', host, why: 'refused' };
  if (codes.some((code) => resets.has(code))) {
    return { code: 'unreachable', host, why: 'reset' };
  }
  return { code: 'unreachable', host, why: 'other' };
}

/**
 * Whether an error can only come from looking a name up, from a proxy that makes no connection or is of no kind that is known,
 * from `connect`, or from the certificate that is looked at before anything is sent. What may also end a connection that is made (a reset, an alert of TLS,
 * a time that the system has set, an answer that is none) is not among them.
 */
function isUnconnected(error: unknown): boolean {
  for (const { code, syscall } of signsOf(error)) {
    if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
    if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'UND_ERR_INVALID_ARG' || isProxyCode(code)) return true;
    if (isCertificateCode(code) && !/ERR_SSL|EPROTO/.test(code)) return true;
  }
  return false;
}

function isProxyCode(code: string): boolean {
  return code.startsWith('UND_ERR_PRX') || code.startsWith('proxy-');
}

/** OpenSSL's verification results, Node's own TLS errors, and what a server that speaks no TLS provokes. */
function isCertificateCode(code: string): boolean {
  return /CERT|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_|SELF_SIGNED/.test(code);
}

interface Sign {
  readonly code: string;
  /** What the system was asked for when it failed. */
  readonly syscall: unknown;
  /** Whom the certificate is for that is not for this host; empty where the error is another. */
  readonly subject: string;
}

/** The codes of an error, of its causes, and of the errors of every address that was tried. */
function* signsOf(error: unknown, depth = 0): Generator<Sign, void> {
  if (!(error instanceof Error) || depth > 5) return;
  const syscall = 'syscall' in error ? error.syscall : null;
  if ('code' in error && typeof error.code === 'string') yield { code: error.code, syscall, subject: subjectOf(error) };
  // undici tells the status with which a proxy refused to connect only in words.
  const refused = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (refused !== undefined) yield { code: `proxy-${refused}`, syscall, subject: '' };
  if (error instanceof AggregateError) for (const one of error.errors) yield* signsOf(one, depth + 1);
  yield* signsOf(error.cause, depth + 1);
}

/** The names in the certificate that Node adds to its error where they are not the host's; what else is wrong with one it says without. */
function subjectOf(error: Error): string {
  const cert = 'cert' in error ? error.cert : null;
  const names = stringAt(cert, 'subjectaltname')?.replaceAll(/\b(?:DNS|IP Address|URI):/g, '');
  return cleanText(names ?? stringAt(objectAt(cert, 'subject'), 'CN') ?? '', 100);
}
