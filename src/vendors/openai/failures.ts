import { cleanText, htmlTitle } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { member, parseJson } from '../../core/json.ts';
import { retryAfterMs } from '../../core/retryAfter.ts';
import type { ErrorAnswer } from '../../core/vendor.ts';
import { explainError } from '../../protocols/openaiResponses/failures.ts';

/**
 * What an OpenAI answer other than 200 means. A code in the body decides; the status only where there is none. Bodies are
 * `{error: {…}}`, `{detail: "…"}` (ChatGPT backend) or a web page (its firewall).
 */
export function explain(answer: ErrorAnswer): Failure {
  const { status, header, body } = answer;
  const parsed = parseJson(body);
  if (parsed === undefined && isWebPage(answer)) return explainWebPage(answer);
  const known = explainError(member(parsed, 'error') ?? parsed, status);
  if (known.code === 'rate-limited') return { ...known, retryAfterMs: known.retryAfterMs ?? retryAfterMs(header) };
  // A code that says more than the status wins; `rejected` and `server` only repeat it.
  if (known.code !== 'rejected' && known.code !== 'server') return known;
  return explainStatus(answer, known);
}

function explainStatus({ status, header }: ErrorAnswer, known: Failure): Failure {
  const detail = known.code === 'rejected' ? known.detail : '';
  switch (status) {
    case 401:
      return { code: 'credential-rejected' };
    case 402:
      return { code: 'billing', detail };
    case 403:
      return { code: 'not-entitled', detail };
    case 404:
      return { code: 'model-unavailable', detail };
    case 408:
    case 409:
    case 425:
      return { code: 'server', status };
    case 413:
      return { code: 'too-large' };
    case 429:
      return { code: 'rate-limited', retryAfterMs: retryAfterMs(header) };
    case 529:
      return { code: 'overloaded' };
    default:
      return known;
  }
}

function isWebPage({ header, body }: ErrorAnswer): boolean {
  return (header('content-type') ?? '').toLowerCase().includes('html') || /^\s*</.test(body);
}

/** A firewall's page; Cloudflare's ray id is what OpenAI's support asks for. */
function explainWebPage({ host, status, header, body }: ErrorAnswer): Failure {
  if (status >= 500) return { code: 'server', status };
  const title = htmlTitle(body);
  const ray = header('cf-ray');
  return { code: 'web-page', host, title: ray === null ? title : cleanText(`${title} (Cloudflare ${ray})`, 100) };
}
