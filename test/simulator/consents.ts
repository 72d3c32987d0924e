import { randomBytes } from 'node:crypto';

/** The consent pages that are open in a browser, by their one-time id; each with the authorization request it is for. */
export class Consents<Request> {
  readonly #open = new Map<string, Request>();

  ask(request: Request): string {
    const id = randomBytes(24).toString('base64url');
    this.#open.set(id, request);
    return id;
  }

  /** The request of that id, once. */
  take(id: string): Request | null {
    const request = this.#open.get(id) ?? null;
    this.#open.delete(id);
    return request;
  }
}
