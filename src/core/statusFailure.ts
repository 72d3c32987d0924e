import type { Failure } from './failure.ts';

/** What any error means of which nothing is known but its status: that the server is at fault, or the request. */
export function plainFailure(status: number, detail: string): Failure {
  return status >= 500 ? { code: 'server', status } : { code: 'rejected', status, detail };
}

/**
 * What the status of an answer adds (RFC 9110 section 15; 529 is what vendors have for "overloaded") to a failure that says
 * nothing but where the fault lies; one that says more stays as it is.
 */
export function refinedByStatus(failure: Failure, status: number): Failure {
  if (failure.code !== 'rejected' && failure.code !== 'server') return failure;
  const detail = failure.code === 'rejected' ? failure.detail : '';
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
      return { code: 'rate-limited', retryAfterMs: null };
    case 529:
      return { code: 'overloaded' };
    default:
      return failure;
  }
}
