import { Builder } from './builder.ts';
import { withoutControls } from './invisible.ts';
import { rules } from './rules.ts';
import { proseNodes } from './text.ts';
import { type Token, tokensOf } from './tokens.ts';

/** The DOM of a whole Markdown text. */
export function renderMarkdown(text: string): DocumentFragment {
  return nodesOf(tokensOf(withoutControls(text), {}).tokens);
}

/** The DOM of Markdown tokens, by the table of rules. */
export function nodesOf(tokens: readonly Token[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const builder = new Builder(fragment);
  apply(builder, tokens);
  return fragment;
}

function apply(builder: Builder, tokens: readonly Token[]): void {
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'inline') {
      apply(builder, token.children ?? []);
      continue;
    }
    const rule = rules.get(token.type);
    if (rule === undefined) builder.add(...proseNodes(token.content));
    else rule(builder, token, tokens, index);
  }
}
