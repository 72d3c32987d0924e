import {
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationProviderSessionOptions,
  type AuthenticationSession,
  EventEmitter,
  l10n,
} from 'vscode';
import type { AccountRecord } from '../core/accounts/record.ts';
import type { Maestro } from '../core/maestro.ts';
import { type Account, accountId, type Credential, type VendorId } from '../core/model.ts';
import { shareApiKeys } from './settings.ts';

/** A renewal that somebody waits for in another extension may take this long. */
const renewalLimitMs = 10_000;

/**
 * One vendor's accounts as sessions of VS Code: the Accounts menu, and other extensions after VS Code asked the user. A
 * session's token is the OAuth access token. API keys are handed out only where the user's setting says so; without it such
 * a session names its account and has an empty token, because the Accounts menu lists nothing but sessions.
 */
export class VendorAuthentication implements AuthenticationProvider {
  readonly #maestro: Maestro;
  readonly #vendor: VendorId;
  readonly #signIn: () => Promise<Account>;
  readonly #changed = new EventEmitter<AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly #unsubscribe: () => void;
  readonly onDidChangeSessions = this.#changed.event;

  constructor(maestro: Maestro, vendor: VendorId, signIn: () => Promise<Account>) {
    this.#maestro = maestro;
    this.#vendor = vendor;
    this.#signIn = signIn;
    this.#unsubscribe = maestro.accounts.onDidChange((change) => {
      const [added, removed, changed] = [change.added, change.removed, change.changed].map((records) =>
        records.filter((record) => record.account.vendor === vendor).map(session),
      );
      if ([added, removed, changed].some((sessions) => sessions !== undefined && sessions.length > 0)) {
        this.#changed.fire({ added, removed, changed });
      }
    });
  }

  dispose(): void {
    this.#unsubscribe();
    this.#changed.dispose();
  }

  /** Sessions that have all of these scopes, tokens renewed where they are about to end and the vendor can be reached. */
  async getSessions(
    scopes: readonly string[] | undefined,
    options: AuthenticationProviderSessionOptions,
  ): Promise<AuthenticationSession[]> {
    await this.#maestro.accounts.load();
    const wanted = this.#maestro.accounts
      .ofVendor(this.#vendor)
      .filter(({ account }) => options.account === undefined || account.id === options.account.id)
      .filter((record) => hasScopes(record, scopes));
    await Promise.all(wanted.map(({ account }) => this.#renewIfDue(account)));
    return wanted.map((record) => session(this.#maestro.accounts.find(record.account.id) ?? record));
  }

  async createSession(scopes: readonly string[]): Promise<AuthenticationSession> {
    const { id } = await this.#signIn();
    const record = this.#maestro.accounts.find(id);
    if (record === null) throw new Error(l10n.t('The account is not there any more.'));
    if (!hasScopes(record, scopes)) {
      throw new Error(l10n.t('This account does not grant what was asked for: {0}', scopes.join(' ')));
    }
    return session(record);
  }

  /** VS Code's menu asks nothing but whether to sign out, so nothing else ends. */
  async removeSession(sessionId: string): Promise<void> {
    await this.#maestro.signOut(accountId(sessionId), { revoke: false });
  }

  async #renewIfDue(account: Account): Promise<void> {
    // What cannot be renewed now is handed out as it is: whoever uses it is told so by the vendor.
    await this.#maestro.credentials.session(account, AbortSignal.timeout(renewalLimitMs)).catch(() => undefined);
  }
}

function session({ account, credential }: AccountRecord): AuthenticationSession {
  return {
    id: account.id,
    accessToken: tokenOf(credential),
    account: { id: account.id, label: account.label },
    scopes: scopesOf(credential),
  };
}

function hasScopes({ credential }: AccountRecord, scopes: readonly string[] | undefined): boolean {
  const granted = scopesOf(credential);
  return (scopes ?? []).every((scope) => granted.includes(scope));
}

function scopesOf(credential: Credential): readonly string[] {
  return 'tokens' in credential ? credential.tokens.scopes : [];
}

/** A key that was traded for a session is not handed out: the session itself is. */
function tokenOf(credential: Credential): string {
  switch (credential.kind) {
    case 'oauth':
    case 'exchanged-key':
      return credential.tokens.access.reveal();
    case 'api-key':
      return shareApiKeys() ? credential.key.reveal() : '';
    case 'bearer':
      return shareApiKeys() ? credential.token.reveal() : '';
    case 'none':
      return '';
    default:
      return credential satisfies never;
  }
}
