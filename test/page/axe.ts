// Finds what hinders people in a page (axe-core), of which it says where it is and what it is.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ChatPage } from './chatPage.ts';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the page, by all rules or only these, one line an element. The debugger puts it into the page, so the policy of the page stays as it is. */
export async function hindrances(
  { raw }: ChatPage,
  rules: readonly string[] | null = null,
): Promise<readonly string[]> {
  if (!(await raw.evaluate<boolean>(`'axe' in window`))) await raw.evaluate(await source);
  const options = { resultTypes: ['violations'], ...(rules !== null && { runOnly: rules }) };
  return raw.evaluate<string[]>(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) =>
      [id, html.slice(0, 200), any[0]?.message ?? ''].join(' | '))))`);
}
