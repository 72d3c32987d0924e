const esc = '\u001b';
const bell = '\u0007';
/** ECMA-48: operating system commands and the like up to their end, control sequences, and the other escapes. */
const escapes = new RegExp(
  [`${esc}[\\]PX^_][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?`, `${esc}\\[[0-?]*[ -/]*[@-~]`, `${esc}[ -/]*[0-~]`].join(
    '|',
  ),
  'g',
);
const controls = /[\p{Cc}--[\n\t]]/gv;

/** What a program printed on a terminal, as plain text: no colours or other escapes, and what was overwritten is gone. */
export function plainOutput(data: string): string {
  const lines = data.replace(escapes, '').split('\n');
  const seen = lines.map((line) => {
    const text = line.trimEnd();
    return text.slice(text.lastIndexOf('\r') + 1);
  });
  return seen.join('\n').replace(controls, '').trim();
}
