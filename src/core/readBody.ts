/** The body as text, read up to `maxBytes` only; what follows is left and the socket closed. */
export async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    text += decoder.decode(bytes > maxBytes ? chunk.subarray(0, chunk.byteLength - (bytes - maxBytes)) : chunk, {
      stream: true,
    });
    if (bytes >= maxBytes) break;
  }
  return text + decoder.decode();
}
