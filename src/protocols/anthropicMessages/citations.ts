import { type Json, stringAt } from '../../core/json.ts';
import type { Source } from '../../core/model.ts';
import { webSource } from '../../core/source.ts';

/**
 * What a citation names as its source, or `null` if that is no web address: places in documents that were sent along have
 * none (Anthropic API reference, `TextCitation`).
 */
export function readSource(citation: Json | undefined): Source | null {
  return webSource(stringAt(citation, 'url') ?? stringAt(citation, 'source') ?? '', stringAt(citation, 'title'));
}
