import { accountIdOf, keyFacts } from '../../../../src/core/accounts/identity.ts';
import type { FormMethod } from '../../../../src/core/auth/method.ts';
import { below, readBaseUrl } from '../../../../src/core/baseUrl.ts';
import { MaestroError } from '../../../../src/core/failure.ts';
import { arrayAt, parseJson, stringAt } from '../../../../src/core/json.ts';
import { type Credential, modelId, vendorId } from '../../../../src/core/model.ts';
import type { Headers } from '../../../../src/core/ports.ts';
import { readBody } from '../../../../src/core/readBody.ts';
import { textSetting } from '../../../../src/core/textSetting.ts';
import type { Call, Vendor } from '../../../../src/core/vendor.ts';
import { ChatDecoder } from '../../../../src/protocols/openaiChat/decode.ts';
import { encodeChatRequest } from '../../../../src/protocols/openaiChat/encode.ts';
import type { Surroundings } from '../../../../src/vendors/surroundings.ts';
import { testModel } from '../../../testModel.ts';

const id = vendorId('made-up');

/** A vendor that does not exist, as somebody would add it who knows nothing but `Vendor` and README.md. */
export function madeUp({ setting, version }: Surroundings): Vendor {
  const base = (): URL => readBaseUrl('maestro.madeUp.baseUrl', textSetting(setting, 'maestro.madeUp.baseUrl'));
  return {
    id,
    label: 'Made-up',
    icon: 'beaker',
    get methods() {
      return [keyMethod(base())] as const;
    },
    knownModels: () => ({ models: [], day: '2026-11-20' }),
    async listModels(_account, credential, call) {
      const body = parseJson(await get(below(base(), 'models'), credential, call));
      const names = arrayAt(body, 'data').flatMap((model) => stringAt(model, 'id') ?? []);
      return { models: names.map((name) => testModel({ vendor: id, id: modelId(name), label: name })), etag: null };
    },
    usagePage: () => null,
    wire: async () => ({
      encode: (request, account, credential) => ({
        method: 'POST',
        url: below(base(), 'chat/completions'),
        headers: [
          ...headersFor(credential),
          ['Content-Type', 'application/json'],
          ['Accept', 'text/event-stream'],
          ['User-Agent', `TheMaestro/${version}`],
        ],
        body: JSON.stringify(
          encodeChatRequest(
            request,
            { vendor: id, account: account.id, model: request.model.id },
            { effort: 'reasoning_effort', callIds: 'usual', streamsCalls: true, without: [] },
          ),
        ),
      }),
      decoder: (issuer) => new ChatDecoder(issuer, crypto.randomUUID()),
      explain: ({ status, body }) => ({ code: 'rejected', status, detail: body.slice(0, 100) }),
      limits: () => [],
    }),
    renew: () => Promise.reject(new MaestroError({ code: 'credential-rejected' })),
  };
}

function keyMethod(base: URL): FormMethod {
  return {
    kind: 'form',
    id: 'key',
    label: 'Made-up key',
    detail: '',
    fields: [{ id: 'key', label: 'Key', example: '', initial: '', secret: true, required: true, problem: () => null }],
    origins: () => [base.origin],
    async submit({ secrets }, call) {
      const key = secrets.get('key');
      if (key === undefined) throw new MaestroError({ code: 'key-refused', detail: 'there is none' });
      const credential: Credential = { kind: 'api-key', key, organization: null, project: null };
      await get(below(base, 'models'), credential, call);
      const { fingerprint, ending } = await keyFacts(key);
      const account = {
        vendor: id,
        id: await accountIdOf(id, fingerprint),
        method: 'key',
        label: `Made-up …${ending}`,
        email: null,
        plan: null,
        workspace: null,
        baseUrl: null,
        origins: [base.origin],
      } as const;
      return { account, credential, notice: null };
    },
  };
}

async function get(url: URL, credential: Credential, call: Call): Promise<string> {
  const request = { method: 'GET', url, headers: headersFor(credential), body: null } as const;
  const response = await call.http.send(request, call.signal);
  const body = await readBody(response.body, 1_000_000);
  if (response.status !== 200) throw new MaestroError({ code: 'key-refused', detail: String(response.status) });
  return body;
}

function headersFor(credential: Credential): Headers {
  return credential.kind === 'api-key' ? [['Authorization', credential.key.map((key) => `Bearer ${key}`)]] : [];
}
