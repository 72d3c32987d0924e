import { arch, platform, release } from 'node:os';
import { env, UIKind, version } from 'vscode';
import type { Place } from '../../core/ports.ts';

/** Where a report was made: versions, the system, and where Maestro runs there; `now` in ms since the epoch. */
export function reportHead(maestroVersion: string, place: Place, now: number): readonly string[] {
  return [
    `Maestro ${maestroVersion}`,
    `${env.appName} ${version}, ${env.uiKind === UIKind.Web ? 'in a browser' : 'desktop'}, in ${env.language}`,
    `${platform()} ${release()} ${arch()}, Node ${process.versions.node}`,
    `Maestro runs as: ${place}${remoteKind()}`,
    `Made at ${new Date(now).toISOString()}`,
  ];
}

/** VS Code's own word for a kind of remote, for example `wsl`; the name of a host is no such word. */
function remoteKind(): string {
  const { remoteName } = env;
  return remoteName !== undefined && /^[a-z]+(-[a-z]+)*$/.test(remoteName) ? ` (${remoteName})` : '';
}
