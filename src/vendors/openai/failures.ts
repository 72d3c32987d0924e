import { cleanText } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { servedAt } from '../../core/header.ts';
import { isObject, type Json, member, numberAt, parseJson } from '../../core/json.ts';
import { type EpochMs, epochMs } from '../../core/model.ts';
import { retryAfterMs } from '../../core/retryAfter.ts';
import { refinedByStatus } from '../../core/statusFailure.ts';
import type { ErrorAnswer } from '../../core/vendor.ts';
import { explainWebPage } from '../../core/webPage.ts';
import { explainError } from '../../protocols/openaiResponses/failures.ts';
import { summariesSetting } from './settings.ts';

/**
 * What an OpenAI answer other than 200 means. A code in the body decides; the status only where there is none. Bodies are
 * `{error: {…}}`, `{detail: …}` (ChatGPT backend) or a web page (its firewall).
 */
export function explain(answer: ErrorAnswer): Failure {
  const parsed = parseJson(answer.body);
  const page = parsed === undefined ? explainWebPage(answer) : null;
  return page ?? completed(answer, explainBody(answer, errorIn(parsed)));
}

function errorIn(parsed: Json | undefined): Json | undefined {
  const detail = member(parsed, 'detail');
  return member(parsed, 'error') ?? (isObject(detail) ? detail : parsed);
}

function explainBody(answer: ErrorAnswer, error: Json | undefined): Failure {
  const known = explainError(error, answer.status);
  if (member(error, 'param') === 'reasoning.summary') {
    const detail = 'OpenAI summarizes reasoning for verified organizations only; verify yours, or switch it off';
    return { code: 'bad-setting', setting: summariesSetting, detail };
  }
  if (known.code === 'usage-limit' && known.resetsAt === null) return { ...known, resetsAt: resetTime(answer, error) };
  return refinedByStatus(known, answer.status);
}

/** What only the headers tell: how long to wait, and the id that OpenAI's support asks for. */
function completed({ header }: ErrorAnswer, failure: Failure): Failure {
  if (failure.code === 'rate-limited')
    return { ...failure, retryAfterMs: failure.retryAfterMs ?? retryAfterMs(header) };
  if (failure.code !== 'rejected') return failure;
  const id = cleanText(header('x-request-id') ?? header('x-oai-request-id') ?? '', 80);
  return id === '' ? failure : { ...failure, detail: cleanText(`${failure.detail} (${id})`) };
}

/** `resets_in_seconds`, counted from when the answer was made. */
function resetTime({ header }: ErrorAnswer, error: Json | undefined): EpochMs | null {
  const seconds = numberAt(error, 'resets_in_seconds');
  const served = servedAt(header);
  return seconds === null || served === null ? null : epochMs(served + seconds * 1_000);
}
