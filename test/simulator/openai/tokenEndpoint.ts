import type { TokensFault } from '../faults.ts';
import { type FormFields, readForm } from '../form.ts';
import type { Received } from '../received.ts';
import type { Reply } from '../reply.ts';
import { tokenAnswer } from '../tokenAnswer.ts';
import { refuse, wrongFields } from '../tokenRefusal.ts';
import { type Redeemed, redeemCode, redeemRefreshToken } from './redeem.ts';
import { exchangeKey } from './tokenExchange.ts';
import type { World } from './world.ts';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const secretFields = ['code', 'code_verifier', 'refresh_token', 'subject_token'];

/** `POST /oauth/token`: code, refresh token or ID token in; tokens or an API key out. */
export async function tokenEndpoint(request: Received, world: World): Promise<Reply> {
  const form = readForm(request);
  if (typeof form === 'string') return refuse('invalid_request', form);
  for (const name of secretFields) world.secrets.add(form[name] ?? '');
  const fault = (): TokensFault | null => world.script.take('tokens', request);
  switch (form['grant_type']) {
    case 'authorization_code':
      return issueFor(redeem(form, world), world, fault);
    case 'refresh_token':
      return issueFor(renew(form, world), world, fault);
    case exchangeGrant:
      return exchangeKey(form, world, fault);
    default:
      return refuse('unsupported_grant_type', 'The grant_type is missing or not known.');
  }
}

/** The tokens for what was redeemed, made wrong if a fault says so. */
export async function issueFor(redeemed: Redeemed, world: World, fault: () => TokensFault | null): Promise<Reply> {
  if (redeemed.kind !== 'granted') return redeemed;
  const scripted = fault();
  const { grant, nonce } = redeemed;
  return tokenAnswer(await world.tokens.issue(grant, nonce, scripted?.tokens.idToken ?? null), scripted);
}

function redeem(form: FormFields, world: World): Redeemed {
  const wrong = wrongFields(form, ['grant_type', 'code', 'redirect_uri', 'client_id', 'code_verifier']);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (form['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  return redeemCode(form, 'codex', world);
}

function renew(form: FormFields, world: World): Redeemed {
  const wrong = wrongFields(form, ['grant_type', 'refresh_token', 'client_id'], ['scope']);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (form['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  return redeemRefreshToken(form, 'codex', world);
}
