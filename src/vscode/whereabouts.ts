import { type ExtensionContext, ExtensionKind, env, UIKind, Uri } from 'vscode';
import type { Place, Whereabouts } from '../core/ports.ts';

/** The one path of VS Code's own address for Maestro: there is nothing else that a web page could ask for. */
export const ownPath = '/signed-in';

/** Where this extension host runs, and how a browser gets to it there. */
export function whereabouts({ extension }: ExtensionContext): Whereabouts {
  const place = placeOf(extension.extensionKind);
  return {
    place,
    async reaches(redirectUri) {
      if (place !== 'remote-host') return place !== 'far-web';
      // Asking makes VS Code forward the port; it is another one where this one is taken on the person's machine.
      const external = await externalOf(redirectUri);
      return external !== null && URL.canParse(external) && new URL(external).port === new URL(redirectUri).port;
    },
    async ownAddress(registered) {
      const own = `${env.uriScheme}://${extension.id}${ownPath}`;
      const address = env.uiKind === UIKind.Desktop ? own : await externalOf(own);
      return address !== null && isRegistered(address, registered) ? address : null;
    },
  };
}

function placeOf(kind: ExtensionKind): Place {
  if (env.uiKind === UIKind.Web) return isThisMachine(env.remoteName ?? '') ? 'near-web' : 'far-web';
  if (env.remoteName === undefined) return 'desktop';
  return kind === ExtensionKind.UI ? 'ui-host' : 'remote-host';
}

/** VS Code for the browser is named by the host and port that its page came from. */
function isThisMachine(remoteName: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(remoteName);
}

function isRegistered(address: string, registered: string): boolean {
  return registered.endsWith('*') ? address.startsWith(registered.slice(0, -1)) : address === registered;
}

/** What VS Code makes of an address of this machine for the browser; `null` where it cannot. */
export async function externalOf(address: string): Promise<string | null> {
  try {
    // Without that, VS Code would encode the separators of the query, too.
    const skipEncoding = true;
    return (await env.asExternalUri(Uri.parse(address, true))).toString(skipEncoding);
  } catch {
    return null;
  }
}
