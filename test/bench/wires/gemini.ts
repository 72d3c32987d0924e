import { type JsonObject, parseJson } from '../../../src/core/json.ts';
import type { Script } from '../script.ts';

/**
 * The chunks of an answer of `streamGenerateContent` (Gemini API reference, GenerateContentResponse), each as it goes over
 * the wire. This protocol sends the arguments of a tool call in one piece.
 */
export function geminiEvents({ reasoning, text, toolInput }: Script): readonly string[] {
  const parts: JsonObject[] = [
    ...reasoning.map((thought) => ({ text: thought, thought: true })),
    ...text.map((delta) => ({ text: delta })),
  ];
  if (toolInput.length > 0) {
    parts.push({ functionCall: { name: 'write_file', args: parseJson(toolInput.join('')) ?? {} } });
  }
  return parts.map((part, index) => {
    const isLast = index === parts.length - 1;
    const chunk = {
      candidates: [
        { content: { parts: [part], role: 'model' }, ...(isLast ? { finishReason: 'STOP' } : {}), index: 0 },
      ],
      usageMetadata: {
        promptTokenCount: 120,
        candidatesTokenCount: Math.max(0, index + 1 - reasoning.length),
        totalTokenCount: 121 + index,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 120 }],
        thoughtsTokenCount: Math.min(index + 1, reasoning.length),
      },
      modelVersion: 'gemini-3-pro-preview',
      responseId: 'M3iLaY-AI7zTxN8P3Piw4Qg',
    };
    return `data: ${JSON.stringify(chunk)}\r\n\r\n`;
  });
}
