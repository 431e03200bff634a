// SPDX-License-Identifier: MIT
import { bareName } from '../words.ts';

/** What a choice offers. */
export interface Choice {
  readonly label: string;
  readonly names: readonly string[];
  readonly chosen: string;
}

/** Adds a labelled choice to the controls of a figure and shows them. */
export function addSelect(controls: HTMLElement, choice: Choice, changed: (name: string) => void): void {
  const label = document.createElement('label');
  const select = document.createElement('select');
  label.append(`${choice.label} `, select);
  for (const name of choice.names) select.add(new Option(bareName(name), name, false, name === choice.chosen));
  select.addEventListener('change', () => changed(select.value));
  controls.append(label);
  controls.hidden = false;
}
