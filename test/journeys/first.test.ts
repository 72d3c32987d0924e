import { testPackage } from '../tasks/steps/pack.ts';
import { firstJourney } from './firstJourney.ts';
import { travel } from './journey.ts';

describe('The first journey', () => {
  it('signs in, chats in panel and @maestro, survives a reload and signs out, in VS Code with the package', async () => {
    // Slow enough to be seen coming also where something else has the processor for a moment.
    const simulator = { deltaMs: 60 };
    await travel({ vsix: testPackage, name: 'first', knownPorts: true, simulator }, firstJourney);
  });
});
