import { Accounts } from '../src/core/accounts/accounts.ts';
import { Lineages } from '../src/core/accounts/lineages.ts';
import { Vault } from '../src/core/accounts/vault.ts';
import { vendorId } from '../src/core/model.ts';
import { systemClock } from '../src/node/systemClock.ts';
import { MapMemory, MemoryLog, MemorySecretStore } from './memoryStorage.ts';

/** The accounts of a window of its own, with nobody signed in. */
export function testAccounts(secrets = new MemorySecretStore(), memory = new MapMemory()): Accounts {
  const log = new MemoryLog();
  const clock = systemClock;
  const lineages = new Lineages({ shared: null, clock, log });
  const vault = new Vault(secrets, clock, log);
  return new Accounts({ vault, lineages, memory, clock, log, vendors: [vendorId('openai')] });
}
