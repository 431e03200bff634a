// SPDX-License-Identifier: MIT

/** Adds an element of a kind to another, or makes it alone. */
export function child<K extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement | null,
  kind: K,
  className = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(kind);
  if (className !== '') element.className = className;
  parent?.append(element);
  return element;
}

/** Returns a small button; `about` is what it is called where its text alone says too little. */
export function linkButton(text: string, about: string, pressed: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'small';
  button.textContent = text;
  button.setAttribute('aria-label', about);
  button.addEventListener('click', pressed);
  return button;
}
