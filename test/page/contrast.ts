import type { Locator } from 'playwright-core';

/** As much of the page's elements as is read in it. */
interface Painted {
  readonly parentElement: Painted | null;
}
declare function getComputedStyle(element: Painted): { readonly color: string; readonly backgroundColor: string };

/** The contrast of an element's text with what is behind it, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export async function contrastOf(element: Locator): Promise<number> {
  const { text, behind } = await element.evaluate((one: Painted) => {
    let ground: Painted | null = one;
    while (ground !== null && !getComputedStyle(ground).backgroundColor.startsWith('rgb('))
      ground = ground.parentElement;
    return {
      text: getComputedStyle(one).color,
      behind: ground === null ? 'rgb(255, 255, 255)' : getComputedStyle(ground).backgroundColor,
    };
  });
  const [darker = 0, lighter = 0] = [luminance(text), luminance(behind)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The relative luminance of `rgb(r, g, b)`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/\d+/g)].map(([channel]) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
