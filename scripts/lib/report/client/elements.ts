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

/** Returns a part that folds. */
export function fold(title: string, ...children: readonly (string | Node)[]): HTMLDetailsElement {
  return element('details', {}, element('summary', {}, title), ...children);
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
  await navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
  self.textContent = 'Copied';
  self.addEventListener('blur', () => (self.textContent = said), { once: true });
}

/** Browsers give no clipboard to pages from some places; the old way works there. */
function copyBySelection(text: string): void {
  const area = element('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
