import { escapeHtml, page } from '../page.ts';
import type { ConsentRequest } from './authorize.ts';
import { type AnthropicPersonaId, anthropicPersonas, type Persona } from './personas.ts';

/** The page where a person chooses who signs in. Works without a script and by keyboard alone. */
export function consentPage(requestId: string, asked: ConsentRequest, preselected: AnthropicPersonaId): string {
  return page(
    'Sign in to the simulated Claude Console',
    `<p class="lead"><strong>${escapeHtml(asked.clientId)}</strong> wants to use an account of yours.</p>
<p class="note" role="note">This is Maestro’s test server, not Anthropic. These people are made up; no password is needed.</p>
<form method="post" action="consent">
<input type="hidden" name="request" value="${escapeHtml(requestId)}">
<fieldset><legend>Choose who signs in</legend>
<div class="people">
${anthropicPersonas.map((persona) => choice(persona, persona.id === preselected)).join('\n')}
</div></fieldset>
<p class="asks">It asks for <code>${escapeHtml(asked.scope)}</code> and goes on at <code>${escapeHtml(new URL(asked.redirectUri).origin)}</code>.</p>
<div class="buttons">
<button class="main" type="submit" name="decision" value="continue">Continue</button>
<button type="submit" name="decision" value="deny" formnovalidate>Deny</button>
</div></form>`,
  );
}

/** The page that the browser ends at: it shows what is to be pasted into the program. */
export function codePage(query: URLSearchParams): string {
  if (query.has('error')) {
    return page('You declined', '<p class="lead">You can close this page. Nothing was signed in.</p>');
  }
  const shown = `${query.get('code') ?? ''}#${query.get('state') ?? ''}`;
  return page(
    'Your code',
    `<p class="lead">Paste this into the program that sent you here.</p>
<p class="asks"><code id="code">${escapeHtml(shown)}</code></p>`,
  );
}

function choice({ id, name, email, organization, about }: Persona, isChecked: boolean): string {
  return `<label class="person"><input type="radio" name="persona" value="${id}" required${isChecked ? ' checked' : ''}>
<span class="name">${escapeHtml(name)}</span>
<span class="quiet">${escapeHtml(email)}</span>
<span class="quiet about"><span class="plan">${escapeHtml(about)}</span> ${escapeHtml(organization.name)}</span></label>`;
}
