/** An output item that has begun and what of it has been passed on. */
export interface Item {
  readonly type: string;
  readonly call: string;
  readonly tool: string;
  /** Text per content or summary index, so that a closing event can supply what was lost. */
  readonly texts: Map<number, Shown>;
  closed: boolean;
}

export interface Shown {
  readonly block: number;
  text: string;
}

/** The output items of one answer by `output_index`; item ids are no use, because some servers rotate them. */
export class Blocks {
  readonly #items = new Map<number, Item>();
  #next = 0;

  get empty(): boolean {
    return this.#items.size === 0;
  }

  open(index: number, type: string, call: string, tool: string): Item {
    const item: Item = { type, call, tool, texts: new Map(), closed: false };
    this.#items.set(index, item);
    return item;
  }

  item(index: number): Item | undefined {
    return this.#items.get(index);
  }

  /** The block for a part of an item; made at its first use. */
  shown(item: Item, part: number): Shown {
    let shown = item.texts.get(part);
    if (shown === undefined) {
      shown = { block: this.#next++, text: '' };
      item.texts.set(part, shown);
    }
    return shown;
  }
}
