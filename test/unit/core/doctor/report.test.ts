import assert from 'node:assert/strict';
import { accountFindings } from '../../../../src/core/doctor/accounts.ts';
import { causeOf } from '../../../../src/core/doctor/cause.ts';
import { failing, fine, warning } from '../../../../src/core/doctor/finding.ts';
import { report } from '../../../../src/core/doctor/report.ts';
import { settingFindings } from '../../../../src/core/doctor/settings.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import { productLab } from '../../../productLab.ts';
import { grepForSecrets } from '../../../secretSearch.ts';
import { personaOf } from '../../../simulator/openai/personas.ts';

describe('the Doctor’s report', () => {
  it('begins with what fails, then what to look at, each with its way out', () => {
    const text = report(
      ['Maestro 9.9.9'],
      [
        { title: 'One', findings: [fine('a', 'Good.'), warning('b', 'Odd.', 'Look.')] },
        { title: 'Two', findings: [failing('c', 'Broken.', 'Mend it.')] },
      ],
      [],
    );
    assert.match(text, /\*\*1 failed, 1 to look at, 1 fine\.\*\*/);
    assert.match(
      text,
      /## What to do\n\n- FAIL · \*\*c\*\*: Broken\.\n {2}- Mend it\.\n- LOOK · \*\*b\*\*: Odd\.\n {2}- Look\.\n\n## One/,
    );
  });

  it('takes out what must not be in it, whoever put it there', () => {
    const planted = ['sk-proj-abcdefgh12345678', 'Bearer abcdef1234567890', 'ada@example.com', 'workspace-7f3a9c'];
    const text = report([], [{ title: 'One', findings: [fine('a', planted.join(' and '))] }], ['workspace-7f3a9c']);
    for (const one of planted) assert.ok(!text.includes(one), one);
    assert.match(text, /\[secret\] and Bearer \[secret\] and \[e-mail\] and \[id\]/);
  });

  it('a cause never quotes what a server or a system said', () => {
    const said = 'ada’s secret-1234567890';
    const failures: readonly Failure[] = [
      { code: 'tls', host: 'a.example', detail: said },
      { code: 'proxy', host: 'a.example', detail: said },
      { code: 'rejected', status: 400, detail: said },
      { code: 'web-page', host: 'a.example', title: said },
      { code: 'internal', detail: said },
    ];
    for (const failure of failures) assert.ok(!JSON.stringify(causeOf(failure)).includes('ada'), failure.code);
  });

  describe('of accounts and settings', () => {
    const lab = productLab();

    const written = async (afterMs = 0): Promise<string> => {
      const findings = await accountFindings(lab.product.maestro, Date.now() + afterMs);
      return report([], [{ title: 'Accounts', findings }], []);
    };

    it('says how one stands, and neither whose it is nor anything secret', async () => {
      const { account, credential } = await lab.product.signIn();
      await lab.product.maestro.models.list(account);
      const text = await written(3 * 60_000);
      assert.match(text, /OpenAI, chatgpt, “a…”/);
      assert.match(text, /the one that answers; plan plus; signed in; its token ends in \d+ (min|h|days)/);
      assert.match(text, /\d+ models, listed 3 min ago/);
      const stored = [...lab.product.secrets.values.values()].join('\n');
      const kept = [...stored.matchAll(/"(?:access|refresh|id|key|lineage|email|workspace)":"([^"]+)"/g)].map(
        (one) => one[1] ?? '',
      );
      assert.ok(kept.length >= 5 && credential.kind === 'oauth');
      assert.deepEqual(await grepForSecrets([...kept, account.email ?? ''], [text]), []);
      assert.ok(!text.includes(personaOf('plus').email));
    });

    it('says why models could not be listed, by the code alone', async () => {
      const { account } = await lab.product.signIn();
      lab.simulator.script({ status: 503, times: 9 });
      await lab.product.maestro.models.refresh(account);
      assert.match(await written(), /LOOK.*listing them failed \(\w+\)/);
    });

    it('without one says how to sign in', async () => {
      assert.match(await written(), /Nobody is signed in/);
    });

    it('names settings that were changed, and one that cannot be used, without their values', async () => {
      const settings = { 'maestro.openai.authBaseUrl': 'ftp://ada.example' };
      const { maestro } = lab.open({ settings });
      const findings = settingFindings(maestro, Object.keys(settings));
      assert.deepEqual(
        findings.map(({ verdict }) => verdict),
        ['ok', 'fail'],
      );
      assert.match(JSON.stringify(findings), /maestro\.openai\.authBaseUrl/);
      assert.doesNotMatch(JSON.stringify(findings), /ada/);
    });
  });
});
