import {
  LanguageModelDataPart,
  LanguageModelPromptTsxPart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
} from 'vscode';
import { base64 } from '../../core/base64.ts';
import { isImageType, type UserPart } from '../../core/model.ts';
import { isMark, isThinking } from '../undocumented.ts';
import { promptText } from './promptText.ts';

/**
 * What a part of a person's message, or of a tool's result, brings to the model. What no model can be sent is named in words,
 * so that the model knows of it; calls, results and VS Code's own marks are not content. Never throws.
 */
export function contentOf(part: unknown): readonly UserPart[] {
  if (part instanceof LanguageModelTextPart) return textContent(part.value);
  if (part instanceof LanguageModelPromptTsxPart) return textContent(promptText(part.value));
  if (part instanceof LanguageModelDataPart) return dataContent(part.mimeType.toLowerCase(), part.data);
  if (part instanceof LanguageModelToolCallPart || part instanceof LanguageModelToolResultPart) return [];
  return isThinking(part) ? [] : textContent('[Something that Maestro cannot read.]');
}

/** Bytes as an image or as text, whichever their media type says. */
export function dataContent(mimeType: string, data: Uint8Array): readonly UserPart[] {
  if (isMark(mimeType)) return [];
  const type = mimeType === 'image/jpg' ? 'image/jpeg' : mimeType;
  if (isImageType(type)) return [{ kind: 'image', type, data: base64(data) }];
  const isText = /^text\/|^application\/(.+\+)?(json|xml|yaml|javascript|typescript)$/.test(type);
  return textContent(isText ? new TextDecoder().decode(data) : `[Data of the type ${type}, left out.]`);
}

function textContent(text: string): readonly UserPart[] {
  return text === '' ? [] : [{ kind: 'text', text }];
}
