import type { Journey } from '../../journeys/journey.ts';
import { chooseWay, signInAs } from '../../journeys/signIn.ts';

/** Signs in to ChatGPT, with the keys of three vendors, and at last at a server that asks for none, which then answers. */
export async function signInFive(journey: Journey, baseUrl: string): Promise<void> {
  const { workbench, simulator } = journey;
  await signInAs(journey, 'plus');
  const { openai, anthropic, gemini } = simulator;
  const key = ['API key', ''] as const;
  await fill('Anthropic API key', [['API key', anthropic.keyOf('developer')]], 'Anthropic');
  await fill('Gemini API key', [['API key', gemini.keyOf('paid')]], 'Gemini');
  const rest = [
    ['Organization', ''],
    ['Project', ''],
  ] as const;
  await fill('OpenAI API key', [['API key', openai.keyOf('team')], ...rest], 'OpenAI');
  await fill('Another server', [['Base URL', baseUrl], key, ['Name', 'The bench']], 'The bench');

  async function fill(way: string, answers: Parameters<typeof workbench.fill>[0], shown: string): Promise<void> {
    await chooseWay(journey, way);
    await workbench.fill(answers);
    await workbench.accountNamed(shown).waitFor();
  }
}
