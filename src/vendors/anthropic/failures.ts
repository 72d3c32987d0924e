import { cleanText } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { member, parseJson, stringAt } from '../../core/json.ts';
import { retryAfterMs } from '../../core/retryAfter.ts';
import { refinedByStatus } from '../../core/statusFailure.ts';
import type { ErrorAnswer } from '../../core/vendor.ts';
import { explainWebPage } from '../../core/webPage.ts';
import { explainError } from '../../protocols/anthropicMessages/failures.ts';
import { isPlanUsedUp, planResetsAt } from './limits.ts';

/**
 * What an answer of Anthropic's other than 200 means. The error's own type decides; the status only where there is none, as
 * from a gateway.
 */
export function explain(answer: ErrorAnswer): Failure {
  const { status, header, body } = answer;
  const parsed = parseJson(body);
  const page = parsed === undefined ? explainWebPage(answer) : null;
  if (page !== null) return page;
  const failure = refinedByStatus(explainError(member(parsed, 'error') ?? parsed, status), status);
  switch (failure.code) {
    case 'rate-limited':
      if (isPlanUsedUp(header)) return { code: 'usage-limit', resetsAt: planResetsAt(header) };
      return { code: 'rate-limited', retryAfterMs: retryAfterMs(header) };
    case 'rejected': {
      const request = header('request-id') ?? stringAt(parsed, 'request_id');
      if (request === null) return failure;
      // What Anthropic's support asks for.
      return { ...failure, detail: cleanText(`${failure.detail} (${request})`) };
    }
    default:
      return failure;
  }
}
