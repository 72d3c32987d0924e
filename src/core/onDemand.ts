/** Something that is made when it is first asked for, and once. */
export class OnDemand<T> {
  readonly #make: () => Promise<T>;
  #making: Promise<T> | null = null;
  #made: T | null = null;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  /** It, made now if it was not yet. Rejects as the making does, and then it is made anew the next time. */
  get(): Promise<T> {
    this.#making ??= this.#make().then(
      (made) => {
        this.#made = made;
        return made;
      },
      (error: unknown) => {
        this.#making = null;
        throw error;
      },
    );
    return this.#making;
  }

  /** It, where it was made already. */
  get made(): T | null {
    return this.#made;
  }
}
