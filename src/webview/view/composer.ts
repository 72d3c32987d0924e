import { maxQuestionLength, type ShownAccount } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';

interface Deps {
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
  readonly onSwitchAccount: () => void;
  readonly onManageUsage: () => void;
  readonly onDraft: (text: string) => void;
}

/** Where questions are written, with the account that they go to. */
export class Composer {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #text = element('textarea', {
    'data-role': 'composer',
    rows: '1',
    dir: 'auto',
    placeholder: words.placeholder,
    'aria-label': words.composer,
    maxlength: String(maxQuestionLength),
  });
  readonly #send = iconButton('send', 'send', words.send, () => this.#submit());
  readonly #stop = iconButton('stop', 'debug-stop', words.stop, () => this.#deps.onStop());
  readonly #accountText = element('span', { class: 'account-text' });
  readonly #modelText = element('span', { class: 'model-text' });
  readonly #account = button(
    { class: 'account', 'data-role': 'account' },
    () => this.#deps.onSwitchAccount(),
    icon('account'),
    this.#accountText,
    this.#modelText,
  );
  readonly #noticeText = element('span');
  readonly #notice = element(
    'p',
    { class: 'plan-notice', 'data-role': 'plan-notice', hidden: '' },
    this.#noticeText,
    button({ class: 'text-button' }, () => this.#deps.onManageUsage(), words.manageUsage),
  );
  #lastQuestion = '';
  #running = false;

  constructor(draft: string, deps: Deps) {
    this.#deps = deps;
    this.#text.value = draft;
    this.#text.addEventListener('input', () => this.#changed());
    this.#text.addEventListener('keydown', (event) => this.#onKey(event));
    const bar = element('div', { class: 'composer-bar' }, this.#account, this.#stop, this.#send);
    const box = element('div', { class: 'composer-box' }, this.#text, bar);
    box.addEventListener('click', (event) => {
      if (event.target === box || event.target === bar) this.focus();
    });
    this.root = element('div', { class: 'composer', hidden: '' }, box, this.#notice);
    this.update(null, false);
  }

  /** Shows who would answer, and Stop instead of Send while an answer arrives. */
  update(account: ShownAccount, running: boolean): void {
    this.#running = running;
    this.#send.hidden = running;
    this.#stop.hidden = !running;
    this.root.hidden = account === null;
    if (account !== null) {
      const shown = [account.label, account.plan, account.model]
        .filter((text) => text !== null && text !== '')
        .join(' · ');
      this.#accountText.textContent = [account.label, account.plan].filter((text) => text !== null).join(' · ');
      this.#modelText.textContent = account.model === '' ? '' : ` · ${account.model}`;
      this.#noticeText.textContent = account.notice === null ? '' : `${account.notice} · `;
      this.#notice.hidden = account.notice === null;
      this.#account.title = words.switchAccount(shown);
      this.#account.setAttribute('aria-label', words.switchAccount(shown));
    }
    this.#enableSend();
  }

  /** The question that the arrow key brings back. */
  recall(question: string): void {
    this.#lastQuestion = question;
  }

  focus(): void {
    this.#text.focus();
  }

  #onKey(event: KeyboardEvent): void {
    // While an input method composes, its keys (229 in browsers that say so after the fact) belong to it.
    if (event.isComposing || event.keyCode === 229) return;
    const modified = event.shiftKey || event.altKey || event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'ArrowUp' && !modified && this.#text.value === '' && this.#lastQuestion !== '') {
      event.preventDefault();
      this.#text.value = this.#lastQuestion;
      this.#changed();
    }
  }

  #submit(): void {
    const text = this.#text.value;
    if (this.#running || text.trim() === '') return;
    this.#deps.onSend(text);
    this.#text.value = '';
    this.#changed();
    this.focus();
  }

  #changed(): void {
    this.#enableSend();
    this.#deps.onDraft(this.#text.value);
  }

  #enableSend(): void {
    this.#send.disabled = this.#text.value.trim() === '';
  }
}

function iconButton(role: string, name: string, label: string, onClick: () => void): HTMLButtonElement {
  const attributes = { class: 'icon-button', 'data-role': role, 'aria-label': label, title: label };
  return button(attributes, onClick, icon(name));
}
