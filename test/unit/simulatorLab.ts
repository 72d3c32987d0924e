import { after, afterEach, before } from 'mocha';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/simulator.ts';

/** A simulator whose clock can be put ahead, for the tests of the `describe` that calls this. */
export function simulatorLab(options: SimulatorOptions = {}): SimulatorLab {
  const lab = new SimulatorLab();
  before(() => lab.start(options));
  afterEach(() => lab.reset());
  after(() => lab.simulator.close());
  return lab;
}

class SimulatorLab {
  /** How far the simulator's clock goes ahead of ours; nothing again after each test. */
  aheadMs = 0;
  #simulator: Simulator | null = null;

  get simulator(): Simulator {
    if (this.#simulator === null) throw new Error('The simulator has not been started.');
    return this.#simulator;
  }

  async start(options: SimulatorOptions): Promise<void> {
    this.#simulator = await startSimulator({ now: () => Date.now() + this.aheadMs, ...options });
  }

  reset(): void {
    this.aheadMs = 0;
    this.simulator.reset();
  }
}
