import { accents, doubleStruck, texLetters, texSigns } from './texSymbols.ts';

/** A formula in parts that a page can set with its own means. */
export type Formula = readonly FormulaPart[];
export type FormulaPart =
  | { readonly kind: 'letters' | 'upright'; readonly text: string }
  | { readonly kind: 'sup' | 'sub' | 'root'; readonly of: Formula }
  | { readonly kind: 'fraction'; readonly above: Formula; readonly below: Formula };

const longestSource = 2_000;
const deepest = 12;
const tokens = /\\[a-zA-Z]+\*?|\\[^a-zA-Z]|\s+|[^\s\\]/gu;
/** Environments that only say where lines break and meet. */
const lines = new Set(['aligned', 'align', 'align*', 'gathered', 'gather*', 'split', 'equation', 'equation*']);

/**
 * The formula that TeX source stands for, or `null` where anything in it is not known here: half of a formula would be
 * another formula.
 */
export function formulaOf(source: string): Formula | null {
  if (source.length > longestSource) return null;
  const reader = new Reader(source.match(tokens) ?? []);
  const formula = reader.row(0);
  return formula === null || !reader.isAtEnd ? null : joined(formula);
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(all: readonly string[]) {
    this.#tokens = all;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** What stands up to the end of the group. */
  row(depth: number): Formula | null {
    const parts: FormulaPart[] = [];
    while (!this.isAtEnd && this.#tokens[this.#at] !== '}') {
      const part = this.#part(depth);
      if (part === null) return null;
      parts.push(...part);
    }
    return parts;
  }

  #part(depth: number): Formula | null {
    const token = this.#tokens[this.#at++] ?? '';
    if (depth > deepest) return null;
    switch (token) {
      case '{':
        return this.#group(depth);
      case '^':
      case '_': {
        const of = this.#argument(depth);
        return of === null ? null : [{ kind: token === '^' ? 'sup' : 'sub', of }];
      }
      case '&':
        return [];
      case "'":
        return [{ kind: 'upright', text: '′' }];
      case '#':
      case '~':
      case '%':
        return null;
      default:
        return token.startsWith('\\') ? this.#command(token.slice(1), depth) : [character(token)];
    }
  }

  /** After an opening brace. */
  #group(depth: number): Formula | null {
    const row = this.row(depth + 1);
    return row !== null && this.#tokens[this.#at++] === '}' ? row : null;
  }

  /** A group, or the one token that stands for it. */
  #argument(depth: number): Formula | null {
    while (this.#tokens[this.#at]?.trim() === '') this.#at++;
    return this.isAtEnd || this.#tokens[this.#at] === '}' ? null : this.#part(depth + 1);
  }

  #command(name: string, depth: number): Formula | null {
    const letter = texLetters.get(name);
    if (letter !== undefined) return [{ kind: 'letters', text: letter }];
    const sign = texSigns.get(name);
    if (sign !== undefined) return [{ kind: 'upright', text: sign }];
    switch (name) {
      case '\\':
        return [{ kind: 'upright', text: '\n' }];
      case 'frac':
      case 'dfrac':
      case 'tfrac': {
        const [above, below] = [this.#argument(depth), this.#argument(depth)];
        return above === null || below === null ? null : [{ kind: 'fraction', above, below }];
      }
      case 'sqrt': {
        const of = this.#tokens[this.#at] === '[' ? null : this.#argument(depth);
        return of === null ? null : [{ kind: 'root', of }];
      }
      case 'mathbb':
        return this.#mapped((text) => doubleStruck.get(text) ?? null);
      case 'begin':
      case 'end':
        return this.#mapped((text) => (lines.has(text) ? '' : null));
      case 'text':
      case 'textbf':
      case 'textit':
      case 'mathrm':
      case 'mathbf':
      case 'mathit':
      case 'mathsf':
      case 'mathcal':
      case 'boldsymbol':
      case 'operatorname':
        return this.#mapped((text) => (/[\\^_{}$]/.test(text) ? null : text));
      default:
        return this.#accented(accents.get(name));
    }
  }

  #accented(accent: string | undefined): Formula | null {
    if (accent === undefined) return null;
    const [only, ...rest] = this.#argument(0) ?? [];
    const isOne = rest.length === 0 && only?.kind === 'letters' && [...only.text].length === 1;
    return isOne ? [{ kind: 'letters', text: only.text + accent }] : null;
  }

  /** The text of the group that follows, as `change` has it. */
  #mapped(change: (text: string) => string | null): Formula | null {
    if (this.#tokens[this.#at] !== '{') return null;
    const end = this.#tokens.indexOf('}', this.#at);
    const text = end === -1 ? null : change(this.#tokens.slice(this.#at + 1, end).join(''));
    this.#at = end + 1;
    return text === null ? null : [{ kind: 'upright', text }];
  }
}

function character(token: string): FormulaPart {
  if (/\s/.test(token)) return { kind: 'upright', text: ' ' };
  if (token === '-') return { kind: 'upright', text: '−' };
  return { kind: /\p{L}/u.test(token) ? 'letters' : 'upright', text: token };
}

/** Neighbours of the same kind as one part. */
function joined(formula: Formula): Formula {
  const parts: FormulaPart[] = [];
  for (const part of formula) {
    const last = parts.at(-1);
    if ('text' in part && last !== undefined && 'text' in last && last.kind === part.kind) {
      parts[parts.length - 1] = { kind: part.kind, text: last.text + part.text };
    } else if ('of' in part) parts.push({ kind: part.kind, of: joined(part.of) });
    else if ('above' in part) parts.push({ ...part, above: joined(part.above), below: joined(part.below) });
    else if (part.text !== '') parts.push(part);
  }
  return parts;
}
