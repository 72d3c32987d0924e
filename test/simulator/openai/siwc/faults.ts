import { cutting, type FaultCatalogue } from '../../faultCatalogue.ts';
import type { AnswerFault } from '../../faults.ts';
import { unsupportedCapability } from './sharedBody.ts';

const limitCode = 'subscription_sharing_usage_limit_exceeded';

/** How requests on a shared ChatGPT plan fail ("Sign in with ChatGPT", errors and recovery). */
export const sharingFaults = {
  'sharing-usage-limit': () => refusal(429, limitCode, 'The ChatGPT plan is used up.'),
  'sharing-usage-limit-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: `event: response.failed\ndata: ${JSON.stringify({
        type: 'response.failed',
        sequence_number: 6,
        response: {
          id: 'resp_sim_failed',
          object: 'response',
          status: 'failed',
          error: { code: limitCode, message: 'The ChatGPT plan is used up.' },
        },
      })}\n\n`,
      next: 'end',
    }),
  'sharing-not-eligible': () =>
    refusal(403, 'subscription_sharing_user_not_eligible', 'The plan of this person cannot be shared.'),
  'sharing-usage-unavailable': () =>
    refusal(503, 'subscription_sharing_usage_unavailable', 'How much of the plan is used cannot be told right now.'),
  'sharing-user-unavailable': () =>
    refusal(503, 'subscription_sharing_user_unavailable', 'The person cannot be looked up right now.'),
  'sharing-unsupported': () => refusal(400, unsupportedCapability, "'text' cannot be used with a shared plan.", 'text'),
  'sharing-route': () => refusal(403, 'subscription_sharing_route_not_supported', 'A shared plan cannot be used here.'),
  'sharing-invalid-user': () => refusal(401, 'subscription_sharing_invalid_user', 'The person has ended the session.'),
  'sharing-scope': () => refusal(403, 'chatpass_v2_scope_not_authorized', 'The token lacks a scope.'),
  'sharing-context': () =>
    refusal(403, 'chatpass_v2_invalid_authorization_context', 'The authorization is not good for this request.'),
  'sharing-detail': () => ({ status: 400, body: { detail: 'Stream must be set to true' } }),
} as const satisfies FaultCatalogue;

function refusal(status: number, code: string, message: string, param: string | null = null): AnswerFault {
  return { status, body: { error: { message, type: 'invalid_request_error', param, code } } };
}
