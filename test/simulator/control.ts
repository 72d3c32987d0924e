import { type Json, parseJson } from '../../src/core/json.ts';
import type { Fault } from './faults.ts';
import type { Journal } from './journal.ts';
import { readFault } from './readFault.ts';
import { type HeaderPairs, headerOf } from './received.ts';
import { json, plain, type Reply, whole } from './reply.ts';
import { type Settings, settingsText } from './settingsText.ts';

/** Where the control surface is, on the simulator's own port. */
export const controlPrefix = '/_simulator/';

/** What the control surface can do. */
export interface Control {
  readonly origin: string;
  readonly settings: Settings;
  readonly journal: Journal;
  script(fault: Fault): void;
  reset(): void;
}

interface ControlRequest {
  readonly method: string;
  /** Below {@link controlPrefix}. */
  readonly path: string;
  readonly headers: HeaderPairs;
  readonly body: string;
}

/** Serves the control surface, to this machine's own programs only: no web page may steer the simulator. */
export async function serveControl(request: ControlRequest, control: Control): Promise<Reply> {
  if (!isOurOwn(request, control.origin)) return plain(403, 'Not for other sites.\n');
  if (request.method === 'GET' && request.path.startsWith('wait/')) return wait(request.path.slice(4), control);
  switch (`${request.method} ${request.path}`) {
    case 'GET ':
      return plain(200, `${controlHelp}\n${settingsText(control.settings)}\n`);
    case 'GET journal':
      return whole(200, { 'content-type': 'application/json' }, JSON.stringify(control.journal.entries));
    case 'GET settings':
      return whole(200, { 'content-type': 'application/json' }, settingsText(control.settings));
    case 'POST script':
      return script(parseJson(request.body), control);
    case 'POST reset':
      control.reset();
      return json(200, { reset: true });
    default:
      return plain(404, controlHelp);
  }
}

const waitMs = 30_000;

const controlHelp = `Vendor simulator
GET  ${controlPrefix}journal   every request so far
GET  ${controlPrefix}wait/PATH the first request to a path of a host, as soon as it is there
GET  ${controlPrefix}settings  the settings that lead Maestro here
POST ${controlPrefix}script    a fault or a list of faults, as JSON
POST ${controlPrefix}reset     forget the journal and the script
`;

async function wait(path: string, control: Control): Promise<Reply> {
  const found = await control.journal.waitFor((entry) => entry.path === path, waitMs).catch(() => null);
  if (found === null) return plain(404, 'No such request came.\n');
  return whole(200, { 'content-type': 'application/json' }, JSON.stringify(found));
}

function script(value: Json | undefined, control: Control): Reply {
  const faults = (isList(value) ? value : [value]).map(readFault);
  const wrong = faults.find((fault) => typeof fault === 'string');
  if (wrong !== undefined) return plain(400, `${wrong}\n`);
  for (const fault of faults) if (typeof fault !== 'string') control.script(fault);
  return json(200, { scripted: faults.length });
}

/** A page of another site sends its Origin; one that was rebound to this address sends its own name as Host. */
function isOurOwn(request: ControlRequest, origin: string): boolean {
  const sent = headerOf(request, 'origin');
  const host = headerOf(request, 'host');
  const hosts = [new URL(origin).host, `localhost:${new URL(origin).port}`];
  return (sent === null || sent === origin) && host !== null && hosts.includes(host);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
