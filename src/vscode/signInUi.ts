import { commands, env, l10n, window } from 'vscode';
import type { DeviceCode, Field, FormValues } from '../core/auth/method.ts';
import type { Route } from '../core/auth/routes.ts';
import type { SignInStage, SignInUi } from '../core/auth/signIn.ts';
import type { Failure } from '../core/failure.ts';
import type { NonEmpty } from '../core/model.ts';
import type { Sentence } from '../core/sentence.ts';
import { fillForm } from './form.ts';
import { told } from './language.ts';
import { openAddress } from './undocumented.ts';
import { describe } from './words.ts';

let offers = 0;

/** The questions of one sign-in as VS Code's own dialogs and input boxes. `filled` keeps the answers for another try. */
export class DialogSignInUi implements SignInUi {
  readonly #title: string;
  readonly #filled: Map<string, string>;
  readonly #report: (message: string) => void;

  /** `report` shows a message in the sign-in's one notification; links of commands work in it. */
  constructor(title: string, filled: Map<string, string>, report: (message: string) => void) {
    this.#title = title;
    this.#filled = filled;
    this.#report = report;
  }

  open(page: URL): Promise<boolean> {
    return openAddress(page);
  }

  progress(stage: SignInStage): void {
    this.#report(stage === 'finishing' ? l10n.t('finishing…') : l10n.t('continue in your browser…'));
  }

  /** The ways are links in the notification that also has the progress and Cancel, so that nothing is left when it ends. */
  offer(routes: readonly Route[], failure: Failure | null, signal: AbortSignal): Promise<Route> {
    offers += 1;
    const command = `maestro.signIn.goOn.${offers}`;
    const link = (route: Route): string =>
      `[${wayOn(route)}](command:${command}?${encodeURIComponent(`["${route}"]`)})`;
    const why = failure === null ? l10n.t('did the browser not come back here?') : describe(failure).sentence;
    return new Promise((resolve, reject) => {
      const registered = commands.registerCommand(command, (given: unknown) => {
        const chosen = routes.find((route) => route === given);
        if (chosen === undefined) return;
        registered.dispose();
        this.progress('waiting-for-browser');
        resolve(chosen);
      });
      const abort = (): void => {
        registered.dispose();
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      else this.#report(`${why} ${routes.map(link).join(' · ')}`);
    });
  }

  async paste(
    what: 'code' | 'address',
    refusal: Failure | null,
    accepts: (text: string) => boolean,
    signal: AbortSignal,
  ): Promise<string | null> {
    const wanted =
      what === 'code'
        ? l10n.t('The code that the page shows. Paste it here and nowhere else.')
        : l10n.t(
            'The address at which your browser ended, even if nothing is shown there. Paste it here and nowhere else.',
          );
    const field: Field = {
      id: what,
      label: refusal === null ? wanted : `${describe(refusal).sentence} ${wanted}`,
      example: what === 'code' ? 'code#state' : 'http://localhost/…?code=…&state=…',
      initial: '',
      secret: false,
      required: true,
      problem: (text) => (accepts(text) ? null : l10n.t('This does not belong to this sign-in.')),
    };
    const values = await fillForm(this.#title, [field], new Map(), signal);
    return values?.texts.get(what) ?? null;
  }

  showCode({ userCode, page }: Pick<DeviceCode, 'userCode' | 'page'>, signal: AbortSignal): void {
    this.#report(l10n.t('type {0} at {1}', userCode, page.host + page.pathname));
    void this.#offerCode(userCode, page, signal);
  }

  fill(fields: NonEmpty<Field>, signal: AbortSignal): Promise<FormValues | null> {
    return fillForm(this.#title, fields, this.#filled, signal);
  }

  async confirm(what: Sentence): Promise<boolean> {
    const go = l10n.t('Continue');
    return (await window.showInformationMessage(told(what), { modal: true }, go)) === go;
  }

  async #offerCode(userCode: string, page: URL, signal: AbortSignal): Promise<void> {
    const copy = { title: l10n.t('Copy Code and Open Page') };
    // VS Code's own "Cancel" would say that the sign-in ends.
    const close = { title: l10n.t('Close'), isCloseAffordance: true };
    const detail = l10n.t('It works on any device. Type it at {0}', page.href);
    const options = { modal: true, detail };
    const chosen = await window.showInformationMessage(l10n.t('Your code: {0}', userCode), options, copy, close);
    if (chosen !== copy || signal.aborted) return;
    await env.clipboard.writeText(userCode);
    await openAddress(page);
  }
}

/** What a link says that leads on by this route. */
function wayOn(route: Route): string {
  switch (route) {
    case 'loopback':
    case 'own-address':
      return l10n.t('Use the browser');
    case 'device':
      return l10n.t('Type a code on any device');
    case 'paste':
      return l10n.t('Paste the address');
    default:
      return route satisfies never;
  }
}
