import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Markdown of the examples in CommonMark's specification, in which an arrow stands for a tab. */
export function commonMarkExamples(): readonly string[] {
  const spec = readFileSync(fileURLToPath(import.meta.resolve('commonmark-spec/spec.txt')), 'utf8');
  const examples = spec.matchAll(/^`{32} example\n([\s\S]*?)^\.\n[\s\S]*?^`{32}$/gm);
  return [...examples].map(([, markdown = '']) => markdown.replaceAll('→', '\t'));
}
