// SPDX-License-Identifier: MIT

/** Parts of the page that a script draws or put there: they follow the numbers by themselves. */
const DRAWN = 'figure[data-chart], table#runs, #chooser, #now, #log, .charts';

/**
 * Brings the words of the page in line with another one of the same sweep, as the server renders it. What a script draws stays
 * where it is, and so do folds that the reader opened or closed. Tells whether parts came that a script is to draw.
 */
export function replaceWords(page: Document, fresh: Document): boolean {
  const drawnBefore = page.querySelectorAll(DRAWN).length;
  takeWords(page.querySelector('header'), fresh.querySelector('header'));
  takeWords(page.querySelector('nav.parts ul'), fresh.querySelector('nav.parts ul'));
  const main = page.querySelector('main');
  const told = [...fresh.querySelectorAll('main > section[id]')];
  let before: Element | null = null;
  for (const section of told) {
    const own: Element | null = page.getElementById(section.id);
    if (own !== null) takeWords(own, section);
    else if (before !== null) before.after(page.importNode(section, true));
    else main?.prepend(page.importNode(section, true));
    before = page.getElementById(section.id);
  }
  for (const own of page.querySelectorAll('main > section[id]'))
    if (!isDrawn(own) && !told.some((section) => section.id === own.id)) own.remove();
  return page.querySelectorAll(DRAWN).length > drawnBefore;
}

/** What stands between the drawn parts is replaced; a drawn part that this page lacks comes with the words. */
function takeWords(own: Element | null, fresh: Element | null): void {
  if (own === null || fresh === null || wordsOf(own) === wordsOf(fresh)) return;
  const folds = new Map([...own.querySelectorAll('details')].map((fold) => [nameOf(fold), fold.open] as const));
  const kept = new Map([...own.children].filter(isDrawn).map((part) => [keyOf(part), part] as const));
  for (const node of [...own.childNodes]) if (!(node instanceof Element && kept.has(keyOf(node)))) node.remove();
  let before: Element | null = null;
  for (const part of fresh.children) {
    const known = kept.get(keyOf(part));
    const made: Element = known ?? document.importNode(part, true);
    if (known === undefined) {
      if (before === null) own.prepend(made);
      else before.after(made);
    }
    before = made;
  }
  for (const fold of own.querySelectorAll('details')) fold.open = folds.get(nameOf(fold)) ?? fold.open;
}

function isDrawn(part: Element): boolean {
  return part.matches(DRAWN) || part.querySelector(DRAWN) !== null;
}

/** The words alone, to be compared; folds may stand otherwise. */
function wordsOf(part: Element): string {
  return [...part.children]
    .map((one) => (isDrawn(one) ? keyOf(one) : one.outerHTML.replace(/<details open="">/g, '<details>')))
    .filter((text) => text !== '')
    .join('\n');
}

/** What a drawn part is known by on both pages; empty for words. */
function keyOf(part: Element): string {
  if (!isDrawn(part)) return '';
  return `${part.tagName} ${part.id} ${part.getAttribute('data-chart') ?? ''} ${part.tagName === 'DIV' ? part.className : ''}`;
}

/** A failure keeps its fold when the number of its runs grows. */
function nameOf(fold: HTMLDetailsElement): string {
  return fold.querySelector('summary b, summary')?.textContent ?? '';
}
