import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Context } from 'mocha';
import { CompanyProxy } from '../companyProxy.ts';
import { readOnly } from '../readOnly.ts';
import { skip } from '../skip.ts';
import { testPackage } from '../tasks/steps/pack.ts';
import { Journey } from './journey.ts';
import type { Panel } from './panel.ts';
import { chooseWay, signInAs } from './signIn.ts';

/** The company's own model server: nobody outside knows its name. */
const host = 'models.corp.example';
const notKept = 'This conversation goes on, but cannot be kept on your disk';

describe('On a company’s computer', () => {
  let journey: Journey;
  let proxy: CompanyProxy;
  const started = new AsyncDisposableStack();

  before(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'company-'));
    started.defer(() => rm(folder, { recursive: true }));
    proxy = await CompanyProxy.start(host);
    started.defer(() => proxy.close());
    const certificates = path.join(folder, 'certificates.pem');
    await writeFile(certificates, proxy.certificate);
    const named = { HTTPS_PROXY: proxy.address, https_proxy: proxy.address, NO_PROXY: '', no_proxy: '' };
    const env = { ...named, NODE_EXTRA_CA_CERTS: certificates };
    // VS Code adds the system's certificates to those that Node has built in, and then to no others.
    const settings = { 'http.systemCertificates': false };
    journey = started.use(await Journey.start({ vsix: testPackage, name: 'company', env, settings }));
    proxy.port = journey.simulator.port;
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await journey.screenshot(`failed-${this.currentTest.title.slice(0, 20)}`);
    await journey.workbench.run('Notifications: Clear All Notifications');
  });

  after(() => started.disposeAsync());

  it('a question goes through the proxy that only the environment names, to a host that the company vouches for (NT-07)', async () => {
    const { openaiCompatible } = journey.simulator;
    const { pathname } = new URL(openaiCompatible.baseUrl('vllm'));
    await chooseWay(journey, 'vLLM');
    await journey.workbench.fill([
      ['Base URL', `https://${host}${pathname}`],
      ['API key', openaiCompatible.keyOf('company')],
      ['Name', 'Company server'],
    ]);
    await journey.workbench.accountNamed('Company server').waitFor();
    const panel = await journey.openPanel();
    await (await panel.ask('who am I?')).getByText('Katherine Johnson').waitFor();
    await panel.stop.waitFor({ state: 'hidden' });
    assert.equal(askedBy(), 'Maestro');
    assert.match(proxy.asked[0] ?? '', /^CONNECT models\.corp\.example:443$/m);
    assert.ok(!proxy.asked.join().includes(openaiCompatible.keyOf('company')), 'the proxy is told no key');
  });

  it('a proxy that lets only VS Code’s own network through is no obstacle: the answer comes by it, bit by bit', async () => {
    proxy.refusals.push('407 Proxy Authentication Required');
    proxy.cut();
    const panel = await journey.openPanel();
    const answer = await panel.ask('write slowly');
    await answer.getByText('Line 2').waitFor();
    await panel.stop.click();
    assert.deepEqual([proxy.refusals.length, askedBy()], [0, 'VS Code']);
  });

  it('where nothing can be written, the chat goes on and says once that it is not kept; it is, as soon as it can be', async function () {
    const { workbench } = journey;
    const panel = await journey.openPanel();
    const lock = await locked(this);
    try {
      await reload(panel);
      await Promise.all([
        workbench.notification(notKept).waitFor(),
        answers(panel, 'What is the capital of France?', /Paris/),
      ]);
      await journey.screenshot('1-read-only');
      await workbench.run('Notifications: Clear All Notifications');
      await answers(panel, 'What is the population of that city?', /Paris/);
      assert.equal(await workbench.notification(notKept).count(), 0);
    } finally {
      await lock[Symbol.asyncDispose]();
    }
    await Promise.all([
      workbench.page.getByText('Your conversations are kept again.').waitFor(),
      answers(panel, 'Please think', /42/),
    ]);
    const asked = await panel.questions.allTextContents();
    assert.equal(asked.length, 5);
    await reload(panel);
    // The page draws the last ones first.
    await panel.questions.nth(asked.length - 1).waitFor();
    assert.deepEqual(await panel.questions.allTextContents(), asked);
  });

  it('where nothing can be written, a session is renewed all the same, and is good after a reload', async function () {
    await signInAs(journey, 'plus');
    const panel = await journey.openPanel();
    await using _ = await locked(this);
    const renewed = async (): Promise<void> => {
      journey.simulator.expireAccessTokens();
      await answers(panel, 'who am I?', /Ada Lovelace/);
    };
    await renewed();
    await reload(panel);
    await renewed();
  });

  /** Keeps Maestro from writing anything on this computer. */
  async function locked(context: Context): Promise<AsyncDisposable> {
    const { userData } = journey.web.profile;
    const lock = await readOnly(path.join(userData, 'User', 'globalStorage', 'maestro-llm.maestro'));
    return lock ?? skip(context, 'nothing keeps this user from writing here');
  }

  async function reload(panel: Panel): Promise<void> {
    await journey.workbench.reload();
    // What was said before comes with everything else that the page is told first.
    await panel.answers.first().waitFor();
  }

  /** Whose network the last question came by: a request of `fetch` says that it is one. */
  function askedBy(): 'Maestro' | 'VS Code' {
    const question = journey.simulator.journal.findLast(({ path: asked }) => asked.endsWith('/chat/completions'));
    assert.ok(question !== undefined);
    return question.rawHeaders.some(([name]) => name.toLowerCase() === 'sec-fetch-mode') ? 'VS Code' : 'Maestro';
  }
});

async function answers(panel: Panel, question: string, answer: RegExp): Promise<void> {
  await (await panel.ask(question)).getByText(answer).first().waitFor();
  await panel.stop.waitFor({ state: 'hidden' });
}
