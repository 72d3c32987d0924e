/** The commit message in an answer: what is in its first code block that is not empty, else all of it. */
export async function commitMessage(answer: string): Promise<string> {
  const { codeBlocksIn } = await import('../../webview/markdown/codeBlocks.ts');
  const block = codeBlocksIn(answer).find(({ code }) => code.trim() !== '');
  return (block?.code ?? answer).trim();
}
