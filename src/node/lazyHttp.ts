import type { Http } from '../core/ports.ts';

interface ClosableHttp extends Http {
  close(): Promise<void>;
}

/** An `Http` that is made at the first request, because loading the network stack is slow, and anew after `reset`. */
export class LazyHttp implements Http {
  readonly #make: () => Promise<ClosableHttp>;
  #made: Promise<ClosableHttp> | null = null;

  constructor(make: () => Promise<ClosableHttp>) {
    this.#make = make;
  }

  async send(...args: Parameters<Http['send']>): ReturnType<Http['send']> {
    this.#made ??= this.#make();
    return (await this.#made).send(...args);
  }

  /** Forgets the network stack, for example because the proxy settings changed; running requests end as they would. */
  reset(): void {
    this.#made = null;
  }

  async dispose(): Promise<void> {
    await (await this.#made)?.close();
  }
}
