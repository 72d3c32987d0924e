import { type CancellationToken, CancellationTokenSource, type Disposable } from 'vscode';

/** VS Code's cancellation as an `AbortSignal`. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** An `AbortSignal` as VS Code's cancellation. Disposing of it ends the connection. */
export function cancellationOf(signal: AbortSignal): Disposable & { readonly token: CancellationToken } {
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return {
    token: source.token,
    dispose() {
      signal.removeEventListener('abort', cancel);
      source.dispose();
    },
  };
}
