import { type Fault, type FaultOf, isOfPhase, type Phase } from './faults.ts';
import { faultNamed } from './namedFaults.ts';
import type { Received } from './received.ts';

interface Planned {
  readonly fault: Fault;
  left: number;
}

/** The faults still to come, in the order in which they were scripted. */
export class Script {
  #planned: readonly Planned[] = [];
  readonly #now: () => number;

  /** `now` gives milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(fault: Fault): void {
    this.#planned = [...this.#planned, { fault, left: fault.times ?? 1 }];
  }

  clear(): void {
    this.#planned = [];
  }

  /** The first fault of this phase that matches the request, used up by one; `null` if the request is to go well. */
  take<P extends Phase>(phase: P, request: Received): FaultOf<P> | null {
    for (const planned of this.#planned) {
      if (!matches(planned.fault, request)) continue;
      const fault = this.#resolve(planned.fault, request);
      if (fault === null || !isOfPhase(fault, phase)) continue;
      planned.left -= 1;
      this.#planned = this.#planned.filter((one) => one.left > 0);
      return fault;
    }
    return null;
  }

  #resolve(fault: Fault, { host }: Received): Fault | null {
    return 'named' in fault ? faultNamed(fault.named, host, Math.floor(this.#now() / 1000)) : fault;
  }
}

function matches(fault: Fault, request: Received): boolean {
  if (fault.host !== undefined && fault.host !== request.host) return false;
  return fault.path === undefined || fault.path === request.path;
}
