import { between, seeded } from '../random.ts';

const words =
  'the answer of a stream that comes in pieces and is drawn while it arrives because nobody wants to wait for what a model says about code lists and tables'.split(
    ' ',
  );
const code = [
  'export async function read(path: string): Promise<string> {',
  '  const file = await open(path); // a comment',
  "  if (file === null) throw new Error('no such file');",
  '  return file.text().trim() + "\\n";',
  '}',
  '',
];

/**
 * An answer in Markdown of at least so many characters, all of its blocks whole, with a code block in every 3,000; the same
 * one for the same seed.
 */
export function markdownAnswer(length: number, seed: number): string {
  const random = seeded(seed);
  let text = '';
  for (let number = 1; ; number++) {
    for (const block of section(number, random)) {
      if (text.length >= length) return text;
      text += block;
    }
  }
}

/** What ends every text that is streamed, a paragraph of its own: whoever shows it has shown everything. */
export const lastWords = 'So much for that.';

/** The text and the last words in as many pieces as it takes if they are of 6 characters on average. */
export function inPieces(answer: string, seed: number): readonly string[] {
  const text = `${answer}\n\n${lastWords}`;
  const random = seeded(seed);
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += pieces.at(-1)?.length ?? 0) {
    pieces.push(text.slice(at, at + between(random, 2, 10)));
  }
  return pieces;
}

function section(number: number, random: () => number): readonly string[] {
  const sentence = (): string => {
    const said = Array.from(
      { length: between(random, 6, 20) },
      () => words[between(random, 0, words.length - 1)] ?? '',
    );
    return `${said.join(' ')} **${said[0] ?? ''}** and \`${said[1] ?? ''}\`. `;
  };
  const paragraph = (): string => `${Array.from({ length: 4 }, sentence).join('')}\n\n`;
  const list = Array.from({ length: 5 }, () => `- ${sentence()}\n`).join('');
  const lines = Array.from({ length: 18 }, (_, line) => code[line % code.length] ?? '').join('\n');
  const table = `| name | value |\n|---|---|\n| ${words[number % words.length] ?? ''} | ${number} |\n`;
  return [
    `## Part ${number}\n\n`,
    paragraph(),
    `${list}\n`,
    `\`\`\`ts\n${lines}\n\`\`\`\n\n`,
    paragraph(),
    `${table}\n`,
  ];
}
