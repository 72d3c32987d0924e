import { type Uri, type UriHandler, window } from 'vscode';
import { failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import { tellSignedIn } from './signIn.ts';
import { ownPath } from './whereabouts.ts';
import { describe } from './words.ts';

const maxQueryLength = 16_384;

/** Takes what a browser brings to VS Code. It can finish a sign-in that was begun here and nothing else, so all else is ignored. */
export function takeAnswers(maestro: Maestro): UriHandler {
  return { handleUri: (uri) => finish(maestro, uri) };
}

async function finish(maestro: Maestro, { path, query }: Uri): Promise<void> {
  if (path !== ownPath || query.length > maxQueryLength) return;
  try {
    const signedIn = await maestro.finishSignIn(parametersOf(query), new AbortController().signal);
    if (signedIn !== null) void tellSignedIn(signedIn);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'sign-in-replaced') void window.showErrorMessage(describe(failure).sentence);
  }
}

/** VS Code decodes a query before it hands it on, but not on every way to it. */
function parametersOf(query: string): URLSearchParams {
  const pairs = query.split('&').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair, ''] : [pair.slice(0, at), decoded(pair.slice(at + 1))];
  });
  return new URLSearchParams(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
