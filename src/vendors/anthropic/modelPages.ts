import { below } from '../../core/baseUrl.ts';
import { arrayAt, type Json, member, stringAt } from '../../core/json.ts';
import type { Credential } from '../../core/model.ts';
import { askForListing } from '../../core/models/listing.ts';
import type { Call } from '../../core/vendor.ts';
import { explain } from './failures.ts';
import { apiHeaders } from './headers.ts';
import type { AnthropicSettings } from './settings.ts';

/** Where in the list to begin, how many models to give, and the list that is known. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
  readonly etag?: string | null;
}

export interface ModelPage {
  readonly models: readonly Json[];
  /** The id after which the next page begins; `null` if this is the last. */
  readonly next: string | null;
  readonly etag: string | null;
}

/**
 * One page of `GET /v1/models` (Anthropic API reference, List models); `unchanged` if `etag` still stands. Throws what
 * {@link askForListing} throws.
 */
export async function askForModels(
  settings: AnthropicSettings,
  credential: Credential,
  call: Call,
  { limit, after, etag = null }: PageRequest,
): Promise<ModelPage | 'unchanged'> {
  const url = below(settings.api, 'v1/models');
  url.searchParams.set('limit', String(limit));
  if (after !== undefined) url.searchParams.set('after_id', after);
  const known = etag === null ? [] : [['if-none-match', etag] as const];
  const headers = [...apiHeaders(settings, credential, 'application/json'), ...known];
  const listing = await askForListing({ method: 'GET', url, headers, body: null }, etag, call, explain);
  if (listing === 'unchanged') return listing;
  const next = member(listing.body, 'has_more') === true ? stringAt(listing.body, 'last_id') : null;
  return { models: arrayAt(listing.body, 'data'), next, etag: listing.etag };
}
