import { cleanText } from '../cleanText.ts';
import type { Failure } from '../failure.ts';
import { type Json, numberAt, stringAt } from '../json.ts';
import { type EpochMs, epochMs } from '../model.ts';

const reasons = ['dns', 'dns-silent', 'refused', 'reset', 'other'] as const;

/**
 * Reads a failure that was written as it is, trusting nothing in it: one that a newer version knows, or that is not whole,
 * becomes `interrupted`, for then the answer is as far as it came.
 */
export function readFailure(value: Json | undefined): Failure {
  return plain(value) ?? detailed(value) ?? placed(value) ?? measured(value) ?? { code: 'interrupted' };
}

/** The codes that say it all; only those that can end an answer. */
function plain(value: Json | undefined): Failure | null {
  const code = stringAt(value, 'code');
  switch (code) {
    case 'no-account':
    case 'credential-rejected':
    case 'secret-missing':
    case 'storage-failed':
    case 'keyring-waiting':
    case 'other-product-only':
    case 'context-too-long':
    case 'too-large':
    case 'replay-refused':
    case 'overloaded':
    case 'empty':
    case 'truncated':
    case 'interrupted':
    case 'restarted':
      return { code };
    default:
      return null;
  }
}

function detailed(value: Json | undefined): Failure | null {
  const code = stringAt(value, 'code');
  const detail = textAt(value, 'detail');
  switch (code) {
    case 'code-refused':
    case 'bad-token-answer':
    case 'exchange-refused':
    case 'key-refused':
    case 'not-entitled':
    case 'region':
    case 'billing':
    case 'model-unavailable':
    case 'policy':
    case 'unreadable':
    case 'too-much':
    case 'internal':
      return { code, detail };
    case 'bad-setting':
      return { code, setting: textAt(value, 'setting'), detail };
    default:
      return null;
  }
}

/** What happened with one host. */
function placed(value: Json | undefined): Failure | null {
  const code = stringAt(value, 'code');
  const host = textAt(value, 'host');
  switch (code) {
    case 'origin-changed':
    case 'no-models':
    case 'forbidden-origin':
      return { code, host };
    case 'unreachable':
      return { code, host, why: reasons.find((why) => why === stringAt(value, 'why')) ?? 'other' };
    case 'tls': {
      const subject = textAt(value, 'subject');
      return { code, host, detail: textAt(value, 'detail'), ...(subject === '' ? {} : { subject }) };
    }
    case 'proxy':
      return { code, host, detail: textAt(value, 'detail') };
    case 'timeout': {
      const stage = stringAt(value, 'stage') === 'connecting' ? 'connecting' : 'answering';
      return { code, host, stage, seconds: numberAt(value, 'seconds') ?? 0 };
    }
    case 'redirected':
      return { code, host, to: textAt(value, 'to') };
    case 'web-page':
      return { code, host, title: textAt(value, 'title') };
    default:
      return null;
  }
}

function measured(value: Json | undefined): Failure | null {
  const code = stringAt(value, 'code');
  switch (code) {
    case 'rate-limited':
      return { code, retryAfterMs: numberAt(value, 'retryAfterMs') };
    case 'usage-limit':
      return { code, resetsAt: timeAt(value, 'resetsAt') };
    case 'rejected':
      return { code, status: numberAt(value, 'status') ?? 0, detail: textAt(value, 'detail') };
    case 'server':
      return { code, status: numberAt(value, 'status') ?? 0 };
    case 'stalled':
      return { code, seconds: numberAt(value, 'seconds') ?? 0 };
    default:
      return null;
  }
}

function textAt(value: Json | undefined, key: string): string {
  return cleanText(stringAt(value, key) ?? '');
}

function timeAt(value: Json | undefined, key: string): EpochMs | null {
  const ms = numberAt(value, key);
  return ms === null ? null : epochMs(ms);
}
