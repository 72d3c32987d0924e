import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Callback } from '../core/ports.ts';
import { type CallbackWords, callbackHeaders, callbackPage, type PageName } from './callbackPage.ts';
import { readRequest } from './callbackRequest.ts';

type Shown = 'taken' | 'denied';

interface Waiter {
  readonly resolve: (callback: Callback) => void;
  readonly reject: (reason: unknown) => void;
}

const mostQueued = 32;

/**
 * Receives the requests of one sign-in and hands those to the redirect path to whoever calls `next`. A callback is
 * answered with a redirect to a clean path beside the redirect path, so that the code leaves the address bar.
 */
export class CallbackDesk {
  readonly #path: string;
  readonly #words: CallbackWords;
  readonly #pages: Readonly<Record<Shown, string>>;
  readonly #shown = new Set<Shown>();
  readonly #waiters: Waiter[] = [];
  readonly #queued: Callback[] = [];
  readonly #unanswered = new Set<Callback>();
  #closed: { readonly reason: unknown } | null = null;
  #pageDue = false;
  #onDelivered: () => void = () => undefined;

  /** `path` is the redirect path, for example `/auth/callback`; the pages are `/auth/done` and `/auth/declined`. */
  constructor(path: string, words: CallbackWords) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    this.#path = path;
    this.#words = words;
    this.#pages = { taken: `${folder}done`, denied: `${folder}declined` };
  }

  get closed(): boolean {
    return this.#closed !== null;
  }

  /** The next callback, in order of arrival. Rejects with the reason of `close`. */
  next(): Promise<Callback> {
    const first = this.#queued.shift();
    if (first !== undefined) return Promise.resolve(first);
    if (this.#closed !== null) return Promise.reject(this.#closed.reason);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
    });
  }

  /** Refuses callbacks from now on. Calls back, perhaps at once, when the browser has the page it was sent to. */
  close(reason: unknown, onDelivered: () => void): void {
    if (this.#closed !== null) return;
    this.#closed = { reason };
    this.#onDelivered = onDelivered;
    this.#queued.length = 0;
    for (const callback of this.#unanswered) callback.answer('refused');
    for (const waiter of this.#waiters.splice(0)) waiter.reject(reason);
    if (!this.#pageDue) onDelivered();
  }

  receive(request: IncomingMessage, response: ServerResponse): void {
    const read = readRequest(request, request.socket.localPort ?? 0);
    if (read.kind === 'rejected') return this.#send(response, read.status, 'nothing');
    if (read.path === this.#path) return this.#take(read.query, response);
    const page = this.#pageAt(read.path);
    if (page === null) return this.#send(response, 404, 'nothing');
    response.once('close', () => this.#delivered());
    this.#send(response, 200, page);
  }

  #take(query: URLSearchParams, response: ServerResponse): void {
    if (this.#closed !== null) return this.#send(response, 400, 'refused');
    if (this.#queued.length >= mostQueued) return this.#send(response, 503, 'refused');
    const callback: Callback = {
      query,
      answer: (verdict) => {
        if (this.#unanswered.delete(callback)) this.#answer(verdict, response);
      },
    };
    this.#unanswered.add(callback);
    const waiter = this.#waiters.shift();
    if (waiter === undefined) this.#queued.push(callback);
    else waiter.resolve(callback);
  }

  #answer(verdict: Shown | 'refused', response: ServerResponse): void {
    if (response.destroyed) return;
    if (verdict === 'refused') return this.#send(response, 400, 'refused');
    this.#shown.add(verdict);
    this.#pageDue = true;
    response.setHeader('Location', this.#pages[verdict]);
    this.#send(response, 302, verdict);
  }

  /** A page exists only once it has been earned; before that its path is a path like any other. */
  #pageAt(path: string): Shown | null {
    for (const name of this.#shown) if (this.#pages[name] === path) return name;
    return null;
  }

  #delivered(): void {
    this.#pageDue = false;
    if (this.#closed !== null) this.#onDelivered();
  }

  #send(response: ServerResponse, status: number, page: PageName): void {
    const body = callbackPage(page, this.#words);
    if (status === 405) response.setHeader('Allow', 'GET');
    response.writeHead(status, callbackHeaders(body)).end(body);
  }
}
