import { type Failure, MaestroError } from './failure.ts';
import type { Http } from './ports.ts';
import { Secret } from './secret.ts';

const value = String.raw`(?=[^\s"'&,;]*\d)[\w.~+/=%-]{8,}`;

/** What tokens, keys and codes look like (protocols 5), whole or cut. A value has a digit, so that words stay. */
const patterns: readonly RegExp[] = [
  /\bsk-[\w-]{8,}/g,
  /\bAIza[\w-]{8,}/g,
  /\beyJ[\w-]{8,}(\.[\w-]*)*/g,
  /\bat-(?=[\w-]*\d)[\w-]{20,}/g,
  /\boaiapp_\w+/g,
  new RegExp(String.raw`(?<=\b(bearer|basic)\s+)${value}`, 'gi'),
  new RegExp(String.raw`(?<=\b(authorization|x-api-key|x-goog-api-key)["']?\s*[:=]\s*["']?)${value}`, 'gi'),
  new RegExp(String.raw`(?<=\b(code|code_verifier|refresh_token|id_token)["']?=["']?)${value}`, 'gi'),
  new RegExp(String.raw`(?<=\b(code_verifier|refresh_token|id_token)["']?\s*:\s*["']?)${value}`, 'gi'),
  /(?<=\bcookie["']?\s*[:=]\s*["']?)[^\s=;"']+=[^\s;"']+(;\s*[^\s=;"']+=[^\s;"']+)*/gi,
];

/** The text with `[secret]` in place of whatever looks like one. */
export function hideSecrets(text: string): string {
  return patterns.reduce((left, pattern) => left.replace(pattern, '[secret]'), text);
}

/** The secrets that one sign-in, one listing or one turn sends in headers: a server that repeats them is not quoted. */
export class SentSecrets {
  readonly #secrets: Secret[] = [];

  /** The same `Http`, with what goes through it noted. */
  noting(http: Http): Http {
    return {
      send: (request, signal) => {
        for (const [, given] of request.headers) if (given instanceof Secret) this.#note(given);
        return http.send(request, signal);
      },
    };
  }

  /** The failure with `[secret]` where a foreign text in it has one of these, or what looks like one. */
  redact(failure: Failure): Failure {
    if ('detail' in failure) {
      const detail = this.#hide(failure.detail);
      return detail === failure.detail ? failure : { ...failure, detail };
    }
    if (failure.code === 'web-page') return { ...failure, title: this.#hide(failure.title) };
    return failure;
  }

  /** The same for what was thrown; errors of another kind hold no foreign text that is ever shown. */
  redactError(error: unknown): unknown {
    if (!(error instanceof MaestroError)) return error;
    const failure = this.redact(error.failure);
    return failure === error.failure ? error : new MaestroError(failure);
  }

  #note(given: Secret): void {
    const bare = given.map((text) => text.replace(/^(Bearer|Basic) /, ''));
    if (!this.#secrets.some((known) => known.equals(bare))) this.#secrets.push(bare);
  }

  #hide(text: string): string {
    return hideSecrets(this.#secrets.reduce((left, secret) => secret.hideIn(left), text));
  }
}
