import { pack, testPackage } from '../tasks/steps/pack.ts';
import { fullHostPlan, measureHost, quickHostPlan } from './host/host.ts';
import { hostSections, hostTargets } from './host/hostReport.ts';
import { loadSections, loadTargets } from './load/loadReport.ts';
import { fullLoadPlan, measureLoad, quickLoadPlan } from './load/measureLoad.ts';
import { measurePage } from './page/measurePage.ts';
import { pageSections } from './page/pageReport.ts';
import { pageTargets } from './page/pageTargets.ts';
import { fullPagePlan, quickPagePlan } from './page/plan.ts';
import type { AnswerServer } from './processes.ts';
import type { Sections } from './report.ts';
import { measureSize, sizeSections, sizeTargets } from './size.ts';
import type { Target } from './targets.ts';

/** What is measured beside the protocols. */
export const others = ['page', 'load', 'size', 'host'] as const;
export type Other = (typeof others)[number];

export function isOther(name: string): name is Other {
  return others.some((other) => other === name);
}

export interface MeasuredOther {
  readonly sections: Sections;
  readonly targets: readonly Target[];
}

/** Measures one of them; what it needs of the package is packed anew. */
export async function measureOther(name: Other, server: AnswerServer, isQuick: boolean): Promise<MeasuredOther> {
  switch (name) {
    case 'page': {
      const panel = await measurePage(server.seed, isQuick ? quickPagePlan : fullPagePlan);
      return { sections: pageSections(panel), targets: pageTargets(panel) };
    }
    case 'load': {
      const load = await measureLoad(server, isQuick ? quickLoadPlan : fullLoadPlan);
      return { sections: loadSections(load), targets: loadTargets(load) };
    }
    case 'size': {
      await pack(testPackage, { tests: false }, () => undefined);
      const files = await measureSize();
      return { sections: sizeSections(files), targets: sizeTargets(files) };
    }
    case 'host': {
      await pack(testPackage, { tests: false }, () => undefined);
      const host = await measureHost(isQuick ? quickHostPlan : fullHostPlan, (line) => console.error(`  ${line}`));
      return { sections: hostSections(host), targets: hostTargets(host) };
    }
    default:
      return name satisfies never;
  }
}
