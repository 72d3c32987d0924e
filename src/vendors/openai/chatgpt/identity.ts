import { cleanText } from '../../../core/cleanText.ts';
import { MaestroError } from '../../../core/failure.ts';
import { type JsonObject, member, objectAt, stringAt } from '../../../core/json.ts';
import type { OAuthTokens } from '../../../core/model.ts';
import { authClaim, claimsOf } from '../tokens.ts';

const profileClaim = 'https://api.openai.com/profile';

/** Who an ID token speaks of, in OpenAI's terms. */
export interface Identity {
  readonly subject: string;
  readonly email: string | null;
  /** `chatgpt_account_id`: the workspace, and the value of the `chatgpt-account-id` header. */
  readonly workspace: string;
  readonly plan: string | null;
  readonly organization: string | null;
  readonly project: string | null;
}

/** Reads the claims of a checked ID token. Throws `bad-id-token` when the workspace, without which no request works, is missing. */
export function readIdentity(claims: JsonObject): Identity {
  const auth = objectAt(claims, authClaim);
  const workspace = text(auth, 'chatgpt_account_id') ?? text(claims, 'chatgpt_account_id');
  const subject = text(claims, 'sub');
  if (workspace === null) throw new MaestroError({ code: 'bad-id-token', detail: 'it names no ChatGPT workspace' });
  if (subject === null) throw new MaestroError({ code: 'bad-id-token', detail: 'it names no person' });
  return {
    subject,
    workspace,
    email: text(claims, 'email') ?? text(objectAt(claims, profileClaim), 'email'),
    plan: readPlan(claims),
    organization: text(auth, 'organization_id'),
    project: text(auth, 'project_id'),
  };
}

/** The plan that a session's ID token names now. */
export function planOf({ id }: OAuthTokens): string | null {
  return readPlan(claimsOf(id));
}

/** Whether the session's workspace is under the rules of the United States government (FedRAMP), as its ID token says. */
export function isFedramp({ id }: OAuthTokens): boolean {
  return member(objectAt(claimsOf(id), authClaim), 'chatgpt_account_is_fedramp') === true;
}

function readPlan(claims: JsonObject): string | null {
  return text(objectAt(claims, authClaim), 'chatgpt_plan_type');
}

/** Claims end up in headers and on the screen, so they are bounded and cleaned here. */
function text(object: JsonObject, name: string): string | null {
  const value = stringAt(object, name);
  return value === null || value === '' ? null : cleanText(value, 200);
}
