import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Grant } from './grant.ts';
import type { Persona } from './personas.ts';

/** Registered claims of one token (RFC 7519, 4.1): who issued it, when, and until when it is good. */
export interface TokenTimes {
  readonly iss: string;
  readonly iat: number;
  readonly exp: number;
}

const accountClaim = 'https://api.openai.com/auth';

/** The claims of an ID token. Only the coding agent's sign-in tells which workspace it is for. */
export function idClaims({ kind, persona, clientId }: Grant, times: TokenTimes, nonce: string | null): JsonObject {
  return {
    ...times,
    jti: randomUUID(),
    aud: [clientId],
    sub: persona.sub,
    email: persona.email,
    email_verified: true,
    name: persona.name,
    sid: randomUUID(),
    ...(nonce === null ? {} : { nonce }),
    ...(kind === 'codex' ? { [accountClaim]: { ...account(persona), ...platform(persona) } } : {}),
  };
}

/** The claims of an access token; that of "Sign in with ChatGPT" carries neither account nor plan. */
export function accessClaims({ kind, persona, clientId, scope }: Grant, times: TokenTimes): JsonObject {
  const common = {
    ...times,
    jti: randomUUID(),
    aud: ['https://api.openai.com/v1'],
    client_id: clientId,
    scp: scope.split(' '),
    sub: persona.sub,
  };
  if (kind === 'siwc') return common;
  return {
    ...common,
    [accountClaim]: account(persona),
    'https://api.openai.com/profile': { email: persona.email, email_verified: true },
  };
}

function account(persona: Persona): JsonObject {
  return {
    chatgpt_account_id: persona.accountId,
    chatgpt_plan_type: persona.plan,
    chatgpt_user_id: persona.userId,
    user_id: persona.userId,
    ...(persona.isFedramp ? { chatgpt_account_is_fedramp: true } : {}),
  };
}

function platform({ organization }: Persona): JsonObject {
  if (organization === null) {
    return { organizations: [], completed_platform_onboarding: false, is_org_owner: false };
  }
  const { id, projectId, title } = organization;
  return {
    organizations: [{ id, is_default: true, role: 'owner', title }],
    completed_platform_onboarding: true,
    is_org_owner: true,
    organization_id: id,
    project_id: projectId,
  };
}
