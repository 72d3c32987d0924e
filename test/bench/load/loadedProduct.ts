import { type Account, accountId, type Credential, vendorId } from '../../../src/core/model.ts';
import { Product } from '../../product.ts';
import { testKey } from '../../testAccount.ts';
import { protocolOf } from '../protocols.ts';
import { answerAt, pathOf } from '../workload.ts';

/** A vendor of each protocol: how its account signs in, and where it is told the address of its server. */
const vendors = [
  { protocol: 'openai-responses', id: 'openai', method: 'api-key', setting: 'maestro.openai.apiBaseUrl' },
  { protocol: 'anthropic-messages', id: 'anthropic', method: 'api-key', setting: 'maestro.anthropic.apiBaseUrl' },
  { protocol: 'gemini', id: 'gemini', method: 'api-key', setting: 'maestro.gemini.baseUrl' },
  { protocol: 'openai-chat', id: 'openai-compatible', method: 'server', setting: null },
] as const;

/** Addresses that a vendor wants to know, and that nothing here goes to. */
const elsewhere = ['maestro.openai.authBaseUrl', 'maestro.openai.chatgptBaseUrl'];

/** A conversation in which every vendor answers twice. */
export const conversationTurns = 2 * vendors.length;

/** The characters of such a conversation's answers, each of so many deltas. */
export function conversationCharacters(deltas: number, seed: number): number {
  const paths = vendors.map(({ protocol }) => pathTo(protocol, deltas));
  return 2 * paths.reduce((sum, path) => sum + (answerAt(path, seed)?.amounts.characters ?? Number.NaN), 0);
}

/** Maestro as it ships, but for VS Code, and an account at each vendor. */
export interface LoadedProduct {
  readonly product: Product;
  readonly accounts: readonly Account[];
}

/** The accounts' servers are all at this origin, and answer with so many deltas. */
export async function loadedProduct(origin: string, deltas: number): Promise<LoadedProduct> {
  const addresses = vendors.map((vendor) => ({ ...vendor, baseUrl: `${origin}${pathTo(vendor.protocol, deltas)}` }));
  const settings = {
    ...Object.fromEntries(elsewhere.map((setting) => [setting, origin])),
    ...Object.fromEntries(addresses.map(({ setting, baseUrl }) => [setting ?? '', baseUrl])),
  };
  const product = new Product({ settings: {} }, { settings });
  const accounts: Account[] = [];
  for (const { id, method, setting, baseUrl } of addresses) {
    const key: Credential = testKey('sk-bench');
    const account: Account = {
      vendor: vendorId(id),
      id: accountId(id),
      method,
      label: id,
      email: null,
      plan: null,
      workspace: null,
      baseUrl: setting === null ? baseUrl : null,
      origins: [new URL(baseUrl).origin],
    };
    accounts.push(await product.accounts.add(account, key));
  }
  return { product, accounts };
}

/** Where the server gives the answers of a protocol. */
function pathTo(name: string, deltas: number): string {
  const protocol = protocolOf(name);
  if (protocol === null) throw new Error(`There is no decoder for ${name}.`);
  return pathOf(protocol, { kind: 'spoken', size: deltas });
}
