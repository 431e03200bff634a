// SPDX-License-Identifier: MIT
import { unreachable } from '../../core/unreachable.ts';
import { type Chart, type ChartControl, choiceOf, NAME_BREAK, ON } from '../charts/chart.ts';
import { button, checkbox, element, menu, select } from './elements.ts';

/** What a reader asked of a chart, by the name of the control. */
type Choice = Readonly<Record<string, string>>;

/** Returns the controls of a chart as they stand; `changed` is told what a reader asks. */
export function chartControls(chart: Chart, choice: Choice, changed: (choice: Choice) => void): readonly HTMLElement[] {
  return (chart.controls ?? []).map((control) => {
    const now = choiceOf(chart, { choice }, control.name);
    const set = (value: string): void => changed({ [control.name]: value });
    switch (control.kind) {
      case 'check':
        return checkbox(control.label, now === ON, (isOn) => set(isOn ? ON : ''));
      case 'select':
        return select({ label: control.label, options: control.options, chosen: now }, set);
      case 'axes':
        return axesList(control, now, set);
      default:
        return unreachable(control);
    }
  });
}

/** A list of axes: each can be shown or hidden, and those that are shown moved. */
function axesList(
  { label, options, name }: Extract<ChartControl, { readonly kind: 'axes' }>,
  now: string,
  set: (value: string) => void,
): HTMLElement {
  let shown = now.split(NAME_BREAK).filter((one) => one !== '');
  const box = element('div');
  const become = (next: readonly string[]): void => {
    shown = [...next];
    set(shown.join(NAME_BREAK));
    list();
  };
  const moved = (value: string, by: number): readonly string[] => {
    const at = shown.indexOf(value);
    const rest = shown.filter((one) => one !== value);
    return [...rest.slice(0, Math.max(0, at + by)), value, ...rest.slice(Math.max(0, at + by))];
  };
  const mover = (value: string, text: string, by: number): HTMLElement => {
    const made = button(by < 0 ? '←' : '→', () => {
      become(moved(value, by));
      box.querySelector<HTMLElement>(`[data-move="${CSS.escape(value)}${by}"]`)?.focus();
    });
    made.dataset['move'] = `${value}${by}`;
    made.setAttribute('aria-label', `${text} further to the ${by < 0 ? 'left' : 'right'}`);
    return made;
  };
  const list = (): void => {
    const ordered = [...options].sort((a, b) => orderOf(shown, a.value) - orderOf(shown, b.value));
    const rows = ordered.map(({ value, text }) => {
      const isOn = shown.includes(value);
      const tick = checkbox(text, isOn, (on) => become(on ? [...shown, value] : shown.filter((one) => one !== value)));
      const moves = isOn && name === 'axes' ? [mover(value, text, -1), mover(value, text, 1)] : [];
      return element('div', { class: 'axis' }, tick, ...moves);
    });
    box.replaceChildren(...rows);
  };
  list();
  return menu(label, box);
}

function orderOf(shown: readonly string[], value: string): number {
  const at = shown.indexOf(value);
  return at === -1 ? shown.length : at;
}
