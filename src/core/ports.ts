import type { EpochMs } from './model.ts';
import type { Secret } from './secret.ts';

/** Header names keep their case and their order on the wire. */
export type Headers = readonly (readonly [name: string, value: string | Secret])[];

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | Secret | null;
  /** How long the server may be silent in ms, before its answer and in it, where that is longer than usual. */
  readonly patienceMs?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** The value of a header, by its lower-case name; several values are joined with a comma. */
  header(name: string): string | null;
  /** Can be read once. Leaving the loop early closes the socket. */
  readonly body: AsyncIterable<Uint8Array>;
  /** For a body that nobody will read: closes the socket. */
  discard(): void;
}

/** Sends one request. Redirects are answers, never followed. Errors are {@link MaestroError}; an abort throws `signal.reason`. */
export interface Http {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
}

export interface Clock {
  now(): EpochMs;
  /** Resolves after `ms`; rejects with `signal.reason` when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Where secrets are kept: string keys, string values. Another window may write at any time. */
export interface SecretStore {
  keys(): Promise<readonly string[]>;
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Calls back with the key that changed, here or in another window. Returns the unsubscriber. */
  onDidChange(listener: (key: string) => void): () => void;
}

/** Small values without secrets that outlive the window, for example which account is active. */
export interface Memory {
  get(key: string): string | undefined;
  set(key: string, value: string | undefined): Promise<void>;
}

/** Held by one window at a time, over all windows and processes that share a storage. */
export interface Lock {
  /** Whether it is still ours: who gives no sign of life for too long loses it. */
  owned(): Promise<boolean>;
  release(): Promise<void>;
}

export interface Locks {
  /** The lock of this name; `null` when others held it all of `waitMs`. Rejects where locks cannot be kept. */
  acquire(name: string, waitMs: number, signal: AbortSignal): Promise<Lock | null>;
}

/** Small texts without secrets. Every window reads at once what any of them wrote last: a secret store is slower. */
export interface SharedTexts {
  names(): Promise<readonly string[]>;
  read(name: string): Promise<string | null>;
  /** Resolves when the whole text is on the disk. */
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** What the loopback listener for a redirect needs to know. `host` is what the redirect URI says, for example `localhost`. */
export interface LoopbackRedirect {
  readonly host: 'localhost' | '127.0.0.1';
  readonly ports: readonly number[];
  readonly path: string;
}

/** What the browser brought back: the query of one request to the redirect path. */
export interface Callback {
  readonly query: URLSearchParams;
  /** Answers the browser: `taken` and `denied` lead it to a clean page, `refused` is a 400 that changes nothing. */
  answer(verdict: 'taken' | 'denied' | 'refused'): void;
}

export interface Listening {
  readonly redirectUri: string;
  /** The next request to the redirect path. Rejects after `close`, and with `signal.reason` of `listen` when that is aborted. */
  next(): Promise<Callback>;
  /** Stops listening; a page that was just answered is still delivered. */
  close(): void;
}

/** Receives browser redirects on this machine. Throws `ports-busy` when none of the ports is free in every address family. */
export interface Redirects {
  listen(where: LoopbackRedirect, signal: AbortSignal): Promise<Listening>;
}

/** Log lines have codes, hosts, ids and durations: never bodies, prompts, answers, headers or secrets. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}
