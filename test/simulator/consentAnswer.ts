import type { Consents } from './consents.ts';
import { type FormFields, readForm } from './form.ts';
import { refusalPage } from './page.ts';
import type { Received } from './received.ts';
import { redirectBack } from './redirectBack.ts';
import { html, type Reply } from './reply.ts';
import type { Script } from './script.ts';

interface Asked {
  readonly redirectUri: string;
  readonly state: string;
}

interface ConsentWorld<Request> {
  readonly consents: Consents<Request>;
  readonly script: Script;
}

type Parameters = Readonly<Record<string, string>>;

/**
 * `POST` of a consent page: what the person decided, as a redirect to the program that asked. `grant` gives the parameters of
 * a consent, `null` where the form does not say who gives it.
 */
export async function answerConsent<Request extends Asked>(
  request: Received,
  { consents, script }: ConsentWorld<Request>,
  grant: (form: FormFields, asked: Request) => Parameters | null,
  gone: AbortSignal,
): Promise<Reply> {
  const form = readForm(request);
  if (typeof form === 'string') return html(400, refusalPage(form));
  const asked = consents.take(form['request'] ?? '');
  if (asked === null) return html(400, refusalPage('This page was answered before, or it is too old. Start again.'));
  const answer = decide(form, () => grant(form, asked));
  if (answer === null) return html(400, refusalPage('Choose who signs in.'));
  const fault = script.take('redirect', request)?.redirect;
  return redirectBack(asked.redirectUri, answer, asked.state, fault, gone);
}

function decide(form: FormFields, granted: () => Parameters | null): Parameters | null {
  switch (form['decision']) {
    case 'deny':
      return { error: 'access_denied', error_description: 'The resource owner denied the request' };
    case 'continue':
      return granted();
    default:
      return null;
  }
}
