import { readAuthorization } from './authorize.ts';
import { consentPage, refusalPage } from './consentPage.ts';
import type { ConsentRequest } from './consents.ts';
import { type FormFields, readForm } from './form.ts';
import { isPersonaId, personaOf } from './personas.ts';
import type { Received } from './received.ts';
import { html, type Reply, redirect } from './reply.ts';
import { waitFor } from './wait.ts';
import type { World } from './world.ts';

/** `GET /oauth/authorize`: the consent page, or a page that names what is wrong with the request. */
export function authorize(request: Received, world: World): Reply {
  const authorization = readAuthorization(request.query, world);
  if (typeof authorization === 'string') return html(400, refusalPage(authorization));
  world.secrets.add(authorization.state);
  return html(200, consentPage(world.consents.ask(authorization), authorization, world.persona));
}

/** `POST /oauth/consent`: what the person decided, as a redirect to the program that asked. */
export async function consent(request: Received, world: World, gone: AbortSignal): Promise<Reply> {
  const form = readForm(request);
  if (typeof form === 'string') return html(400, refusalPage(form));
  const asked = world.consents.take(form['request'] ?? '');
  if (asked === null) return html(400, refusalPage('This page was answered before, or it is too old. Start again.'));
  const answer = decide(form, asked, world);
  if (answer === null) return html(400, refusalPage('Choose who signs in.'));
  const fault = world.script.take('redirect', request)?.redirect;
  await waitFor(fault?.delayMs ?? 0, gone);
  const wanted: Record<string, string> = { ...answer, state: asked.state + (fault?.stateSuffix ?? ''), ...fault?.set };
  const target = new URL(asked.redirectUri);
  for (const [name, value] of Object.entries(wanted)) {
    if (fault?.omit?.includes(name) !== true) target.searchParams.append(name, value);
  }
  for (const [name, value] of Object.entries(fault?.add ?? {})) target.searchParams.append(name, value);
  return redirect(target.href);
}

function decide(form: FormFields, asked: ConsentRequest, world: World): Readonly<Record<string, string>> | null {
  if (form['decision'] === 'deny') {
    return { error: 'access_denied', error_description: 'The resource owner denied the request' };
  }
  const chosen = form['persona'];
  if (form['decision'] !== 'continue' || !isPersonaId(chosen)) return null;
  const { clientId, scope, redirectUri, challenge } = asked;
  return { code: world.tokens.issueCode(personaOf(chosen), clientId, scope, redirectUri, challenge), scope };
}
