import { cleanText } from '../../core/cleanText.ts';
import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../core/json.ts';
import type { Source } from '../../core/model.ts';

const none: readonly Source[] = [];

/**
 * Where a candidate says it has something from: pages that a search found (Gemini API reference, GroundingMetadata) and works
 * that it quotes (CitationMetadata; Vertex AI names the list otherwise). Only web addresses, each cleaned for the screen.
 */
export function readSources(candidate: JsonObject): readonly Source[] {
  const { groundingMetadata: grounding, citationMetadata: citations } = candidate;
  // Nearly every event has neither.
  if (grounding === undefined && citations === undefined) return none;
  const chunks = arrayAt(grounding, 'groundingChunks');
  return [
    ...chunks.flatMap((chunk) => sourceOf(member(chunk, 'web') ?? member(chunk, 'retrievedContext'))),
    ...arrayAt(citations, 'citationSources').flatMap(sourceOf),
    ...arrayAt(citations, 'citations').flatMap(sourceOf),
  ];
}

function sourceOf(value: Json | undefined): readonly Source[] {
  const uri = stringAt(value, 'uri') ?? '';
  if (!/^https?:/i.test(uri) || !URL.canParse(uri)) return [];
  const { href, host } = new URL(uri);
  return [{ url: href, title: cleanText(stringAt(value, 'title') ?? '', 200) || host }];
}
