import { type CallbackWords, callbackEnglish } from '../node/callbackPage.ts';
import { language, translated } from './language.ts';

/** What the pages say that the browser shows after a sign-in, in VS Code's language. */
export function callbackWords(): CallbackWords {
  const { taken, denied, refused, nothing, footer } = callbackEnglish;
  const said = ({ title, text }: typeof taken): typeof taken => ({ title: translated(title), text: translated(text) });
  return {
    language: language(),
    footer: translated(footer),
    taken: said(taken),
    denied: said(denied),
    refused: said(refused),
    nothing: said(nothing),
  };
}
