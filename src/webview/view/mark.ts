const svg = 'http://www.w3.org/2000/svg';

/** Maestro's mark, the M that a baton draws (as in media/activity.svg), in the colour of the text around it. */
export function mark(): SVGElement {
  return shape(
    'svg',
    { class: 'mark', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    shape('path', {
      d: 'M3 18.6C4.4 10.4 5.9 5.4 7.7 5.4c2.2 0 2.1 9.2 4.2 9.2S14 5.4 16.2 5.4c1.6 0 2.8 3.6 3.8 8.5',
    }),
    shape('circle', { cx: '20.7', cy: '18.3', r: '1.5' }),
  );
}

function shape(
  name: 'svg' | 'path' | 'circle',
  attributes: Readonly<Record<string, string>>,
  ...children: Node[]
): SVGElement {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
