import type { Http } from '../core/ports.ts';

interface ClosableHttp extends Http {
  close(): Promise<void>;
  retire(): Promise<void>;
}

/** An `Http` that is made at the first request, because loading the network stack is slow, and anew after `reset`. */
export class LazyHttp implements Http {
  readonly #make: () => Promise<ClosableHttp>;
  #made: Promise<ClosableHttp> | null = null;

  constructor(make: () => Promise<ClosableHttp>) {
    this.#make = make;
  }

  async send(...args: Parameters<Http['send']>): ReturnType<Http['send']> {
    return (await this.#get()).send(...args);
  }

  /** Forgets the network stack, for example because the proxy settings changed; running requests end as they would. */
  reset(): void {
    this.#made?.then((http) => http.retire()).catch(() => undefined);
    this.#made = null;
  }

  /** Closes every socket. */
  dispose(): void {
    this.#made?.then((http) => http.close()).catch(() => undefined);
    this.#made = null;
  }

  #get(): Promise<ClosableHttp> {
    if (this.#made === null) {
      const making = this.#make();
      this.#made = making;
      // What could not be made, for want of a good setting, is tried again at the next request.
      making.catch(() => {
        if (this.#made === making) this.#made = null;
      });
    }
    return this.#made;
  }
}
