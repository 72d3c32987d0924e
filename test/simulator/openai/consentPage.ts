import { escapeHtml, page } from '../page.ts';
import type { ConsentRequest } from './consentRequest.ts';
import { type Persona, type PersonaId, personas } from './personas.ts';
import { planScope } from './siwc/terms.ts';

const madeUp = 'This is Maestro’s test server, not OpenAI. These people are made up; no password is needed.';

/** The page where a person chooses who signs in. Works without a script and by keyboard alone. */
export function consentPage(requestId: string, asked: ConsentRequest): string {
  const { program, scope, redirectUri, preselected } = asked;
  return page(
    'Sign in to the simulated ChatGPT',
    `<p class="lead"><strong>${escapeHtml(program)}</strong> wants to use a ChatGPT account.</p>
<p class="note" role="note">${madeUp}</p>
<form method="post" action="consent">
<input type="hidden" name="request" value="${escapeHtml(requestId)}">
${peopleChoice(
  personas.filter((persona) => mayChoose(persona, asked)),
  preselected,
)}
${scope.split(' ').includes(planScope) ? planChoice : ''}
<p class="asks">It asks for <code>${escapeHtml(scope)}</code> and will be answered at <code>${escapeHtml(redirectUri)}</code>.</p>
<div class="buttons">
<button class="main" type="submit" name="decision" value="continue">Continue</button>
<button type="submit" name="decision" value="deny" formnovalidate>Deny</button>
</div></form>`,
  );
}

/** The page where a person types the code that a program shows (RFC 8628, 3.3). `problem` is what was wrong before. */
export function devicePage(preselected: PersonaId, problem: string | null): string {
  return page(
    'Sign in on another device',
    `<p class="lead">Type the code that the program shows.</p>
<p class="note" role="note">${madeUp}</p>
${problem === null ? '' : `<p class="note" role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="device">
<label class="field">Code <input type="text" name="user_code" required autocomplete="off" spellcheck="false" autofocus></label>
${peopleChoice(personas, preselected)}
<div class="buttons">
<button class="main" type="submit" name="decision" value="continue">Continue</button>
<button type="submit" name="decision" value="deny">Deny</button>
</div></form>`,
  );
}

/** Whether the request leaves this workspace to choose. */
export function mayChoose({ accountId }: Persona, { workspaces }: ConsentRequest): boolean {
  return workspaces === null || workspaces.includes(accountId);
}

function peopleChoice(people: readonly Persona[], preselected: PersonaId): string {
  const chosen = people.find(({ id }) => id === preselected) ?? people[0];
  return `<fieldset><legend>Choose who signs in</legend>
<div class="people">
${people.map((persona) => choice(persona, persona === chosen)).join('\n')}
</div></fieldset>`;
}

const planChoice = `<label class="tick"><input type="checkbox" name="plan" value="on" checked>
Let it use the ChatGPT plan of this person</label>`;

function choice(persona: Persona, isChecked: boolean): string {
  const { id, name, email, plan, about } = persona;
  return `<label class="person"><input type="radio" name="persona" value="${id}" required${isChecked ? ' checked' : ''}>
<span class="name">${escapeHtml(name)}</span>
<span class="quiet">${escapeHtml(email)}</span>
<span class="quiet about"><span class="plan">${escapeHtml(plan)}</span> ${escapeHtml(about)}</span></label>`;
}
