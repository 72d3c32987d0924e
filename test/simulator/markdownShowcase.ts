/** An answer with every kind of Markdown that a chat has to show. */
export const markdownShowcase = `# Markdown showcase

A paragraph with **bold**, *italic*, ~~struck~~ and \`inline code\`, and a [link to the French Wikipedia](https://fr.wikipedia.org/wiki/Paris).

## Lists

- first
- second
  - nested
- third

1. one
2. two

## Table

| City | People | River |
| :--- | ---: | :---: |
| Paris | 2 102 650 | Seine |
| Lyon | 522 250 | Rhône |

## Code

\`\`\`ts
/** The n-th Fibonacci number. */
export function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}
\`\`\`

> A quotation, with an emoji 👩‍🚀 and <b>markup that must stay text</b>.

---

That is all.
`;
