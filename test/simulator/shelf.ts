import type { Grant } from './grant.ts';

export type Found<T> =
  | { readonly standing: 'live' | 'expired' | 'spent' | 'revoked'; readonly value: T }
  | { readonly standing: 'unknown' };

interface Item<T> {
  readonly value: T;
  expiresAtMs: number;
  spent: boolean;
}

/** All codes or tokens of one kind, each with the grant it belongs to and the time it is good for. */
export class Shelf<T extends { readonly grant: Grant }> {
  readonly #items = new Map<string, Item<T>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  put(token: string, value: T, lifeSeconds: number): void {
    this.#items.set(token, { value, expiresAtMs: this.#now() + lifeSeconds * 1000, spent: false });
  }

  find(token: string | null): Found<T> {
    const item = token === null ? undefined : this.#items.get(token);
    if (item === undefined) return { standing: 'unknown' };
    if (item.spent) return { standing: 'spent', value: item.value };
    if (item.value.grant.isRevoked) return { standing: 'revoked', value: item.value };
    return { standing: item.expiresAtMs <= this.#now() ? 'expired' : 'live', value: item.value };
  }

  spend(token: string): void {
    const item = this.#items.get(token);
    if (item !== undefined) item.spent = true;
  }

  expireAll(): void {
    for (const item of this.#items.values()) item.expiresAtMs = 0;
  }

  revokeAll(): void {
    for (const item of this.#items.values()) item.value.grant.revoke();
  }
}
