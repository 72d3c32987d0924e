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
  /** It must not reach the server twice: not even a connection that broke is a reason to send it again. */
  readonly once?: true;
}

export interface HttpResponse {
  readonly status: number;
  /** The value of a header, by its lower-case name; several values are joined with a comma. */
  header(name: string): string | null;
  /** Can be read once. Leaving the loop early closes the socket. */
  readonly body: AsyncIterable<Uint8Array>;
  /** For a body that nobody will read: closes the socket. */
  discard(): void;
  /** Set where it came over VS Code's network, not Maestro's own. */
  readonly network?: 'vscode';
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

/** The same where every window also hears of what any of them wrote or removed. */
export interface WatchedTexts extends SharedTexts {
  /** Calls back with the name of what may have changed, here or in another window. Returns the unsubscriber. */
  watch(listener: (name: string) => void): () => void;
}

/** A journal as it lies in its folder; `bytes` is how long it is. */
export interface JournalFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * Files that only grow, each under a name, shared by all windows. What cannot be written is thrown as `history-full` or
 * `history-unsaved`, what cannot be read as `history-unreadable`.
 */
export interface JournalFiles {
  list(): Promise<readonly JournalFile[]>;
  /** The bytes from this place to the end, in pieces; none where there is no such journal. */
  read(name: string, from: number): AsyncIterable<Uint8Array>;
  /** Writes at the end, wherever that is by now, and resolves to the length after it. Only `create` may make the file. */
  append(name: string, bytes: Uint8Array, create: boolean): Promise<number>;
  /** Takes a journal out of the list, until it is brought back or removed. */
  setAside(name: string): Promise<void>;
  bringBack(name: string): Promise<void>;
  /** Removes for good what was set aside. */
  remove(name: string): Promise<void>;
  /** Calls back with the name of what may have changed, here or in another window. Returns the unsubscriber. */
  watch(listener: (name: string) => void): () => void;
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

/**
 * Where Maestro runs, which decides how a browser gets back to it: in VS Code on the person's machine (`desktop`); there too,
 * beside a window on a remote machine (`ui-host`); on that remote machine (`remote-host`); behind VS Code in a browser, on the
 * same machine as far as the address tells (`near-web`), or on another (`far-web`).
 */
export type Place = 'desktop' | 'ui-host' | 'remote-host' | 'near-web' | 'far-web';

/** How a browser gets to Maestro from where it runs. Nothing of it rejects. */
export interface Whereabouts {
  readonly place: Place;
  /** Whether a browser gets to this address of this machine. VS Code forwards its port if that is needed and can be done. */
  reaches(redirectUri: string): Promise<boolean>;
  /** The address by which VS Code hands Maestro what a browser brings, if it is `registered` or begins as `registered` does before its `*`; else `null`. */
  ownAddress(registered: string): Promise<string | null>;
}

/** Log lines have codes, hosts, ids and durations: never bodies, prompts, answers, headers or secrets. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean>>): void;
}
