import { l10n, QuickInputButtons, window } from 'vscode';
import type { Field, FormValues } from '../core/auth/method.ts';
import type { NonEmpty } from '../core/model.ts';
import { Secret } from '../core/secret.ts';
import { translated } from './language.ts';

/**
 * Asks for one field after the other, with a way back to the one before. What is not secret is kept in `filled` and offered
 * again the next time. `null` when the user closed it or `signal` aborted.
 */
export async function fillForm(
  title: string,
  fields: NonEmpty<Field>,
  filled: Map<string, string>,
  signal: AbortSignal,
): Promise<FormValues | null> {
  // What was typed stays while one goes back and forth.
  const typed = new Map<string, string>(fields.map((field) => [field.id, filled.get(field.id) ?? field.initial]));
  for (let step = 0; step < fields.length; ) {
    const field = fields[step];
    if (field === undefined) break;
    const place = { step, of: fields.length };
    const answer = await askField(title, field, typed.get(field.id) ?? '', place, signal);
    if (answer.kind === 'closed') return null;
    typed.set(field.id, answer.text);
    if (!field.secret) filled.set(field.id, answer.text.trim());
    step += answer.kind === 'back' ? -1 : 1;
  }
  return valuesOf(fields, typed);
}

function valuesOf(fields: readonly Field[], typed: ReadonlyMap<string, string>): FormValues {
  const given = fields.flatMap((field) => {
    const text = typed.get(field.id)?.trim() ?? '';
    return text === '' ? [] : [{ field, text }];
  });
  const of = (secret: boolean) => given.filter(({ field }) => field.secret === secret);
  return {
    texts: new Map(of(false).map(({ field, text }) => [field.id, text])),
    secrets: new Map(of(true).map(({ field, text }) => [field.id, new Secret(text)])),
  };
}

type Answer = { readonly kind: 'next' | 'back'; readonly text: string } | { readonly kind: 'closed' };

function askField(
  title: string,
  field: Field,
  initial: string,
  { step, of }: { readonly step: number; readonly of: number },
  signal: AbortSignal,
): Promise<Answer> {
  const box = window.createInputBox();
  box.title = title;
  const label = translated(field.label);
  box.prompt = field.required ? label : l10n.t('{0} (optional: Enter goes on)', label);
  box.placeholder = field.example;
  box.value = initial;
  box.password = field.secret;
  box.ignoreFocusOut = true;
  if (of > 1) {
    box.step = step + 1;
    box.totalSteps = of;
  }
  if (step > 0) box.buttons = [QuickInputButtons.Back];
  return new Promise<Answer>((resolve) => {
    const close = (answer: Answer): void => {
      signal.removeEventListener('abort', abort);
      resolve(answer);
      box.dispose();
    };
    const abort = (): void => close({ kind: 'closed' });
    // Nobody is told that something is wrong with what is not finished; but what was said to be wrong is watched.
    box.onDidChangeValue((text) => {
      if (box.validationMessage !== undefined) box.validationMessage = problemOf(field, text) ?? undefined;
    });
    box.onDidAccept(() => {
      const problem = problemOf(field, box.value);
      if (problem === null) close({ kind: 'next', text: box.value });
      else box.validationMessage = problem;
    });
    box.onDidTriggerButton(() => close({ kind: 'back', text: box.value }));
    box.onDidHide(() => close({ kind: 'closed' }));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else box.show();
  });
}

function problemOf(field: Field, value: string): string | null {
  const text = value.trim();
  if (text === '') return field.required ? l10n.t('This is needed.') : null;
  const problem = field.problem(text);
  return problem === null ? null : translated(problem);
}
