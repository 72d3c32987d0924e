import { cleanText } from '../../core/cleanText.ts';
import { type Json, stringAt } from '../../core/json.ts';
import type { Source } from '../../core/model.ts';

/**
 * What a citation names as its source, or `null` if that is no web address: places in documents that were sent along have
 * none (Anthropic API reference, `TextCitation`).
 */
export function readSource(citation: Json | undefined): Source | null {
  const url = stringAt(citation, 'url') ?? stringAt(citation, 'source') ?? '';
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null;
  const title = cleanText(stringAt(citation, 'title') ?? '', 200);
  return { url, title: title === '' ? new URL(url).host : title };
}
