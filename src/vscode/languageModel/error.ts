import { LanguageModelError } from 'vscode';
import type { Failure } from '../../core/failure.ts';
import { describe } from '../words.ts';

/** A failure as an error of the kind that VS Code and other extensions know how to treat, with a sentence for the person. */
export function languageModelError(failure: Failure): LanguageModelError {
  const { sentence } = describe(failure);
  switch (failure.code) {
    case 'no-account':
    case 'credential-rejected':
    case 'secret-missing':
    case 'keyring-waiting':
    case 'origin-changed':
    case 'forbidden-origin':
    case 'not-entitled':
    case 'other-product-only':
    case 'region':
      return LanguageModelError.NoPermissions(sentence);
    case 'rate-limited':
    case 'usage-limit':
    case 'daily-limit':
    case 'billing':
    case 'policy':
      return LanguageModelError.Blocked(sentence);
    case 'model-unavailable':
    case 'no-models':
      return LanguageModelError.NotFound(sentence);
    default:
      return new LanguageModelError(sentence);
  }
}
