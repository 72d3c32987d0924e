import type { AnswerIntent, AnswerUpdate } from '../webview/bridge.ts';
import type { CodeProposals } from './codeProposals.ts';
import { useCode } from './codeUse.ts';
import { FileLinks } from './fileLinks.ts';

/** What the buttons and links of answers do. A page names them by numbers; what they stand for is the host's own copy. */
export class AnswerUses {
  readonly #textsOf: (turn: string) => readonly string[];
  readonly #proposals: CodeProposals;
  readonly #files = new FileLinks();

  /** `textsOf` gives what the answer of a turn says, nothing for a turn that the conversation does not have. */
  constructor(textsOf: (turn: string) => readonly string[], proposals: CodeProposals) {
    this.#textsOf = textsOf;
    this.#proposals = proposals;
  }

  async handle(intent: AnswerIntent, post: (update: AnswerUpdate) => void): Promise<void> {
    switch (intent.kind) {
      case 'code': {
        const { codeBlockAt } = await import('../webview/markdown/codeBlocks.ts');
        const text = this.#textsOf(intent.turn)[intent.text] ?? '';
        const code = codeBlockAt(text, intent.start, intent.block);
        return code === null ? undefined : useCode(intent.use, code, this.#proposals);
      }
      case 'find-files': {
        const texts = this.#textsOf(intent.turn);
        const written = intent.written.filter((piece) => texts.some((text) => text.includes(piece)));
        return post({ kind: 'files', turn: intent.turn, files: await this.#files.find(written) });
      }
      case 'open-file':
        return this.#files.open(intent.file);
      default:
        return intent satisfies never;
    }
  }
}
