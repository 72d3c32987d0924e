/** What the package holds: the extension, its page, what VS Code shows of it, and what its users are to be given. Nothing else. */
export const packageContents: readonly string[] = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/THIRD_PARTY_NOTICES.txt',
  'extension/dist/codicon.ttf',
  'extension/dist/extension.cjs',
  'extension/dist/grammars.js',
  'extension/dist/sbom.cdx.json',
  'extension/dist/webview.css',
  'extension/dist/webview.js',
  'extension/media/activity.svg',
  'extension/media/icon.png',
  'extension/media/l10n/bundle.l10n.de.json',
  'extension/media/l10n/bundle.l10n.ja.json',
  'extension/media/l10n/bundle.l10n.zh-cn.json',
  'extension/media/walkthrough/chat.svg',
  'extension/media/walkthrough/participant.svg',
  'extension/media/walkthrough/signIn.svg',
  'extension/media/walkthrough/switch.svg',
  'extension/package.json',
  'extension/package.nls.de.json',
  'extension/package.nls.ja.json',
  'extension/package.nls.json',
  'extension/package.nls.zh-cn.json',
  'extension/readme.md',
];

/** What is loaded on demand has a name of esbuild's making. */
const onDemand = /^extension\/dist\/[a-zA-Z]+-[A-Z0-9]{8}\.cjs$/;

/** How the names in a package differ from {@link packageContents}, a sentence each. */
export function contentProblems(names: readonly string[]): readonly string[] {
  const extra = names
    .filter((name) => !packageContents.includes(name) && !onDemand.test(name))
    .map((name) => `${name} does not belong into it.`);
  const missing = packageContents.filter((name) => !names.includes(name)).map((name) => `${name} is missing.`);
  return [...extra, ...missing];
}
