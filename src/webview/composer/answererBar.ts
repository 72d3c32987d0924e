import type { ShownAccount, ShownStanding } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';

interface Deps {
  readonly onSwitchAccount: () => void;
  readonly onChooseModel: () => void;
  readonly onSignInAgain: () => void;
  readonly onManageUsage: () => void;
}

const standingIcons: Readonly<Record<ShownStanding['kind'], string>> = {
  ok: 'account',
  renewing: 'sync codicon-modifier-spin',
  trouble: 'warning',
  'limit-reached': 'circle-slash',
  'needs-sign-in': 'error',
};

/** Who answers the next question: the model as a button, and the account with how it stands and who pays. */
export class AnswererBar {
  readonly model: HTMLButtonElement;
  readonly root: HTMLElement;
  readonly #modelText = element('bdi', { class: 'model-text' });
  readonly #account: HTMLButtonElement;
  readonly #accountText = element('bdi', { class: 'account-text' });
  readonly #accountIcon = icon('account');
  readonly #standing = element('span', { class: 'standing', dir: 'auto' });
  readonly #signIn: HTMLButtonElement;
  readonly #noticeText = element('span');
  readonly #notice: HTMLElement;

  constructor(deps: Deps) {
    const modelAttributes = { class: 'chip model', 'data-role': 'model', 'aria-haspopup': 'dialog' };
    this.model = button(modelAttributes, deps.onChooseModel, this.#modelText, icon('chevron-down'));
    const accountAttributes = { class: 'chip account', 'data-role': 'account', 'aria-haspopup': 'dialog' };
    this.#account = button(accountAttributes, deps.onSwitchAccount, this.#accountIcon, this.#accountText);
    this.#signIn = button(
      { class: 'text-button', 'data-role': 'sign-in-again', hidden: '' },
      deps.onSignInAgain,
      words.signInAgain,
    );
    this.#notice = element(
      'p',
      { class: 'plan-notice', 'data-role': 'plan-notice', hidden: '' },
      this.#noticeText,
      button({ class: 'text-button' }, deps.onManageUsage, words.manageUsage),
    );
    const line = element('div', { class: 'answerer' }, this.#account, this.#standing, this.#signIn);
    this.root = element('div', { class: 'composer-footer' }, line, this.#notice);
  }

  update({ label, plan, model, effort, standing, payer, notice }: NonNullable<ShownAccount>): void {
    const who = [label, plan].filter(Boolean).join(' · ');
    const what = [model, effort].filter(Boolean).join(' · ');
    const isOk = standing.kind === 'ok';
    const state = standing.sentence ?? payer;
    this.#accountText.textContent = who;
    this.#accountIcon.className = icon(standingIcons[standing.kind]).className;
    name(
      this.#account,
      words.switchAccount(who, [standing.sentence?.replace(/[.。]$/, ''), payer].filter(Boolean).join('. ')),
    );
    this.#modelText.textContent = what === '' ? words.noModel : what;
    name(this.model, words.chooseModel(what));
    this.#standing.textContent = state;
    this.#standing.title = state;
    this.#standing.setAttribute('data-standing', standing.kind);
    this.root.classList.toggle('troubled', !isOk && standing.kind !== 'renewing');
    this.#signIn.hidden = standing.kind !== 'needs-sign-in';
    this.#noticeText.textContent = notice === null ? '' : `${notice} · `;
    this.#notice.hidden = notice === null;
  }
}

function name(chip: HTMLElement, label: string): void {
  chip.title = label;
  chip.setAttribute('aria-label', label);
}
