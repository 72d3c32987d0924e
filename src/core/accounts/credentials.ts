import { failureOf, MaestroError } from '../failure.ts';
import type { Account, AccountId, Credential, OAuthTokens } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { Clock, Http, Log } from '../ports.ts';
import type { Credentials } from '../stream/turn.ts';
import type { Vendor } from '../vendor.ts';
import type { Accounts } from './accounts.ts';
import type { Vault } from './vault.ts';

/** One renewal may take this long, whoever asked for it. */
const renewalLimitMs = 30_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export interface CredentialDeps {
  readonly accounts: Accounts;
  readonly vault: Vault;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  vendor(account: Account): Vendor;
}

/**
 * Gives live credentials and renews them before they end: one renewal per account at a time, shared by everyone who waits.
 * Trouble on the way never loses a session that still works; only the vendor's definite word ends one.
 */
export class CredentialStore implements Credentials {
  readonly #deps: CredentialDeps;
  readonly #running = new Map<AccountId, Promise<void>>();

  constructor(deps: CredentialDeps) {
    this.#deps = deps;
  }

  async current(account: Account, signal: AbortSignal): Promise<Credential> {
    const held = this.#held(account);
    if (held.kind === 'exchanged-key' || this.#deps.clock.now() < renewAt(held.tokens)) return held;
    try {
      await this.#renewOnce(account, held, signal);
    } catch (error) {
      signal.throwIfAborted();
      const usable = this.#deps.clock.now() < held.tokens.expiresAt;
      if (failureOf(error).code === 'credential-rejected' || !usable) throw error;
    }
    return this.#held(account);
  }

  refused(account: Account, credential: Credential, signal: AbortSignal): Promise<void> {
    return this.#renewOnce(account, credential, signal);
  }

  #held(account: Account): Credential {
    const record = this.#deps.accounts.find(account.id);
    if (record === null) throw new MaestroError({ code: 'secret-missing' });
    return record.credential;
  }

  #renewOnce(account: Account, stale: Credential, signal: AbortSignal): Promise<void> {
    let running = this.#running.get(account.id);
    if (running === undefined) {
      running = this.#renew(account, stale).finally(() => this.#running.delete(account.id));
      // A caller who gives up must not leave the others' failure unhandled.
      running.catch(() => undefined);
      this.#running.set(account.id, running);
    }
    return abortable(running, signal);
  }

  async #renew(account: Account, stale: Credential): Promise<void> {
    const { accounts, vault, clock, log } = this.#deps;
    // Another window may have renewed it already; the vault knows.
    let stored = await vault.read(account);
    if (stored === null) throw new MaestroError({ code: 'secret-missing' });
    if (!sameCredential(stored.credential, stale)) return accounts.load();
    const started = stored.credential;
    // What was signed out or signed in anew meanwhile is not overwritten with the fruit of the old session.
    const keep = async (renewed: Credential): Promise<void> => {
      const now = await vault.read(account);
      if (now === null || stored === null) throw new MaestroError({ code: 'secret-missing' });
      if (!sameTokens(now.credential, stored.credential)) return accounts.load();
      stored = { account: now.account, credential: renewed };
      await accounts.update(stored.account, renewed);
    };
    const limit = new AbortController();
    const done = new AbortController();
    clock.sleep(renewalLimitMs, done.signal).then(
      () => limit.abort(new MaestroError({ code: 'stalled', seconds: renewalLimitMs / 1_000 })),
      () => undefined,
    );
    try {
      const http = onlyTo(account.origins, this.#deps.http, (host) => ({ code: 'origin-changed', host }));
      const call = { http, clock, signal: limit.signal };
      await keep(await this.#deps.vendor(account).renew(started, call, keep));
      log.info('renewed', { account: account.id });
    } catch (error) {
      const now = failureOf(error).code === 'credential-rejected' ? await vault.read(account) : null;
      // Refused because another window was faster: its session is the live one.
      if (now !== null && !sameTokens(now.credential, stored.credential)) return accounts.load();
      log.warn('renewal failed', { account: account.id, code: failureOf(error).code });
      throw error;
    } finally {
      done.abort();
    }
  }
}

/** When a token is to be renewed: after 80 % of its life, but 5 minutes to 24 hours before its end; short-lived ones at 80 %. */
export function renewAt({ obtainedAt, expiresAt }: OAuthTokens): number {
  const lifeMs = Math.max(0, expiresAt - obtainedAt);
  if (lifeMs < 10 * minuteMs) return obtainedAt + 0.8 * lifeMs;
  return expiresAt - Math.min(dayMs, Math.max(5 * minuteMs, 0.2 * lifeMs));
}

function sameTokens(a: Credential, b: Credential): boolean {
  return a.tokens.access.equals(b.tokens.access);
}

function sameCredential(a: Credential, b: Credential): boolean {
  if (a.kind === 'exchanged-key' && b.kind === 'exchanged-key') return a.key.equals(b.key);
  return a.kind === b.kind && a.tokens.access.equals(b.tokens.access);
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop));
}
