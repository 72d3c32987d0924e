import { textTokens } from '../../core/chat/tokenEstimate.ts';
import type { ShownComposer } from '../bridge.ts';
import { element } from '../element.ts';
import { words } from '../words.ts';

const svg = 'http://www.w3.org/2000/svg';
/** The ring's own length, so that its dashes are per cent. */
const whole = 100;
const tightPercent = 85;

/** How much of what the model can read is used: the conversation, what is attached and the draft. An estimate, and says so. */
export class Meter {
  readonly root = element('span', { class: 'meter', 'data-role': 'meter', role: 'meter', hidden: '' });
  readonly #text = element('span', { class: 'meter-text', 'aria-hidden': 'true' });
  readonly #arc = circle('meter-arc');
  #shown = '';

  constructor() {
    const ring = document.createElementNS(svg, 'svg');
    ring.setAttribute('viewBox', '0 0 16 16');
    ring.setAttribute('aria-hidden', 'true');
    ring.append(circle('meter-track'), this.#arc);
    this.root.append(ring, this.#text);
    this.root.setAttribute('aria-valuemin', '0');
    this.root.setAttribute('aria-valuemax', String(whole));
  }

  update({ tokens, window }: ShownComposer, draft: string): void {
    const used = tokens + textTokens(draft);
    this.root.hidden = window === null || used === 0;
    if (window === null) return;
    const percent = Math.round((used / window) * 100);
    const label = words.contextUse(percent, used, window);
    if (label === this.#shown) return;
    this.#shown = label;
    this.#text.textContent = words.percent(percent);
    this.#arc.style.setProperty('stroke-dasharray', `${Math.min(percent, whole)} ${whole}`);
    this.root.classList.toggle('tight', percent >= tightPercent);
    this.root.setAttribute('aria-valuenow', String(Math.min(percent, whole)));
    this.root.setAttribute('aria-valuetext', label);
    this.root.setAttribute('aria-label', words.contextMeter);
    this.root.title = label;
  }
}

function circle(name: string): SVGCircleElement {
  const made = document.createElementNS(svg, 'circle');
  const attributes = { class: name, cx: '8', cy: '8', r: '6', pathLength: String(whole) };
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
