import type { Sections } from '../report.ts';
import { quantile } from '../rounds.ts';
import { table } from '../table.ts';
import type { Target } from '../targets.ts';
import type { MeasuredHost } from './host.ts';
import type { Opening } from './opening.ts';

/** Work of Maestro's own before `activate` resolves, loading included. */
const mostActivationMs = 50;
/** What the network is reached with has a file of its own, by the name of its source. */
const network = /^networkHttp-/;
const mostReadyMs = 300;
/** Two frames, of which there are 60 a second, for the median of the pieces, and this for all but one in a hundred. */
const mostPaintedMs = { median: 33, most: 100 };

/** What was measured in VS Code. */
export function hostSections({ activation, openings, painting }: MeasuredHost): Sections {
  const { askedMs, paintedMs } = painting;
  const { windows, loadingCpuMs, loadingMs, activatingCpuMs, activatingMs, sockets, files } = activation;
  return [
    [
      '# In VS Code',
      '- The packaged extension in VS Code for the browser, which is headless, with five accounts of four vendors. In desktop VS Code none of this is measured.',
    ],
    [
      '## Activation',
      `- In ${windows} windows; until \`activate\` resolved, they had begun ${sockets} connections and loaded ${files.join(', ')}.`,
      table(
        ['', 'processor time of the thread, ms', 'by the clock, ms'],
        [
          ['loading', loadingCpuMs.toFixed(1), loadingMs.toFixed(1)],
          ['activating', activatingCpuMs.toFixed(1), activatingMs.toFixed(1)],
        ],
      ),
    ],
    [
      '## The first view of a window',
      '- Until its text field is painted. The work of VS Code is in it, for which the empty page stands; most of it comes before the page has its frame, from which the target counts.',
      table(
        ['page', 'from its frame, ms', 'from the click, ms'],
        [openingRow('a text field and nothing else', openings.empty), openingRow('Maestro', openings.maestro)],
      ),
    ],
    [
      '## From the socket to the eye',
      `- From the server's write of a piece, ${paintedMs.length} of them 41 ms apart, until the page's main thread has painted it.`,
      `- The first question of a window was at the server ${askedMs.toFixed(0)} ms after the click, Maestro's network stack being loaded for it if nothing had needed it before.`,
      table(
        ['median ms', '99 % ms', 'worst ms'],
        [[quantile(paintedMs, 0.5), quantile(paintedMs, 0.99), Math.max(...paintedMs)].map((ms) => ms.toFixed(0))],
      ),
    ],
  ];
}

export function hostTargets({ activation, openings, painting }: MeasuredHost): readonly Target[] {
  const { loadingCpuMs, activatingCpuMs, sockets, files } = activation;
  const { paintedMs } = painting;
  const stacks = files.filter((file) => network.test(file)).length;
  const painted = 'VS Code: from the socket to painted text';
  return [
    {
      what: 'VS Code: own work until active',
      measured: loadingCpuMs + activatingCpuMs,
      atMost: mostActivationMs,
      unit: 'ms',
    },
    { what: 'VS Code: connections until active', measured: sockets, atMost: 0, unit: 'sockets' },
    { what: 'VS Code: network stacks loaded until active', measured: stacks, atMost: 0, unit: 'files' },
    {
      what: 'VS Code: page ready, from its frame',
      measured: openings.maestro.framedMs,
      atMost: mostReadyMs,
      unit: 'ms',
    },
    { what: `${painted}, median`, measured: quantile(paintedMs, 0.5), atMost: mostPaintedMs.median, unit: 'ms' },
    { what: `${painted}, 99 %`, measured: quantile(paintedMs, 0.99), atMost: mostPaintedMs.most, unit: 'ms' },
  ];
}

function openingRow(name: string, { framedMs, clickedMs }: Opening): readonly string[] {
  return [name, framedMs.toFixed(0), clickedMs.toFixed(0)];
}
