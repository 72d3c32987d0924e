import { type FormFields, readForm } from '../form.ts';
import { refusalPage } from '../page.ts';
import type { Received } from '../received.ts';
import { redirectBack } from '../redirectBack.ts';
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

/** `POST` of the consent page: what the person decided, as a redirect to the program that asked. */
export async function consent(request: Received, world: World, gone: AbortSignal): Promise<Reply> {
  const form = readForm(request);
  if (typeof form === 'string') return html(400, refusalPage(form));
  const asked = world.consents.take(form['request'] ?? '');
  if (asked === null) return html(400, refusalPage('This page was answered before, or it is too old. Start again.'));
  const answer = decide(form, asked, world);
  if (answer === null) return html(400, refusalPage('Choose who signs in.'));
  const fault = world.script.take('redirect', request)?.redirect;
  return redirectBack(asked.redirectUri, answer, asked.state, fault, gone);
}

function decide(form: FormFields, asked: ConsentRequest, world: World): Readonly<Record<string, string>> | null {
  if (form['decision'] === 'deny') {
    return { error: 'access_denied', error_description: 'The resource owner denied the request' };
  }
  const { persona: chosen } = form;
  if (form['decision'] !== 'continue' || !isPersonaId(chosen)) return null;
  const persona = personaOf(chosen);
  if (!mayChoose(persona, asked)) return null;
  const { kind, hostId, redirectUri, challenge, nonce } = asked;
  const clientId = asked.clientId ?? world.registrations.register(hostId ?? '');
  const scope = granted(asked, form);
  const code = world.tokens.issueCode({
    grant: new Grant(kind, persona, clientId, scope),
    redirectUri,
    challenge,
    nonce,
  });
  return { code, scope, ...(asked.clientId === null ? { client_id: clientId } : {}) };
}

/** The scope that was asked for, less the plan if the person unticked it. */
function granted({ kind, scope }: ConsentRequest, form: FormFields): string {
  if (kind === 'codex' || form['plan'] === 'on') return scope;
  return scope
    .split(' ')
    .filter((one) => one !== planScope)
    .join(' ');
}
