/**
 * Gives each call of a conversation an id that a vendor takes and no other call has: its own if that will do, else the
 * first free one of its substitutes. The same history gets the same ids each time.
 */
export class CallIds {
  readonly #fit: RegExp;
  readonly #substitute: (wanted: string, number: number) => string;
  readonly #used = new Set<string>();

  /** `fit` is what the vendor takes. Substitutes are numbered from 1 on, and must fit from some number on. */
  constructor(fit: RegExp, substitute: (wanted: string, number: number) => string = plain) {
    this.#fit = fit;
    this.#substitute = substitute;
  }

  take(wanted: string): string {
    let id = wanted;
    for (let n = 1; this.#used.has(id) || !this.#fit.test(id); n++) id = this.#substitute(wanted, n);
    this.#used.add(id);
    return id;
  }
}

/** Nine letters and digits, which every vendor takes. */
function plain(_wanted: string, number: number): string {
  return `call${String(number).padStart(5, '0')}`;
}
