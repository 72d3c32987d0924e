import {
  type AuthenticationProvider,
  type AuthenticationProviderAuthenticationSessionsChangeEvent,
  type AuthenticationProviderSessionOptions,
  type AuthenticationSession,
  EventEmitter,
} from 'vscode';
import type { AccountRecord } from '../core/accounts/record.ts';
import type { Maestro } from '../core/maestro.ts';
import { type Account, accountId, type VendorId } from '../core/model.ts';

/**
 * One vendor's accounts as sessions of VS Code: the Accounts menu, and other extensions after VS Code asked the user. A
 * session's token is the OAuth access token; an API key that was traded for it is not handed out.
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

  async getSessions(
    scopes: readonly string[] | undefined,
    options: AuthenticationProviderSessionOptions,
  ): Promise<AuthenticationSession[]> {
    await this.#maestro.accounts.load();
    return this.#maestro.accounts
      .ofVendor(this.#vendor)
      .map(session)
      .filter((one) => options.account === undefined || one.account.id === options.account.id)
      .filter((one) => (scopes ?? []).every((scope) => one.scopes.includes(scope)));
  }

  async createSession(): Promise<AuthenticationSession> {
    const { id } = await this.#signIn();
    const record = this.#maestro.accounts.find(id);
    if (record === null) throw new Error('The account is not there any more.');
    return session(record);
  }

  async removeSession(sessionId: string): Promise<void> {
    await this.#maestro.signOut(accountId(sessionId));
  }
}

function session({ account, credential }: AccountRecord): AuthenticationSession {
  return {
    id: account.id,
    accessToken: credential.tokens.access.reveal(),
    account: { id: account.id, label: account.label },
    scopes: credential.tokens.scopes,
  };
}
