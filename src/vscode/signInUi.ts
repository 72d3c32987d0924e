import { env, l10n, Uri, window } from 'vscode';
import type { DeviceCode, Field, FormValues } from '../core/auth/method.ts';
import type { SignInStage, SignInUi } from '../core/auth/signIn.ts';
import type { NonEmpty } from '../core/model.ts';
import { fillForm } from './form.ts';

/** The questions of one sign-in as VS Code's own dialogs and input boxes. `filled` keeps the answers for another try. */
export class DialogSignInUi implements SignInUi {
  readonly #title: string;
  readonly #filled: Map<string, string>;
  readonly #report: (message: string) => void;

  constructor(title: string, filled: Map<string, string>, report: (message: string) => void) {
    this.#title = title;
    this.#filled = filled;
    this.#report = report;
  }

  /**
   * Opens the vendor's page. Asking for the redirect's external address first makes VS Code forward the port when the
   * browser is on another machine than this extension host.
   */
  async open(page: URL, redirectUri: string | null): Promise<boolean> {
    if (redirectUri !== null) await env.asExternalUri(Uri.parse(redirectUri, true));
    return env.openExternal(Uri.parse(page.href, true));
  }

  progress(stage: SignInStage): void {
    this.#report(stage === 'finishing' ? l10n.t('finishing…') : l10n.t('continue in your browser…'));
  }

  async paste(
    what: 'code' | 'address',
    accepts: (text: string) => boolean,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (what === 'address') {
      const paste = l10n.t('Paste Address…');
      const hint = l10n.t('Did your browser end at a page that does not load? Copy its address and paste it here.');
      if ((await window.showInformationMessage(hint, paste)) !== paste || signal.aborted) return null;
    }
    const field: Field = {
      id: what,
      label: what === 'code' ? l10n.t('The code that the page shows') : l10n.t('The address of that page'),
      example: what === 'code' ? 'code#state' : 'http://localhost:1455/auth/callback?code=…&state=…',
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

  async confirm(what: string): Promise<boolean> {
    const go = l10n.t('Continue');
    return (await window.showInformationMessage(what, { modal: true }, go)) === go;
  }

  async #offerCode(userCode: string, page: URL, signal: AbortSignal): Promise<void> {
    const copy = l10n.t('Copy Code and Open Page');
    const detail = l10n.t('It works on any device. Type it at {0}', page.href);
    const options = { modal: true, detail };
    const chosen = await window.showInformationMessage(l10n.t('Your code: {0}', userCode), options, copy);
    if (chosen !== copy || signal.aborted) return;
    await env.clipboard.writeText(userCode);
    await env.openExternal(Uri.parse(page.href, true));
  }
}
