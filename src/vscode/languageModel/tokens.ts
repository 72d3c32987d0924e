import {
  type LanguageModelChatRequestMessage,
  LanguageModelDataPart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
} from 'vscode';
import { textTokens, tokensPerImage } from '../../core/chat/tokenEstimate.ts';
import type { UserPart } from '../../core/model.ts';
import { contentOf } from './content.ts';

/** About how many tokens a text or a message has; see {@link textTokens}. */
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

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
