import { MaestroError } from '../failure.ts';
import type { LoopbackRedirect, Place, Redirects, Whereabouts } from '../ports.ts';
import { type Finding, failing, fine, warning } from './finding.ts';

export interface CallbackDeps {
  readonly redirects: Redirects;
  readonly whereabouts: Whereabouts;
  /** What VS Code makes of an address of this machine for the browser; `null` where it makes nothing of it. */
  external(address: string): Promise<string | null>;
}

const places: Readonly<Record<Place, string>> = {
  desktop: 'VS Code and the browser are on this computer.',
  'ui-host': 'Maestro runs on your own computer, beside a window on a remote one.',
  'remote-host': 'Maestro runs on the remote machine; VS Code must forward the port.',
  'near-web': 'VS Code runs in a browser on this computer.',
  'far-web': 'VS Code runs in a browser, on another machine: sign-ins end with a code or a pasted address.',
};

/** Whether a browser can bring a sign-in back: which ports are free, and what VS Code makes of the first of them. */
export async function callbackFindings(
  targets: readonly LoopbackRedirect[],
  deps: CallbackDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const findings = [fine('Where it runs', places[deps.whereabouts.place])];
  // One after the other: sign-ins may share ports.
  for (const target of distinct(targets)) findings.push(...(await portFindings(target, deps, signal)));
  return findings;
}

async function portFindings(
  target: LoopbackRedirect,
  deps: CallbackDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const title = `Callback on ${target.host}`;
  const busy: number[] = [];
  for (const port of target.ports) {
    const found = await tryPort({ ...target, ports: [port] }, deps, signal);
    if (found === 'busy') busy.push(port);
    else return [freeFinding(title, port, busy), found];
  }
  const wayOut =
    'Close the program that has them, or another window’s sign-in; a code or a pasted address works without.';
  return [failing(title, `No port is free: ${list(busy)}.`, wayOut)];
}

async function tryPort(target: LoopbackRedirect, deps: CallbackDeps, signal: AbortSignal): Promise<Finding | 'busy'> {
  const stop = new AbortController();
  try {
    const { redirectUri } = await deps.redirects.listen(target, AbortSignal.any([signal, stop.signal]));
    return await forwardingFinding(redirectUri, deps);
  } catch (error) {
    if (error instanceof MaestroError && error.failure.code === 'ports-busy') return 'busy';
    throw error;
  } finally {
    // Not `close`, which keeps the port for a page that may still be asked for.
    stop.abort();
  }
}

async function forwardingFinding(redirectUri: string, { whereabouts, external }: CallbackDeps): Promise<Finding> {
  const title = 'Way back from the browser';
  const own = new URL(redirectUri);
  const sentence = `Of ${own.host}, VS Code makes ${madeOf(own, await external(redirectUri))} for the browser.`;
  if (await whereabouts.reaches(redirectUri)) return fine(title, `${sentence} The browser gets there.`);
  const wayOut =
    'Sign in with a code, or paste the address of the page that does not load; Maestro offers both by itself.';
  return warning(title, `${sentence} The browser does not get there.`, wayOut);
}

/** Another host is not named: its name may be the id of a person's tunnel. */
function madeOf(own: URL, made: string | null): string {
  if (made === null || !URL.canParse(made)) return 'nothing';
  const { hostname, port, host } = new URL(made);
  if (host === own.host) return 'the same address';
  return hostname === own.hostname ? `port ${port}` : 'an address on another host';
}

function freeFinding(title: string, port: number, busy: readonly number[]): Finding {
  const which = port === 0 ? 'A free port was found.' : `Port ${port} is free.`;
  if (busy.length === 0) return fine(title, which);
  return warning(title, `${which} Busy: ${list(busy)}.`, 'Nothing needs to be done while one port is free.');
}

function distinct(targets: readonly LoopbackRedirect[]): readonly LoopbackRedirect[] {
  return [...new Map(targets.map((target) => [`${target.host} ${target.ports.join()}`, target])).values()];
}

function list(ports: readonly number[]): string {
  return ports.join(', ');
}
