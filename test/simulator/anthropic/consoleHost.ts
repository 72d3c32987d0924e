import { type FormFields, readForm } from '../form.ts';
import { refusalPage } from '../page.ts';
import type { Received } from '../received.ts';
import { redirectBack } from '../redirectBack.ts';
import { html, plain, type Reply } from '../reply.ts';
import { type ConsentRequest, readAuthorization } from './authorize.ts';
import { codePage, consentPage } from './consentPage.ts';
import { Grant } from './grant.ts';
import { anthropicPersona, isAnthropicPersonaId } from './personas.ts';
import { tokenEndpoint } from './tokenEndpoint.ts';
import type { World } from './world.ts';

/** The console: consent, the page that shows the code, and tokens. */
export async function consoleHost(request: Received, world: World, gone: AbortSignal): Promise<Reply> {
  switch (`${request.method} ${request.path}`) {
    case 'GET /oauth/authorize':
      return authorize(request, world);
    case 'POST /oauth/consent':
      return consent(request, world, gone);
    case 'GET /oauth/code/callback':
      return html(200, codePage(request.query));
    case 'POST /v1/oauth/token':
      return tokenEndpoint(request, world);
    default:
      return plain(404, 'Not Found');
  }
}

function authorize(request: Received, world: World): Reply {
  const authorization = readAuthorization(request.query, world);
  if (typeof authorization === 'string') return html(400, refusalPage(authorization));
  world.secrets.add(authorization.state);
  return html(200, consentPage(world.consents.ask(authorization), authorization, world.persona));
}

async function consent(request: Received, world: World, gone: AbortSignal): Promise<Reply> {
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
  const chosen = form['persona'];
  if (form['decision'] !== 'continue' || !isAnthropicPersonaId(chosen)) return null;
  const { redirectUri, challenge, state, scope } = asked;
  const grant = new Grant(anthropicPersona(chosen), scope);
  return { code: world.tokens.issueCode({ grant, redirectUri, challenge, state }) };
}
