import { answerConsent } from '../consentAnswer.ts';
import type { FormFields } from '../form.ts';
import { refusalPage } from '../page.ts';
import type { Received } from '../received.ts';
import { html, type Reply } from '../reply.ts';
import { consentPage, mayChoose } from './consentPage.ts';
import type { ConsentRequest } from './consentRequest.ts';
import { Grant } from './grant.ts';
import { isPersonaId, personaOf } from './personas.ts';
import { planScope } from './siwc/terms.ts';
import type { World } from './world.ts';

/** `GET` of either authorization endpoint: the consent page, or a page that names what is wrong with the request. */
export function authorize(authorization: ConsentRequest | string, world: World): Reply {
  if (typeof authorization === 'string') return html(400, refusalPage(authorization));
  world.secrets.add(authorization.state);
  return html(200, consentPage(world.consents.ask(authorization), authorization));
}

/** `POST` of the consent page: what the person decided. */
export function consent(request: Received, world: World, gone: AbortSignal): Promise<Reply> {
  return answerConsent(request, world, (form, asked) => granted(form, asked, world), gone);
}

function granted(form: FormFields, asked: ConsentRequest, world: World): Readonly<Record<string, string>> | null {
  const { persona: chosen } = form;
  if (!isPersonaId(chosen)) return null;
  const persona = personaOf(chosen);
  if (!mayChoose(persona, asked)) return null;
  const { kind, hostId, redirectUri, challenge, nonce } = asked;
  const clientId = asked.clientId ?? world.registrations.register(hostId ?? '');
  const scope = grantedScope(asked, form);
  const code = world.tokens.issueCode({
    grant: new Grant(kind, persona, clientId, scope),
    redirectUri,
    challenge,
    nonce,
  });
  return { code, scope, ...(asked.clientId === null ? { client_id: clientId } : {}) };
}

/** The scope that was asked for, less the plan if the person unticked it. */
function grantedScope({ kind, scope }: ConsentRequest, form: FormFields): string {
  if (kind === 'codex' || form['plan'] === 'on') return scope;
  return scope
    .split(' ')
    .filter((one) => one !== planScope)
    .join(' ');
}
