import { pageStyle } from './pageStyle.ts';

/** The page for a request that is refused: it names the problem and leads nowhere. */
export function refusalPage(problem: string): string {
  return page('The sign-in request was refused', `<p class="lead" role="alert">${escapeHtml(problem)}</p>`);
}

/** One of the simulator's own pages. The title is plain text, the content markup. */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${pageStyle}</style></head>
<body><main>
<svg class="mark" width="40" height="40" viewBox="0 0 40 40" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"><circle cx="20" cy="20" r="17"/><path d="M12 24v-4M17.3 27V13M22.6 29V11M28 24v-8"/></svg>
<h1>${title}</h1>
${content}
</main></body></html>
`;
}

/** The text as it may stand in markup and in attributes. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
