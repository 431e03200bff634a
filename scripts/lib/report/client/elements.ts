// SPDX-License-Identifier: MIT

/** Returns a new element with attributes and children; texts among them are text, never HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (string | Node)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Returns a button that does something. */
export function button(text: string, pressed: (self: HTMLButtonElement) => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, text);
  made.addEventListener('click', () => pressed(made));
  return made;
}

/** Returns a labelled box to tick. */
export function checkbox(label: string, isOn: boolean, changed: (isOn: boolean) => void): HTMLLabelElement {
  const box = element('input', { type: 'checkbox' });
  box.checked = isOn;
  box.addEventListener('change', () => changed(box.checked));
  return element('label', {}, box, ` ${label}`);
}

/** What a choice offers. */
export interface Options {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly chosen: string;
}

/** Returns a labelled choice of one of several. */
export function select({ label, options, chosen }: Options, changed: (value: string) => void): HTMLLabelElement {
  const list = element('select');
  for (const { value, text } of options) list.add(new Option(text, value, false, value === chosen));
  list.addEventListener('change', () => changed(list.value));
  return element('label', {}, `${label} `, list);
}

/** Returns a button that opens a menu below it; it closes with Escape, and when another part of the page is used. */
export function menu(title: string, content: HTMLElement): HTMLDetailsElement {
  content.classList.add('menu');
  const made = element('details', {}, element('summary', {}, title), content);
  made.addEventListener('toggle', () => {
    content.classList.remove('left');
    if (content.getBoundingClientRect().right > innerWidth) content.classList.add('left');
  });
  made.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !made.open) return;
    made.open = false;
    made.querySelector('summary')?.focus();
    event.stopPropagation();
  });
  document.addEventListener('click', (event) => {
    if (made.open && event.target instanceof Node && event.target.isConnected && !made.contains(event.target))
      made.open = false;
  });
  return made;
}

/** Hands a text or an image over as a file, without asking any server. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = element('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}

/** Puts a text on the clipboard and says so on the button. */
export async function copyText(text: string, self: HTMLButtonElement): Promise<void> {
  const said = self.textContent;
  // A page from the disk may have no clipboard, or no right to it; the old way works there.
  const isCopied = await clipboard()
    ?.writeText(text)
    .then(
      () => true,
      () => false,
    );
  if (isCopied !== true) copyBySelection(text, self.parentElement ?? document.body);
  self.style.minWidth = `${self.offsetWidth}px`; // what stands beside it must not move under the pointer
  self.focus();
  self.textContent = 'Copied';
  self.addEventListener('blur', () => (self.textContent = said), { once: true });
}

/** Undefined where the browser takes the page for an unsafe one, which its types do not tell. */
function clipboard(): Clipboard | undefined {
  return navigator.clipboard;
}

function copyBySelection(text: string, place: Element): void {
  const area = element('textarea');
  area.value = text;
  place.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
