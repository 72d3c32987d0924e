import { cleanText } from './cleanText.ts';
import type { Source } from './model.ts';

/** A web page as a source, its title cleaned for the screen, or its host in its place; `null` if the address is none of the web. */
export function webSource(url: string, title: string | null): Source | null {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return null;
  return { url, title: cleanText(title ?? '', 200) || new URL(url).host };
}
