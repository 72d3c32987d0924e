import { type QuickPickItem, window } from 'vscode';

/** An answer that a person can give. */
export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** Something that they can look at before they answer. */
export interface Look extends QuickPickItem {
  look(): void;
}

export interface Question<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly (Choice<T> | Look)[];
  /**
   * What it means to close the question, and what Enter takes as long as nothing else is marked: a key that was meant for
   * another place does no harm then.
   */
  readonly safe: Choice<T>;
}

/** Asks one question at a time: a second would take the place of the first. */
export class Questions {
  #last: Promise<unknown> = Promise.resolve();

  /** What the person chooses; `safe` if they close the question or `signal` aborts. */
  ask<T>(question: Question<T>, signal: AbortSignal): Promise<T> {
    const asking = this.#last.then(() => ask(question, signal));
    this.#last = asking.catch(() => undefined);
    return asking;
  }
}

async function ask<T>({ title, placeholder, items, safe }: Question<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return safe.value;
  const { promise, resolve } = Promise.withResolvers<T>();
  const pick = window.createQuickPick<Choice<T> | Look>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.ignoreFocusOut = true;
  pick.items = items;
  pick.activeItems = [safe];
  pick.onDidAccept(() => {
    const [item] = pick.activeItems;
    if (item === undefined) return;
    if ('look' in item) item.look();
    else resolve(item.value);
  });
  const stop = (): void => resolve(safe.value);
  pick.onDidHide(stop);
  signal.addEventListener('abort', stop, { once: true });
  pick.show();
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    pick.dispose();
  }
}
