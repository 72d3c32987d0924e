import { randomBytes } from 'node:crypto';

/** An authorization request that was found correct and waits for the person. */
export interface ConsentRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly challenge: string;
  readonly state: string;
  readonly originator: string;
}

/** The consent pages that are open in a browser, by their one-time id. */
export class Consents {
  readonly #open = new Map<string, ConsentRequest>();

  ask(request: ConsentRequest): string {
    const id = randomBytes(24).toString('base64url');
    this.#open.set(id, request);
    return id;
  }

  /** The request of that id, once. */
  take(id: string): ConsentRequest | null {
    const request = this.#open.get(id) ?? null;
    this.#open.delete(id);
    return request;
  }

  clear(): void {
    this.#open.clear();
  }
}
