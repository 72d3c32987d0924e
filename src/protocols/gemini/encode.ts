import type { JsonObject } from '../../core/json.ts';
import type { AccountId, ChatRequest, Tool } from '../../core/model.ts';
import { toContents } from './contents.ts';
import { thinkingConfig } from './thinking.ts';

/**
 * The body of `models/…:streamGenerateContent` (Gemini API reference, GenerateContentRequest). Safety settings stay the
 * vendor's own. `account` is who asks: signatures go back only to whom they came from.
 */
export function encodeGeminiRequest(request: ChatRequest, account: AccountId): JsonObject {
  const { model, instructions, messages, tools, effort } = request;
  const issuer = { vendor: model.vendor, account, model: model.id };
  const thinking = thinkingConfig(model, effort);
  return {
    ...(instructions === '' ? {} : { systemInstruction: { parts: [{ text: instructions }] } }),
    contents: toContents(messages, issuer, { signedCalls: model.reasoning?.control === 'level' }),
    ...(tools.mode === 'none'
      ? {}
      : {
          tools: [{ functionDeclarations: tools.tools.map(declaration) }],
          toolConfig: { functionCallingConfig: { mode: tools.mode === 'required' ? 'ANY' : 'AUTO' } },
        }),
    ...(thinking === null ? {} : { generationConfig: { thinkingConfig: thinking } }),
  };
}

function declaration({ name, description, parameters }: Tool): JsonObject {
  return { name, description, parametersJsonSchema: parameters };
}
