/** What a code or token was issued for; everything issued for it ends together. */
export interface Revocable {
  readonly isRevoked: boolean;
  revoke(): void;
}

export type Found<T> =
  | { readonly standing: 'live' | 'expired' | 'spent' | 'revoked'; readonly value: T }
  | { readonly standing: 'unknown' };

interface Item<T> {
  readonly value: T;
  expiresAtMs: number;
  ended: 'spent' | 'revoked' | null;
}

/** All codes or tokens of one kind, each with the grant it belongs to and the time it is good for. */
export class Shelf<T extends { readonly grant: Revocable }> {
  readonly #items = new Map<string, Item<T>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  put(token: string, value: T, lifeSeconds: number): void {
    this.#items.set(token, { value, expiresAtMs: this.#now() + lifeSeconds * 1000, ended: null });
  }

  find(token: string | null): Found<T> {
    const item = token === null ? undefined : this.#items.get(token);
    if (item === undefined) return { standing: 'unknown' };
    if (item.ended !== null) return { standing: item.ended, value: item.value };
    if (item.value.grant.isRevoked) return { standing: 'revoked', value: item.value };
    return { standing: item.expiresAtMs <= this.#now() ? 'expired' : 'live', value: item.value };
  }

  spend(token: string): void {
    const item = this.#items.get(token);
    if (item !== undefined) item.ended = 'spent';
  }

  /** Ends this one alone; what else was issued for its grant lives on. */
  revoke(token: string): void {
    const item = this.#items.get(token);
    if (item !== undefined) item.ended = 'revoked';
  }

  /** Ends everything on this shelf that was issued for the grant, and nothing on others. */
  revokeOf(grant: Revocable): void {
    for (const item of this.#items.values()) if (item.value.grant === grant) item.ended ??= 'revoked';
  }

  expireAll(): void {
    for (const item of this.#items.values()) item.expiresAtMs = 0;
  }

  revokeAll(): void {
    for (const item of this.#items.values()) item.value.grant.revoke();
  }
}
