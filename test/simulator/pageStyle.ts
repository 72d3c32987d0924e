import { createHash } from 'node:crypto';

/** The style of the simulator's pages: system fonts, light and dark, no resource from anywhere. */
export const pageStyle = `
:root { color-scheme: light dark;
  --page: #f4f4f6; --card: #ffffff; --text: #16161d; --quiet: #5a5a68; --line: #dcdce4; --pick: #eeecfb;
  --accent: #4f3cc9; --on-accent: #ffffff; --chip: #ececf1; --warn-line: #d9b56a; --warn: #fff7e3; }
@media (prefers-color-scheme: dark) { :root {
  --page: #121218; --card: #1d1d26; --text: #f1f1f6; --quiet: #a9a9ba; --line: #363644; --pick: #2b2747;
  --accent: #a99cff; --on-accent: #16122e; --chip: #2c2c38; --warn-line: #7a6433; --warn: #2a2415; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--page);
  color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 860px; padding: 32px; background: var(--card); border: 1px solid var(--line);
  border-radius: 16px; box-shadow: 0 8px 32px rgb(0 0 0 / 8%); }
.mark { display: block; margin: 0 auto 12px; color: var(--accent); }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.25; text-align: center; letter-spacing: -0.01em; }
.lead { margin: 0 0 20px; color: var(--quiet); text-align: center; }
main > :last-child { margin-bottom: 0; }
.note { margin: 0 0 20px; padding: 8px 12px; border: 1px solid var(--warn-line); border-radius: 8px;
  background: var(--warn); font-size: 13px; text-align: center; }
fieldset { margin: 0; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: 10px; font-weight: 600; }
.people { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 10px; }
.person { display: grid; grid-template-columns: auto 1fr; gap: 0 12px; align-content: center; align-items: center; padding: 10px 14px;
  border: 1px solid var(--line); border-radius: 10px; cursor: pointer; }
.person:hover { border-color: var(--accent); }
.person:has(:checked) { border-color: var(--accent); background: var(--pick); box-shadow: 0 0 0 1px var(--accent); }
.person input { grid-row: 1 / 4; width: 17px; height: 17px; margin: 0; accent-color: var(--accent); }
.name { font-weight: 600; }
.about { display: flex; align-items: center; gap: 8px; margin-top: 4px; }
.plan { flex: none; padding: 0 8px; border: 1px solid var(--line); border-radius: 99px; background: var(--chip); color: var(--text);
  font-size: 12px; font-weight: 500; line-height: 18px; }
.quiet { color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.tick { display: flex; align-items: center; gap: 10px; margin-top: 16px; cursor: pointer; }
.tick input { width: 17px; height: 17px; margin: 0; accent-color: var(--accent); }
.field { display: grid; gap: 6px; margin-bottom: 20px; font-weight: 600; }
.field input { padding: 10px 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--page); color: var(--text);
  font: 18px/1.4 ui-monospace, monospace; letter-spacing: 0.08em; }
.asks { margin: 20px 0 0; padding-top: 16px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 13px; }
.asks code { overflow-wrap: anywhere; }
.buttons { display: flex; flex-direction: row-reverse; justify-content: flex-start; gap: 12px; margin-top: 20px; }
button { min-width: 120px; padding: 10px 20px; border: 1px solid var(--line); border-radius: 10px; background: transparent;
  color: var(--text); font: inherit; font-weight: 600; cursor: pointer; }
button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button:hover { filter: brightness(1.08); }
:focus-visible, .person:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.person :focus-visible { outline: none; }
@media (max-width: 480px) { main { padding: 24px 16px; } .buttons button { flex: 1; min-width: 0; } }
`;

/**
 * Lets nothing load and nothing run. Browsers apply `form-action` to the redirect after the form as well, so the
 * program's loopback address is in it.
 */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
  'img-src data:',
  "form-action 'self' http://localhost:* http://*.localhost:* http://127.0.0.1:*",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
