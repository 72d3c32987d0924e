import { Product, type ProductOptions } from './product.ts';
import { quickSimulator } from './signInBrowser.ts';
import type { Simulator, SimulatorOptions } from './simulator/simulator.ts';

/** A simulator, and products that talk to it, for the tests of the `describe` that calls this. */
export function productLab(simulated: SimulatorOptions = {}, options: ProductOptions = {}): ProductLab {
  const lab = new ProductLab(simulated, options);
  before(() => lab.start());
  beforeEach(() => lab.begin());
  afterEach(() => lab.closeProducts());
  after(() => lab.close());
  return lab;
}

/** One simulator for all tests, products for each. */
class ProductLab {
  readonly #simulated: SimulatorOptions;
  readonly #options: ProductOptions;
  #simulator: Simulator | null = null;
  /** Those that are left open to the end, then those of the test. */
  readonly #products: Product[] = [];
  #kept = 0;

  constructor(simulated: SimulatorOptions, options: ProductOptions) {
    this.#simulated = simulated;
    this.#options = options;
  }

  get simulator(): Simulator {
    if (this.#simulator === null) throw new Error('The simulator has not been started.');
    return this.#simulator;
  }

  /** The product that was opened last. Where none is open, one is opened. */
  get product(): Product {
    return this.#products.at(-1) ?? this.open();
  }

  /** Another product, with these options over those of the lab. One that a test opens is closed after it. */
  open(options: ProductOptions = {}): Product {
    const product = new Product(this.simulator, { ...this.#options, ...options });
    this.#products.push(product);
    return product;
  }

  async start(): Promise<void> {
    this.#simulator = await quickSimulator(this.#simulated);
  }

  /** Begins a test: the simulator forgets what it was asked, and the products that are open now stay so to the end. */
  begin(): void {
    this.simulator.reset();
    this.#kept = this.#products.length;
  }

  /** Closes the products of a test. */
  async closeProducts(): Promise<void> {
    for (const product of this.#products.splice(this.#kept)) await product.close();
  }

  async close(): Promise<void> {
    for (const product of this.#products.splice(0)) await product.close();
    await this.#simulator?.close();
  }
}
