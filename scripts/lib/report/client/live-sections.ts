// SPDX-License-Identifier: MIT

/** Parts of the page that a script draws: they follow the numbers by themselves. */
const DRAWN = 'figure[data-chart], table[id], #data, [role=dialog], .controls, #now, #log';

/**
 * Brings the parts of the page that are words in line with another one of the same sweep, as the server renders it: what a
 * script draws stays, and so do folds that the reader opened or closed.
 */
export function replaceWords(page: Document, fresh: Document): void {
  replaceChildrenOf(page.querySelector('header'), fresh.querySelector('header'));
  const main = page.querySelector('main');
  let before: Element | null = null;
  for (const section of fresh.querySelectorAll('main > section[id]')) {
    const own: Element | null = page.getElementById(section.id);
    if (own === null) {
      if (before === null) main?.prepend(page.importNode(section, true));
      else before.after(page.importNode(section, true));
    } else if (own.querySelector(DRAWN) === null && own.innerHTML !== section.innerHTML) replaceContents(own, section);
    before = page.getElementById(section.id) ?? before;
  }
  const [nav, freshNav] = [page.querySelector('nav ul'), fresh.querySelector('nav ul')];
  if (nav !== null && freshNav !== null && nav.innerHTML !== freshNav.innerHTML) replaceContents(nav, freshNav);
}

/** The head keeps what the live page put into it. */
function replaceChildrenOf(own: Element | null, fresh: Element | null): void {
  if (own === null || fresh === null) return;
  const kept = [...own.children].filter((one) => one.matches('#now, #log'));
  const told = [...own.children].filter((one) => !kept.includes(one)).map((one) => one.outerHTML);
  if (told.join('') === [...fresh.children].map((one) => one.outerHTML).join('')) return;
  for (const one of [...own.children]) if (!kept.includes(one)) one.remove();
  own.prepend(...[...fresh.children].map((one) => document.importNode(one, true)));
}

function replaceContents(own: Element, fresh: Element): void {
  const folds = new Map<string, boolean>();
  for (const fold of own.querySelectorAll('details')) folds.set(nameOf(fold), fold.open);
  own.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  for (const fold of own.querySelectorAll('details')) fold.open = folds.get(nameOf(fold)) ?? fold.open;
}

/** A failure keeps its fold when the number of its runs grows. */
function nameOf(fold: HTMLDetailsElement): string {
  return fold.querySelector('summary b, summary')?.textContent ?? '';
}
