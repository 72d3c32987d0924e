import { answerConsent } from '../consentAnswer.ts';
import type { FormFields } from '../form.ts';
import { refusalPage } from '../page.ts';
import type { Received } from '../received.ts';
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
      return answerConsent(request, world, (form, asked) => granted(form, asked, world), gone);
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

function granted(form: FormFields, asked: ConsentRequest, world: World): Readonly<Record<string, string>> | null {
  const chosen = form['persona'];
  if (!isAnthropicPersonaId(chosen)) return null;
  const { redirectUri, challenge, state, scope } = asked;
  const grant = new Grant(anthropicPersona(chosen), scope);
  return { code: world.tokens.issueCode({ grant, redirectUri, challenge, state }) };
}
