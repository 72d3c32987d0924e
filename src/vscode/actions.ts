import type { Action } from '../webview/bridge.ts';

/** The command behind a button; `null` for what each surface does in its own way. */
export function commandOf(action: Action): string | null {
  switch (action) {
    case 'sign-in':
      return 'maestro.signIn';
    case 'sign-in-again':
      return 'maestro.signInAgain';
    case 'switch-account':
      return 'maestro.switchAccount';
    case 'choose-model':
      return 'maestro.chooseModel';
    case 'open-settings':
      return 'maestro.openSettings';
    case 'open-usage':
      return 'maestro.openUsage';
    case 'show-log':
      return 'maestro.showLog';
    case 'retry':
    case 'new-chat':
      return null;
    default:
      return action satisfies never;
  }
}
