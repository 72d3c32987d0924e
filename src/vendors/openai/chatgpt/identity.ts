import { cleanStringAt } from '../../../core/cleanText.ts';
import { MaestroError } from '../../../core/failure.ts';
import { type JsonObject, member, objectAt } from '../../../core/json.ts';
import type { ApiKey, OAuthTokens } from '../../../core/model.ts';
import { authClaim, claimsOf } from '../tokens.ts';

const profileClaim = 'https://api.openai.com/profile';

/** Whom the use of a key is billed to. */
export type Payer = Omit<ApiKey, 'key'>;

/** Who an ID token speaks of, in OpenAI's terms. */
export interface Identity extends Payer {
  readonly subject: string;
  readonly email: string | null;
  /** `chatgpt_account_id`: the workspace, and the value of the `chatgpt-account-id` header. */
  readonly workspace: string;
  readonly plan: string | null;
}

/**
 * Reads the claims of a checked ID token, cleaned because they end up in headers and on the screen. Throws `bad-id-token` when
 * the person is missing, or the workspace, without which no request works.
 */
export function readIdentity(claims: JsonObject): Identity {
  const auth = objectAt(claims, authClaim);
  const workspace = cleanStringAt(auth, 'chatgpt_account_id') ?? cleanStringAt(claims, 'chatgpt_account_id');
  const subject = cleanStringAt(claims, 'sub');
  if (workspace === null) throw new MaestroError({ code: 'bad-id-token', detail: 'it names no ChatGPT workspace' });
  if (subject === null) throw new MaestroError({ code: 'bad-id-token', detail: 'it names no person' });
  return {
    subject,
    workspace,
    email: cleanStringAt(claims, 'email') ?? cleanStringAt(objectAt(claims, profileClaim), 'email'),
    plan: readPlan(claims),
    ...readPayer(claims),
  };
}

/** The plan that a session's ID token names now. */
export function planOf({ id }: OAuthTokens): string | null {
  return readPlan(claimsOf(id));
}

/** Whom a key that is traded for the session is billed to, as its ID token names them now. */
export function payerOf({ id }: OAuthTokens): Payer {
  return readPayer(claimsOf(id));
}

/** Whether the session's workspace is under the rules of the United States government (FedRAMP), as its ID token says. */
export function isFedramp({ id }: OAuthTokens): boolean {
  return member(objectAt(claimsOf(id), authClaim), 'chatgpt_account_is_fedramp') === true;
}

function readPayer(claims: JsonObject): Payer {
  const auth = objectAt(claims, authClaim);
  return { organization: cleanStringAt(auth, 'organization_id'), project: cleanStringAt(auth, 'project_id') };
}

function readPlan(claims: JsonObject): string | null {
  return cleanStringAt(objectAt(claims, authClaim), 'chatgpt_plan_type');
}
