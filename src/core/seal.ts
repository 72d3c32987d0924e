import { base64url, fromBase64url } from './base64.ts';
import { numberAt, parseJson, stringAt } from './json.ts';
import { sha256 } from './sha256.ts';

const version = 1;
const keyBytes = 32;
/** NIST SP 800-38D section 5.2.1.1. */
const ivBytes = 12;

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A new key for {@link Seal}: 256 random bits as base64url. */
export function newSealKey(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(keyBytes)));
}

/** Seals texts so that only who has the key can read them, or could have written them (AES-256-GCM). */
export class Seal {
  /** Tells texts of this key from those of others, and nothing about the key. */
  readonly mark: string;
  readonly #key: Key;

  private constructor(mark: string, key: Key) {
    this.mark = mark;
    this.#key = key;
  }

  /** Takes a key of {@link newSealKey}. Rejects for anything else. */
  static async by(key: string): Promise<Seal> {
    const imported = await crypto.subtle.importKey('raw', fromBase64url(key), 'AES-GCM', false, ['encrypt', 'decrypt']);
    return new Seal((await sha256(`mark ${key}`)).slice(0, 12), imported);
  }

  /** The text, sealed at `at` (milliseconds since 1970) under a name without which it cannot be opened. */
  async close(name: string, text: string, at: number): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
    const sealed = await crypto.subtle.encrypt(bound(iv, name), this.#key, new TextEncoder().encode(text));
    return JSON.stringify({ v: version, at, iv: base64url(iv), text: base64url(new Uint8Array(sealed)) });
  }

  /** What {@link close} sealed under the name; `null` for anything else. */
  async open(name: string, sealed: string): Promise<string | null> {
    const root = parseJson(sealed);
    const [iv, text] = [stringAt(root, 'iv'), stringAt(root, 'text')];
    if (numberAt(root, 'v') !== version || iv === null || text === null) return null;
    try {
      const opened = await crypto.subtle.decrypt(bound(fromBase64url(iv), name), this.#key, fromBase64url(text));
      return new TextDecoder().decode(opened);
    } catch {
      return null;
    }
  }
}

/** When a text was sealed, in milliseconds since 1970; `null` for what is none. */
export function sealedAt(sealed: string): number | null {
  return numberAt(parseJson(sealed), 'at');
}

function bound(iv: Uint8Array<ArrayBuffer>, name: string): Parameters<typeof crypto.subtle.encrypt>[0] & object {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) };
}
