import type { ConsentRequest } from './consents.ts';
import { pageStyle } from './pageStyle.ts';
import { type Persona, type PersonaId, personas } from './personas.ts';

/** The page where a person chooses who signs in. Works without a script and by keyboard alone. */
export function consentPage(requestId: string, asked: ConsentRequest, preselected: PersonaId): string {
  const { originator, scope, redirectUri } = asked;
  return page(
    'Sign in to the simulated ChatGPT',
    `<p class="lead"><strong>${escapeHtml(originator)}</strong> wants to use a ChatGPT account.</p>
<p class="note" role="note">This is Maestro’s test server, not OpenAI. These people are made up; no password is needed.</p>
<form method="post" action="consent">
<input type="hidden" name="request" value="${escapeHtml(requestId)}">
<fieldset><legend>Choose who signs in</legend>
<div class="people">
${personas.map((persona) => choice(persona, persona.id === preselected)).join('\n')}
</div></fieldset>
<p class="asks">It asks for <code>${escapeHtml(scope)}</code> and will be answered at <code>${escapeHtml(redirectUri)}</code>.</p>
<div class="buttons">
<button class="main" type="submit" name="decision" value="continue">Continue</button>
<button type="submit" name="decision" value="deny" formnovalidate>Deny</button>
</div></form>`,
  );
}

/** The page for a request that is refused: it names the problem and leads nowhere. */
export function refusalPage(problem: string): string {
  return page('The sign-in request was refused', `<p class="lead" role="alert">${escapeHtml(problem)}</p>`);
}

function choice(persona: Persona, isChecked: boolean): string {
  const { id, name, email, plan, about } = persona;
  return `<label class="person"><input type="radio" name="persona" value="${id}" required${isChecked ? ' checked' : ''}>
<span class="name">${escapeHtml(name)}</span>
<span class="quiet">${escapeHtml(email)}</span>
<span class="quiet about"><span class="plan">${escapeHtml(plan)}</span> ${escapeHtml(about)}</span></label>`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${pageStyle}</style></head>
<body><main>
<svg class="mark" width="40" height="40" viewBox="0 0 40 40" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"><circle cx="20" cy="20" r="17"/><path d="M12 24v-4M17.3 27V13M22.6 29V11M28 24v-8"/></svg>
<h1>${title}</h1>
${content}
</main></body></html>
`;
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
