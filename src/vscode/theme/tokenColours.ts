import { arrayAt, isArray, type Json, member, objectAt, stringAt } from '../../core/json.ts';
import type { TokenKind } from '../../webview/bridge.ts';

/** One rule of a theme: what these scopes look like. */
interface Rule {
  readonly scopes: readonly string[];
  readonly foreground: string;
}

/** What a grammar of the editor would call such a piece of code. */
const scopes: Readonly<Record<TokenKind, string>> = {
  comment: 'comment.line.double-slash',
  string: 'string.quoted.double',
  escape: 'constant.character.escape',
  number: 'constant.numeric.decimal',
  constant: 'constant.language.boolean',
  keyword: 'keyword',
  type: 'entity.name.type.class',
  function: 'entity.name.function',
  variable: 'variable.other.readwrite',
  tag: 'entity.name.tag',
  attribute: 'entity.other.attribute-name',
  meta: 'meta.preprocessor',
  inserted: 'markup.inserted',
  deleted: 'markup.deleted',
};

/** Colours of code by kind, as `#rrggbb`; a kind is left out where a theme says nothing of it. */
export type TokenColours = Partial<Readonly<Record<TokenKind, string>>>;

/**
 * What a theme's `tokenColors` make of each kind of code. `themes` are the contents of the theme's files, those that are
 * included first: of rules that are equally exact the last one counts.
 */
export function tokenColoursOf(themes: readonly Json[]): TokenColours {
  const rules = themes.flatMap((theme) => arrayAt(theme, 'tokenColors').flatMap(readRule));
  const found = Object.entries(scopes).map(([kind, scope]) => [kind, foregroundOf(scope, rules)] as const);
  return Object.fromEntries(found.filter(([, colour]) => colour !== null));
}

function readRule(value: Json): readonly Rule[] {
  const foreground = stringAt(objectAt(value, 'settings'), 'foreground') ?? '';
  const scope = member(value, 'scope');
  const written = isArray(scope) ? scope.filter((one) => typeof one === 'string') : [stringAt(value, 'scope') ?? ''];
  const named = written.flatMap((one) => one.split(',')).map((one) => one.trim());
  return /^#[\da-f]{6}(?:[\da-f]{2})?$/i.test(foreground) ? [{ scopes: named, foreground }] : [];
}

/** The colour of the rule that matches the scope with most of its names. Rules for a scope inside another are left out. */
function foregroundOf(scope: string, rules: readonly Rule[]): string | null {
  let best = 0;
  let colour: string | null = null;
  for (const rule of rules) {
    for (const selector of rule.scopes) {
      const isMatch = scope === selector || (selector !== '' && scope.startsWith(`${selector}.`));
      if (!isMatch || selector.length < best) continue;
      best = selector.length;
      colour = rule.foreground;
    }
  }
  return colour;
}
