import { env, l10n } from 'vscode';
import { fill, type Sentence } from '../core/sentence.ts';

/** The language of Maestro's sentences (BCP 47), for dates and numbers in them: VS Code's where there is a bundle for it, else English. */
export function language(): string {
  return l10n.bundle === undefined ? 'en' : env.language;
}

/**
 * A text that stands where VS Code is not known, for example in a vendor, as the bundle has it; any other text as it is. Tests
 * find these texts by what they are for (test/unit/localisation).
 */
export function translated(text: string): string {
  const found: unknown = l10n.bundle?.[text];
  return typeof found === 'string' ? found : text;
}

/** The same with the values in their places. */
export function told({ text, values }: Sentence): string {
  return fill(translated(text), ...values);
}

/** A whole number, for example `12,000`. */
export function number(value: number): string {
  return value.toLocaleString(language());
}

/** So much time, for example `1 minute` or `5 hours`. */
export function duration(value: number, unit: 'second' | 'minute' | 'hour' | 'day'): string {
  return new Intl.NumberFormat(language(), { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** A day and a time of it. */
export function dateTime(at: number): string {
  return new Date(at).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' });
}
