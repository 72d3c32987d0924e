import {
  type LanguageModelChatRequestMessage,
  LanguageModelDataPart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
} from 'vscode';
import type { UserPart } from '../../core/model.ts';
import { contentOf } from './content.ts';

const bytesPerToken = 4;
/** About what vendors count for an image of the size to which VS Code scales them. */
const tokensPerImage = 1_000;

/**
 * About how many tokens a text or a message has. An estimate, not a count: one token for four bytes of UTF-8, which is near
 * enough for English, code and most other scripts. No vendor publishes the tokenizer of its current models.
 */
export function estimateTokens(text: string | LanguageModelChatRequestMessage): number {
  return typeof text === 'string' ? textTokens(text) : sum(text.content.map(partTokens));
}

/** The same of what a person's message, or a tool's result, brings. */
export function contentTokens(content: readonly UserPart[]): number {
  return sum(content.map((part) => (part.kind === 'text' ? textTokens(part.text) : tokensPerImage)));
}

function partTokens(part: unknown): number {
  if (part instanceof LanguageModelTextPart) return textTokens(part.value);
  if (part instanceof LanguageModelToolCallPart) return textTokens(part.name + JSON.stringify(part.input));
  if (part instanceof LanguageModelToolResultPart) return sum(part.content.map(partTokens));
  if (part instanceof LanguageModelDataPart && part.mimeType.startsWith('image/')) return tokensPerImage;
  return contentTokens(contentOf(part));
}

function textTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
