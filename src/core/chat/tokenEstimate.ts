const bytesPerToken = 4;

/** About what vendors count for an image of the size to which VS Code, and Maestro's own page, scale it. */
export const tokensPerImage = 1_000;

/**
 * About how many tokens a text has. An estimate, not a count: one token for four bytes of UTF-8, which is near enough for
 * English, code and most other scripts. No vendor publishes the tokenizer of its current models.
 */
export function textTokens(text: string): number {
  return Math.ceil(utf8Length(text) / bytesPerToken);
}

/** Counted without making the bytes: the text may be megabytes. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair stands for two of its four bytes.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
}
