import { below } from '../../core/baseUrl.ts';
import { askForListing, type Listing } from '../../core/models/listing.ts';
import type { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import { explain } from './failures.ts';
import { apiHeaders } from './headers.ts';
import type { GeminiSettings } from './settings.ts';

export interface Asked {
  readonly pageSize: number;
  /** Which page; `null` for the first. */
  readonly pageToken: string | null;
  /** The tag of a page that is known. */
  readonly etag: string | null;
}

/** One page of `GET models` (Gemini API reference, models.list). Throws what {@link askForListing} throws. */
export async function askForModels(
  { api, version }: GeminiSettings,
  key: Secret,
  call: Call,
  { pageSize, pageToken, etag }: Asked,
): Promise<Listing | 'unchanged'> {
  const url = below(api, 'models');
  url.search = `pageSize=${pageSize}${pageToken === null ? '' : `&pageToken=${encodeURIComponent(pageToken)}`}`;
  const condition = etag === null ? [] : [['If-None-Match', etag] as const];
  const headers = [...apiHeaders(version, key, 'no-body'), ...condition];
  return askForListing({ method: 'GET', url, headers, body: null }, etag, call, explain);
}
