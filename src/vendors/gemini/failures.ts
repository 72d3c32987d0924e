import type { Failure } from '../../core/failure.ts';
import { isArray, member, numberAt } from '../../core/json.ts';
import { retryAfterMs } from '../../core/retryAfter.ts';
import type { ErrorAnswer } from '../../core/vendor.ts';
import { explainWebPage } from '../../core/webPage.ts';
import { explainError } from '../../protocols/gemini/failures.ts';
import { parseLenient } from './lenientJson.ts';
import { nextQuotaDay } from './quotaDay.ts';

/** What an answer of Gemini's other than 200 means. Its error stands alone or, where a list was asked for, in one. */
export function explain(answer: ErrorAnswer): Failure {
  const { status, header, body } = answer;
  const parsed = parseLenient(body);
  const page = parsed === undefined ? explainWebPage(answer) : null;
  if (page !== null) return page;
  const first = isArray(parsed) ? parsed[0] : parsed;
  const error = member(first, 'error') ?? first;
  const failure = explainError(error, status === 200 ? (numberAt(error, 'code') ?? 500) : status);
  switch (failure.code) {
    case 'rate-limited':
      return { ...failure, retryAfterMs: failure.retryAfterMs ?? retryAfterMs(header) };
    case 'usage-limit':
      return { ...failure, resetsAt: nextQuotaDay(header('date')) };
    default:
      return failure;
  }
}
