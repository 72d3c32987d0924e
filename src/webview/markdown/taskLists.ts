import type MarkdownIt from 'markdown-it';

/** The attribute by which the opening of a list item says that it is a task: `done` or `open`. */
export const taskAttribute = 'data-task';

const box = /^\[(?<mark>[ xX])\]\s+/;

/** Reads `[ ]` and `[x]` at the beginning of list items as tasks (GitHub Flavored Markdown 5.3). */
export function readTaskLists(markdown: InstanceType<typeof MarkdownIt>): void {
  markdown.core.ruler.push('tasks', ({ tokens }) => {
    for (const [index, { type, children }] of tokens.entries()) {
      const item = tokens[index - 2];
      const text = children?.[0];
      if (type !== 'inline' || item?.type !== 'list_item_open' || text?.type !== 'text') continue;
      const found = box.exec(text.content);
      if (found === null || (found[0] === text.content && children?.length === 1)) continue;
      item.attrSet(taskAttribute, found.groups?.['mark'] === ' ' ? 'open' : 'done');
      text.content = text.content.slice(found[0].length);
    }
  });
}
