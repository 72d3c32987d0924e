import { cleanStringAt } from '../../core/cleanText.ts';
import { type JsonObject, objectAt } from '../../core/json.ts';

/** Whose tokens an answer of the token endpoint holds, as far as it says. */
export interface Identity {
  readonly subject: string | null;
  readonly email: string | null;
  /** The organization that pays. */
  readonly workspace: string | null;
  readonly organization: string | null;
}

/** Reads `account` and `organization` of a token answer, cleaned because they end up on the screen. */
export function readIdentity(body: JsonObject): Identity {
  const account = objectAt(body, 'account');
  const organization = objectAt(body, 'organization');
  return {
    subject: cleanStringAt(account, 'uuid'),
    email: cleanStringAt(account, 'email_address'),
    workspace: cleanStringAt(organization, 'uuid'),
    organization: cleanStringAt(organization, 'name'),
  };
}
