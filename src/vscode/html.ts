import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { contentPolicy } from './contentPolicy.ts';

/** The page: nothing inline, nothing from outside the extension's own folder, one script with a nonce of this load. */
export function pageHtml(webview: Webview, dist: Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const source = webview.cspSource;
  const style = webview.asWebviewUri(Uri.joinPath(dist, 'webview.css'));
  const script = webview.asWebviewUri(Uri.joinPath(dist, 'webview.js'));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(source, nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Maestro</title>
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}
