import { askForListing } from '../../../core/models/listing.ts';
import type { Call, ModelList } from '../../../core/vendor.ts';
import { explain } from '../failures.ts';
import type { Route } from '../route.ts';
import { readCatalogue } from './catalogue.ts';
import { readPlatformList } from './platform.ts';

/** The models of an account; `unchanged` if `etag` still stands for them. Throws what {@link askForListing} throws. */
export async function listModels(route: Route, call: Call, etag: string | null): Promise<ModelList | 'unchanged'> {
  const headers = [...route.headers, ...(etag === null ? [] : [['If-None-Match', etag] as const])];
  const listing = await askForListing({ method: 'GET', url: route.models, headers, body: null }, etag, call, explain);
  if (listing === 'unchanged') return listing;
  const models = route.kind === 'platform' ? readPlatformList(listing.body) : readCatalogue(listing.body);
  return { models, etag: listing.etag };
}
