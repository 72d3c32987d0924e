import { isObject, parseJson, stringAt } from '../../../../src/core/json.ts';
import { readForm } from '../../form.ts';
import { page, refusalPage } from '../../page.ts';
import { mediaTypeOf, type Received } from '../../received.ts';
import { html, json, plain, type Reply } from '../../reply.ts';
import { tokenAnswer } from '../../tokenAnswer.ts';
import { refuse } from '../../tokenRefusal.ts';
import { devicePage } from '../consentPage.ts';
import { Grant } from '../grant.ts';
import { isPersonaId, personaOf } from '../personas.ts';
import type { World } from '../world.ts';

const scope = 'openid profile email offline_access';

/** `POST /api/accounts/deviceauth/usercode`: begins a sign-in on another device. 404 where it is switched off. */
export function startDevice(request: Received, world: World): Reply {
  if (!world.hasDeviceCodes) return plain(404, 'Not Found');
  const fields = readFields(request, ['client_id']);
  if (typeof fields === 'string') return refuse('invalid_request', fields);
  if (fields['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  const { id, userCode } = world.devices.start();
  const answer = {
    device_auth_id: world.secrets.add(id),
    user_code: userCode,
    interval: String(world.devicePollSeconds),
  };
  return tokenAnswer(answer, world.script.take('tokens', request));
}

/** `POST /api/accounts/deviceauth/token`: 403 while the person has not decided, then the code and its PKCE pair. */
export function pollDevice(request: Received, world: World): Reply {
  const fields = readFields(request, ['device_auth_id', 'user_code']);
  if (typeof fields === 'string') return refuse('invalid_request', fields);
  const standing = world.devices.poll(fields['device_auth_id'] ?? '', fields['user_code'] ?? '');
  switch (standing.kind) {
    case 'pending':
      return json(403, {
        error: { code: 'deviceauth_authorization_pending', message: 'Nobody has typed the code yet.' },
      });
    case 'unknown':
      return json(404, { error: { code: 'deviceauth_unknown', message: 'There is no such sign-in.' } });
    case 'denied':
      return refuse('access_denied', 'The person denied the request.');
    case 'expired':
      return refuse('expired_token', 'The code is older than 15 minutes.');
    case 'granted': {
      const { code, verifier, challenge } = standing;
      const answer = {
        authorization_code: code,
        code_challenge: challenge,
        code_verifier: world.secrets.add(verifier),
      };
      return tokenAnswer(answer, world.script.take('tokens', request));
    }
    default:
      return standing satisfies never;
  }
}

/** `GET /codex/device`: where the person types the code. */
export function showDevicePage(world: World): Reply {
  return html(200, devicePage(world.persona, null));
}

/** `POST /codex/device`: what the person typed and decided. */
export function decideDevice(request: Received, world: World): Reply {
  const form = readForm(request);
  if (typeof form === 'string') return html(400, refusalPage(form));
  const typed = world.devices.typed(form['user_code'] ?? '');
  if (typed === null) return html(400, devicePage(world.persona, 'Nobody waits for this code. Look at it again.'));
  if (form['decision'] === 'deny') {
    world.devices.decide(typed.id, 'denied');
    return html(200, page('Denied', '<p class="lead">The program was refused. You can close this page.</p>'));
  }
  const { persona } = form;
  if (form['decision'] !== 'continue' || !isPersonaId(persona)) {
    return html(400, devicePage(world.persona, 'Choose who signs in.'));
  }
  const code = world.tokens.issueCode({
    grant: new Grant('codex', personaOf(persona), world.clientId, scope),
    redirectUri: `${world.authBaseUrl}/deviceauth/callback`,
    challenge: typed.challenge,
    nonce: null,
  });
  world.devices.decide(typed.id, { code });
  return html(200, page('Signed in', '<p class="lead">Go back to the program. You can close this page.</p>'));
}

/** The text members of a JSON body, or what is wrong with it. It must have these members and no others. */
function readFields(request: Received, names: readonly string[]): Readonly<Record<string, string>> | string {
  const body = parseJson(request.body);
  if (mediaTypeOf(request) !== 'application/json' || !isObject(body)) {
    return 'The body must be a JSON object sent as application/json.';
  }
  const missing = names.find((name) => (stringAt(body, name) ?? '') === '');
  if (missing !== undefined) return `The parameter ${missing} is missing.`;
  const extra = Object.keys(body).find((name) => !names.includes(name));
  if (extra !== undefined) return `The parameter ${extra} does not belong here.`;
  return Object.fromEntries(names.map((name) => [name, stringAt(body, name) ?? '']));
}
