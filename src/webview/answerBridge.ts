import { arrayAt, numberAt, stringAt } from '../core/json.ts';
import type { ImageType } from '../core/model.ts';

/** What the buttons of a code block do with its text. */
export type CodeUse = 'insert' | 'new-file' | 'apply';

/** A code block as the host finds it again. */
export interface CodeBlockId {
  readonly turn: string;
  /** The place of its text among the texts of the turn's answer. */
  readonly text: number;
  /** Where the section of the text that it is in begins, in UTF-16 units. */
  readonly start: number;
  /** Its place among the code blocks of the section. */
  readonly block: number;
}

/** Page to host: what is done with an answer. No text of it comes back, and no path that the answer does not have. */
export type AnswerIntent =
  | ({ readonly kind: 'code'; readonly use: CodeUse } & CodeBlockId)
  /** Asks which of these pieces of the answer name a file. */
  | { readonly kind: 'find-files'; readonly turn: string; readonly written: readonly string[] }
  | { readonly kind: 'open-file'; readonly file: number };

/** A piece of an answer that names a file of the workspace; the number stands for the file and the line. */
export interface ShownFile {
  readonly written: string;
  readonly file: number;
}

/** What a piece of code is, as far as it has a colour of its own; each is a class `token-…` of the style sheet. */
export const tokenKinds = [
  'comment',
  'string',
  'escape',
  'number',
  'constant',
  'keyword',
  'type',
  'function',
  'variable',
  'tag',
  'attribute',
  'meta',
  'inserted',
  'deleted',
] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** The kinds of themes, as a webview's body has them in its class after `vscode-`. */
export const grounds = ['dark', 'light', 'high-contrast', 'high-contrast-light'] as const;
export type Ground = (typeof grounds)[number];

/** Colours of code in the editor's theme, as `#rrggbb`; the style sheet has one for each that is left out. */
export interface CodeColours {
  /** Of the theme: on another ground these colours cannot be read. */
  readonly ground: Ground;
  readonly colours: Partial<Readonly<Record<TokenKind, string>>>;
}

/** Host to page. */
export type AnswerUpdate =
  | { readonly kind: 'files'; readonly turn: string; readonly files: readonly ShownFile[] }
  | ({ readonly kind: 'colours' } & CodeColours);

/** An image of a question or an answer; `data` is base64 (RFC 4648 section 4). */
export interface ShownImage {
  readonly type: ImageType;
  readonly data: string;
}

export const mostFilesAsked = 50;
export const longestFileReference = 300;
const longestTurn = 100;

/** The message as an AnswerIntent, or `null` if it is anything else. */
export function readAnswerIntent(value: unknown): AnswerIntent | null {
  const kind = stringAt(value, 'kind');
  const turn = stringAt(value, 'turn') ?? '';
  switch (kind) {
    case 'code': {
      const use = stringAt(value, 'use');
      const [text, start, block] = [place(value, 'text'), place(value, 'start'), place(value, 'block')];
      if (text === null || start === null || block === null || !isTurn(turn)) return null;
      return use === 'insert' || use === 'new-file' || use === 'apply' ? { kind, use, turn, text, start, block } : null;
    }
    case 'find-files': {
      const written = arrayAt(value, 'written').slice(0, mostFilesAsked);
      const texts = written
        .filter((one) => typeof one === 'string')
        .filter((one) => one.length <= longestFileReference);
      return isTurn(turn) && texts.length > 0 ? { kind, turn, written: texts } : null;
    }
    case 'open-file': {
      const file = place(value, 'file');
      return file === null ? null : { kind, file };
    }
    default:
      return null;
  }
}

function isTurn(text: string): boolean {
  return text !== '' && text.length <= longestTurn;
}

function place(value: unknown, key: string): number | null {
  const found = numberAt(value, key);
  return found !== null && Number.isSafeInteger(found) && found >= 0 ? found : null;
}
