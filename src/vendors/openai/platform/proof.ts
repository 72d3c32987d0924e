import { below } from '../../../core/baseUrl.ts';
import { errorAnswer } from '../../../core/errorAnswer.ts';
import { MaestroError } from '../../../core/failure.ts';
import type { ApiKey } from '../../../core/model.ts';
import { readBody } from '../../../core/readBody.ts';
import type { Call } from '../../../core/vendor.ts';
import { explain } from '../failures.ts';
import { platformHeaders } from '../headers.ts';
import type { OpenAiSettings } from '../settings.ts';

const maxBytes = 65_536;

/** Proves an API key with one cheap request, the list of models. Throws what OpenAI's answer means where it is not the list. */
export async function proveKey(settings: OpenAiSettings, key: ApiKey, call: Call): Promise<void> {
  const url = below(settings.api, 'models');
  const headers = platformHeaders(settings.version, key);
  const response = await call.http.send({ method: 'GET', url, headers, body: null }, call.signal);
  const body = await readBody(response.body, maxBytes);
  if (response.status === 200) return;
  throw new MaestroError(explain(errorAnswer(url.host, response, body)));
}
