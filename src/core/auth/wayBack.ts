import { MaestroError } from '../failure.ts';
import type { VendorId } from '../model.ts';
import { epochMs } from '../model.ts';
import type { Callback } from '../ports.ts';
import type { Authorization } from './authorize.ts';
import type { RedirectTarget } from './method.ts';
import type { BrowserAttempt } from './routes.ts';
import type { SignInDeps } from './signIn.ts';

/** Dynamic ports (RFC 6335 section 6): nobody listens at one of them that was chosen by chance. */
const dynamicPorts = { first: 49_152, count: 16_384 };

/** Where the vendor sends the browser at the end, and what arrives there. */
export interface WayBack {
  readonly redirectUri: string;
  /** Whether a browser gets there, as far as is known: otherwise the person must help soon. */
  readonly isOpen: boolean;
  /** From now on answers to this authorization are taken. */
  expect(authorization: Authorization): Promise<void>;
  /** The next answer; only the person brings one where this never resolves. */
  next(): Promise<Callback>;
  close(): void;
}

/**
 * Opens the way back of a route. Throws `ports-busy`, and `bad-setting` where VS Code has another address here than was
 * registered.
 */
export async function openWayBack(
  deps: SignInDeps,
  { route, method }: BrowserAttempt,
  vendor: VendorId,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WayBack> {
  const { redirect } = method;
  if (route === 'loopback' && redirect.kind === 'loopback') {
    const { redirectUri, next, close } = await deps.redirects.listen(redirect, signal);
    const isOpen = await deps.whereabouts.reaches(redirectUri);
    return { redirectUri, isOpen, expect: async () => undefined, next, close };
  }
  if (route === 'own-address' && redirect.kind === 'own-address') {
    const redirectUri = await ownAddress(deps, redirect);
    let expected: Pick<WayBack, 'next' | 'close'> | null = null;
    // The answer is taken away from all windows with the first.
    let bringsOne = true;
    return {
      redirectUri,
      isOpen: true,
      async expect(authorization) {
        const until = epochMs(deps.clock.now() + timeoutMs);
        const pending = { vendor, method: method.id, issuer: method.issuer, authorization, until };
        expected = await deps.pending.expect(pending, signal);
      },
      async next() {
        const [now, brings] = [expected, bringsOne];
        bringsOne = false;
        return now === null || !brings ? never() : now.next();
      },
      close: () => expected?.close(),
    };
  }
  const redirectUri = await pastedFrom(deps, redirect);
  return { redirectUri, isOpen: false, expect: async () => undefined, next: never, close: () => undefined };
}

async function pastedFrom(deps: SignInDeps, redirect: RedirectTarget): Promise<string> {
  switch (redirect.kind) {
    case 'page':
      return redirect.redirectUri;
    case 'own-address':
      return await ownAddress(deps, redirect);
    case 'loopback': {
      const { host, ports, path } = redirect;
      const port = ports.find((one) => one !== 0) ?? anyPort();
      return `http://${host}:${port}${path}`;
    }
    default:
      return redirect satisfies never;
  }
}

async function ownAddress(
  { whereabouts }: SignInDeps,
  { registered, setting }: Extract<RedirectTarget, { kind: 'own-address' }>,
): Promise<string> {
  const address = await whereabouts.ownAddress(registered);
  if (address !== null) return address;
  throw new MaestroError({ code: 'bad-setting', setting, detail: 'it is not the address that VS Code has here' });
}

function anyPort(): number {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return dynamicPorts.first + (random % dynamicPorts.count);
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
