import { createHash } from 'node:crypto';

/** The pages that the browser can see after a redirect to this machine. */
export type PageName = 'taken' | 'denied' | 'refused' | 'nothing';

interface PageWords {
  readonly title: string;
  readonly text: string;
}

/** What the pages say, as plain text without `<` or `&`, and in which language (BCP 47). */
export interface CallbackWords extends Readonly<Record<PageName, PageWords>> {
  readonly language: string;
  readonly footer: string;
}

// The token exchange comes after this page, so "taken" must not claim that the user is signed in.
export const callbackEnglish: CallbackWords = {
  language: 'en',
  footer: 'Maestro for VS Code',
  taken: {
    title: 'Sign-in received',
    text: 'Go back to VS Code to finish; you can close this page.',
  },
  denied: {
    title: 'Sign-in declined',
    text: 'No account was added. Go back to VS Code to try again; you can close this page.',
  },
  refused: {
    title: 'Not part of this sign-in',
    text: 'Nothing is waiting for this answer. Go back to VS Code and start again from there.',
  },
  nothing: {
    title: 'Nothing to see here',
    text: 'VS Code uses this address for a moment to receive a sign-in. You can close this page.',
  },
};

const signs: Readonly<Record<PageName, string>> = {
  taken: '<path d="M14 25l7 7 14-15"/>',
  denied: '<path d="M17 17l14 14M31 17L17 31"/>',
  refused: '<path d="M24 14v13M24 33v1"/>',
  nothing: '<path d="M24 14v13M24 33v1"/>',
};

const style = `
:root {
  color-scheme: light dark;
  --ground: #f4f4f8; --card: #ffffff; --edge: #dedee8; --ink: #1b1b2f; --soft: #55556b;
  --good: #0b7a4b; --bad: #b3261e; --calm: #5b5bd6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14141f; --card: #1f1f2e; --edge: #34344a; --ink: #f1f1f7; --soft: #b4b4c8;
    --good: #4cc38a; --bad: #ff8f85; --calm: #a3a3ff;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100vh; display: grid; place-items: center; padding: 24px;
  background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
}
main {
  width: 100%; max-width: 440px; padding: 40px 32px 32px; text-align: center;
  background: var(--card); border: 1px solid var(--edge); border-radius: 16px; box-shadow: 0 8px 32px rgb(0 0 0 / 8%);
}
svg { width: 64px; height: 64px; fill: none; stroke: var(--calm); stroke-width: 3; stroke-linecap: round; }
.taken svg { stroke: var(--good); stroke-linejoin: round; }
.denied svg { stroke: var(--bad); }
h1 { margin: 20px 0 8px; font-size: 24px; line-height: 1.25; font-weight: 600; text-wrap: balance; }
p { color: var(--soft); text-wrap: balance; }
footer { margin-top: 28px; font-size: 13px; color: var(--soft); }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The HTML of a page: static, without script, without anything from outside and without any word of the request. */
export function callbackPage(name: PageName, words: CallbackWords): string {
  const { title, text } = words[name];
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – Maestro</title>
<style>${style}</style>
</head>
<body>
<main class="${name}">
<svg viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="21"/>${signs[name]}</svg>
<h1>${title}</h1>
<p>${text}</p>
<footer>${words.footer}</footer>
</main>
</body>
</html>
`;
}

/** The headers of every answer with this body. There is no CORS header among them: no web page may read an answer. */
export function callbackHeaders(body: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    Connection: 'close',
  };
}
