import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { english } from '../webview/english.ts';
import { contentPolicy } from './contentPolicy.ts';
import { language, translated } from './language.ts';

/**
 * The page: nothing inline, nothing from outside the extension's own folder, one script with a nonce of this load. It says
 * `instance`, a text without special characters, with all that it sends.
 */
export function pageHtml(webview: Webview, dist: Uri, instance: string): string {
  const nonce = randomBytes(16).toString('base64');
  const source = webview.cspSource;
  const style = webview.asWebviewUri(Uri.joinPath(dist, 'webview.css'));
  const script = webview.asWebviewUri(Uri.joinPath(dist, 'webview.js'));
  return `<!DOCTYPE html>
<html lang="${attribute(language())}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(source, nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="phrases" content="${attribute(JSON.stringify(translations()))}">
<link rel="stylesheet" href="${style}">
<title>Maestro</title>
</head>
<body>
<div id="app" data-instance="${instance}"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

/** The page's phrases as VS Code's bundle for its language has them; those that it lacks stay English. */
function translations(): Readonly<Record<string, string>> {
  const found = Object.entries(english).map(([phrase, text]) => [phrase, text, translated(text)] as const);
  return Object.fromEntries(found.filter(([, text, said]) => said !== text).map(([phrase, , said]) => [phrase, said]));
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
