import { type ExtensionContext, l10n, window, workspace } from 'vscode';
import { cleanLabel } from '../../core/cleanText.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Choice, Look, Questions } from './question.ts';

const key = 'maestro.tools.allowed';
/** Longest input that is shown, in characters. */
const maxShown = 1_000_000;

/** Which tools the person always allows in this workspace. It is kept where no file of the workspace can say so. */
export class ToolPermissions {
  readonly #state: ExtensionContext['workspaceState'];
  readonly #questions: Questions;

  constructor(state: ExtensionContext['workspaceState'], questions: Questions) {
    this.#state = state;
    this.#questions = questions;
  }

  isAllowed(tool: string): boolean {
    return this.#allowed.includes(tool);
  }

  /** Asks unless a call before this one was answered for all. */
  async ask(tool: string, input: JsonObject, signal: AbortSignal): Promise<boolean> {
    if (this.isAllowed(tool)) return true;
    const once: Choice<'once'> = { value: 'once', label: l10n.t('Allow Once') };
    const always: Choice<'always'> = { value: 'always', label: l10n.t('Always Allow in This Workspace') };
    const deny: Choice<'deny'> = { value: 'deny', label: l10n.t('Deny') };
    const look: Look = {
      label: l10n.t('Show All of What It Is Called With'),
      look: () => void showInput(input).catch(() => undefined),
    };
    const question = {
      title: l10n.t('May the model use {0}?', cleanLabel(tool, 100)),
      placeholder: cleanLabel(JSON.stringify(input), 300),
      items: [once, always, deny, look],
      safe: deny,
    };
    const answer = await this.#questions.ask<'once' | 'always' | 'deny'>(question, signal);
    if (answer === 'always') await this.#state.update(key, [...this.#allowed, tool]);
    return answer !== 'deny';
  }

  /** From now on the person is asked before each tool again. */
  async forget(): Promise<void> {
    await this.#state.update(key, undefined);
  }

  get #allowed(): readonly string[] {
    const kept = this.#state.get<unknown>(key);
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  }
}

async function showInput(input: JsonObject): Promise<void> {
  const content = JSON.stringify(input, null, 2).slice(0, maxShown);
  const document = await workspace.openTextDocument({ content, language: 'json' });
  await window.showTextDocument(document, { preserveFocus: true, preview: true });
}
