import type { RedirectFault } from './faults.ts';
import { type Reply, redirect } from './reply.ts';
import { waitFor } from './wait.ts';

/** Sends the browser back to the program with these parameters and its state (RFC 6749, 4.1.2), or as the fault says. */
export async function redirectBack(
  redirectUri: string,
  parameters: Readonly<Record<string, string>>,
  state: string,
  fault: RedirectFault['redirect'] | undefined,
  gone: AbortSignal,
): Promise<Reply> {
  await waitFor(fault?.delayMs ?? 0, gone);
  const wanted: Record<string, string> = { ...parameters, state: state + (fault?.stateSuffix ?? ''), ...fault?.set };
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(wanted)) {
    if (fault?.omit?.includes(name) !== true) target.searchParams.append(name, value);
  }
  for (const [name, value] of Object.entries(fault?.add ?? {})) target.searchParams.append(name, value);
  return redirect(target.href);
}
