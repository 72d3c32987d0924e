import { type Account, accountId, type Credential, epochMs, vendorId } from '../src/core/model.ts';
import { Secret } from '../src/core/secret.ts';

/** An account for tests that are not about which. */
export function testAccount(over: Partial<Account> = {}): Account {
  return {
    vendor: vendorId('openai'),
    id: accountId('a1'),
    method: 'chatgpt',
    label: 'ada@example.com',
    email: 'ada@example.com',
    plan: 'plus',
    workspace: 'ws-1',
    baseUrl: null,
    origins: ['https://auth.openai.com', 'https://chatgpt.com', 'https://api.openai.com'],
    ...over,
  };
}

/** An OAuth credential that was obtained at 0 and lives for an hour. */
export function testCredential(
  access = 'access-1',
  refresh: string | null = 'refresh-1',
): Extract<Credential, { kind: 'oauth' }> {
  return {
    kind: 'oauth',
    tokens: {
      clientId: 'client-1',
      access: new Secret(access),
      refresh: refresh === null ? null : new Secret(refresh),
      id: new Secret('id-1'),
      obtainedAt: epochMs(0),
      expiresAt: epochMs(3_600_000),
      scopes: ['openid', 'profile'],
    },
  };
}

/** An API key that belongs to no organization. */
export function testKey(key = 'sk-1'): Extract<Credential, { kind: 'api-key' }> {
  return { kind: 'api-key', key: new Secret(key), organization: null, project: null };
}
