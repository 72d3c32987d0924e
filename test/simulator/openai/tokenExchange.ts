import type { TokensFault } from '../faults.ts';
import type { FormFields } from '../form.ts';
import { json, type Reply } from '../reply.ts';
import { tokenAnswer } from '../tokenAnswer.ts';
import { refuse, wrongFields } from '../tokenRefusal.ts';
import type { World } from './world.ts';

const idTokenType = 'urn:ietf:params:oauth:token-type:id_token';

/** Trades an ID token for a platform API key, in OpenAI's form of RFC 8693. Needs a platform organisation. */
export function exchangeKey(form: FormFields, world: World, fault: () => TokensFault | null): Reply {
  const wrong = wrongFields(form, [
    'grant_type',
    'client_id',
    'requested_token',
    'subject_token',
    'subject_token_type',
  ]);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (form['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  if (form['requested_token'] !== 'openai-api-key')
    return refuse('invalid_target', 'Only openai-api-key can be asked for.');
  if (form['subject_token_type'] !== idTokenType) return refuse('invalid_request', `Only ${idTokenType} is taken.`);
  const found = world.tokens.ids.find(form['subject_token'] ?? '');
  if (found.standing !== 'live') return refuseToken(`Invalid ID token: ${found.standing}`);
  if (found.value.grant.persona.organization === null) return refuseToken('Invalid ID token: missing organization_id');
  const answer = {
    access_token: world.tokens.issueKey(found.value.grant),
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
  };
  return tokenAnswer(answer, fault());
}

function refuseToken(message: string): Reply {
  const error = { message, type: 'invalid_request_error', param: null, code: 'invalid_subject_token' };
  return json(401, { error });
}
