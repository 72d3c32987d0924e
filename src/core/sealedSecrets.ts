import { isObject, member, parseJson, stringAt } from './json.ts';
import type { Clock, SecretStore, WatchedTexts } from './ports.ts';
import { newSealKey, Seal, sealedAt } from './seal.ts';
import { sha256 } from './sha256.ts';

/** What the store keeps the seal's key under. */
const sealKey = 'maestro.seal.v1';
/** What the store keeps the SHA-256 of texts under, by their names, that count no more although they still lie there. */
const overruledKey = 'maestro.overruled.v1';
const ownKeys: ReadonlySet<string> = new Set([sealKey, overruledKey]);
/** What another browser has sealed, and what says that a secret is gone, is kept so long after it was written. */
const keepMs = 90 * 24 * 3_600_000;

export interface SealedSecretsDeps {
  readonly store: SecretStore;
  readonly texts: WatchedTexts;
  readonly clock: Clock;
}

/** One secret as it lies sealed; `null` says that it was deleted. */
interface Kept {
  readonly key: string;
  readonly value: string | null;
}

/**
 * Secrets for windows that do not see what the others store: VS Code in a browser reads its secrets when a window opens, and
 * writes all of them back from there. A second window would renew with a token that the first has used up, and a strict
 * vendor would end the session. So every secret also lies sealed where all windows read at once, and there counts more than
 * in the store; the key never leaves the store. Where it cannot be written, the store is all there is.
 */
export class SealedSecrets implements SecretStore {
  readonly #deps: SealedSecretsDeps;
  #seal: Promise<Seal> | null = null;
  #overruled: Promise<Map<string, string>> | null = null;

  constructor(deps: SealedSecretsDeps) {
    this.#deps = deps;
  }

  async keys(): Promise<readonly string[]> {
    const all = await this.#all();
    const stored = (await this.#deps.store.keys()).filter((key) => !ownKeys.has(key) && !all.has(key));
    return [...stored, ...[...all].filter(([, value]) => value !== null).map(([key]) => key)];
  }

  async get(key: string): Promise<string | undefined> {
    const kept = await this.#read(await this.#name(key));
    return kept === null ? await this.#deps.store.get(key) : (kept.value ?? undefined);
  }

  async set(key: string, value: string): Promise<void> {
    await this.#keep({ key, value });
    await this.#deps.store.set(key, value);
  }

  async delete(key: string): Promise<void> {
    await this.#keep({ key, value: null });
    await this.#deps.store.delete(key);
  }

  onDidChange(listener: (key: string) => void): () => void {
    const { store, texts } = this.#deps;
    const unsubscribers = [
      store.onDidChange(listener),
      texts.watch((name) => {
        this.#read(name).then(
          (kept) => kept !== null && listener(kept.key),
          () => undefined,
        );
      }),
    ];
    return () => {
      for (const unsubscribe of unsubscribers) unsubscribe();
    };
  }

  /** Removes what nobody needs any more. The secrets of this browser stay, however old. */
  async sweep(): Promise<void> {
    const { texts, clock } = this.#deps;
    for (const name of await texts.names()) {
      const at = sealedAt((await texts.read(name)) ?? '');
      if (at !== null && clock.now() - at < keepMs) continue;
      const kept = await this.#read(name);
      if (kept === null || kept.value === null) await texts.remove(name);
    }
  }

  async #all(): Promise<ReadonlyMap<string, string | null>> {
    const { mark } = await this.#opened();
    const names = await this.#deps.texts.names().catch((): readonly string[] => []);
    const own = names.filter((name) => name.startsWith(`${mark}.`));
    const all = await Promise.all(own.map((name) => this.#read(name)));
    return new Map(all.flatMap((kept) => (kept === null ? [] : [[kept.key, kept.value] as const])));
  }

  async #read(name: string): Promise<Kept | null> {
    const sealed = await this.#deps.texts.read(name).catch(() => null);
    if (sealed === null || (await this.#isOverruled(name, sealed))) return null;
    const text = await (await this.#opened()).open(name, sealed);
    return text === null ? null : readKept(text);
  }

  async #keep(kept: Kept): Promise<void> {
    const { texts, clock } = this.#deps;
    const name = await this.#name(kept.key);
    const sealed = await (await this.#opened()).close(name, JSON.stringify(kept), clock.now());
    // What cannot be replaced must not stand in the way of what the store is about to have.
    await texts.write(name, sealed).catch(() => texts.remove(name).catch(() => this.#overrule(name)));
  }

  /** Has what lies there count no more, also for who opens this window anew: neither can it be removed. */
  async #overrule(name: string): Promise<void> {
    const { store, texts } = this.#deps;
    const sealed = await texts.read(name).catch(() => null);
    if (sealed === null) return;
    const overruled = await this.#overruledTexts();
    overruled.set(name, await sha256(sealed));
    await store.set(overruledKey, JSON.stringify(Object.fromEntries(overruled)));
  }

  async #isOverruled(name: string, sealed: string): Promise<boolean> {
    const hash = (await this.#overruledTexts()).get(name);
    return hash !== undefined && hash === (await sha256(sealed));
  }

  /** By their names, as the store had them when the window was opened, and what was added since. Rejects as the store does. */
  #overruledTexts(): Promise<Map<string, string>> {
    this.#overruled ??= this.#deps.store.get(overruledKey).then(readOverruled, (error: unknown) => {
      this.#overruled = null;
      throw error;
    });
    return this.#overruled;
  }

  async #name(key: string): Promise<string> {
    const { mark } = await this.#opened();
    return `${mark}.${(await sha256(`${mark} ${key}`)).slice(0, 22)}`;
  }

  /** The seal of this browser, made by its first window, and anew where its key is broken. Rejects as the store does. */
  #opened(): Promise<Seal> {
    this.#seal ??= this.#openSeal().catch((error: unknown) => {
      this.#seal = null;
      throw error;
    });
    return this.#seal;
  }

  async #openSeal(): Promise<Seal> {
    const { store } = this.#deps;
    const known = await store.get(sealKey);
    const seal = known === undefined ? null : await Seal.by(known).catch(() => null);
    if (seal !== null) return seal;
    const key = newSealKey();
    await store.set(sealKey, key);
    return await Seal.by(key);
  }
}

function readOverruled(text: string | undefined): Map<string, string> {
  const root = parseJson(text ?? '');
  const entries = isObject(root) ? Object.entries(root) : [];
  return new Map(entries.flatMap(([name, hash]) => (typeof hash === 'string' ? [[name, hash] as const] : [])));
}

function readKept(text: string): Kept | null {
  const root = parseJson(text);
  const key = stringAt(root, 'key');
  if (!isObject(root) || key === null) return null;
  return { key, value: member(root, 'value') === null ? null : stringAt(root, 'value') };
}
