// SPDX-License-Identifier: MIT
import { curvesOption } from '../charts/curves.ts';
import { rangeLines, reproLine, rerunCommand } from '../page/run-lines.ts';
import { attemptsOf, linksOf, needsOf, titleOf, runValues } from '../page/run-facts.ts';
import { button, checkbox, copyText, element } from './elements.ts';
import { type LiveChart, openLiveChart } from './live-chart.ts';
import { runHash, runOfHash } from './run-hash.ts';
import type { Chosen, Store } from './store.ts';

/** The panel of one run, beside the page. */
export interface RunPanel {
  open(run: string): void;
}

/** Pixels of the curve in a panel. */
const CURVE = 220;

/** Makes the panel, which the address opens: `#run=config_017`. */
export function mountPanel(store: Store): RunPanel {
  const panel = element('dialog', { class: 'panel' });
  document.body.append(panel);
  let shown: string | undefined;
  let curve: LiveChart | undefined;
  let before: Element | null = null;
  const close = (): void => {
    if (shown === undefined) return;
    shown = undefined;
    curve?.close();
    curve = undefined;
    panel.close();
    if (runOfHash(location.hash) !== undefined) history.replaceState(null, '', location.pathname + location.search);
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  const fill = (name: string): void => {
    const now = store.now();
    const run = now.data.runs.names.indexOf(name);
    curve?.close();
    curve = undefined;
    panel.setAttribute('aria-label', name);
    panel.replaceChildren(...contentOf(now, run, { store, close }));
    const box = panel.querySelector<HTMLElement>('.curve > div');
    if (box !== null)
      curve = openLiveChart(box, CURVE, (paper) => {
        const scene = { data: now.data, chosen: [run], runs: [run], ticked: [run], color: '', choice: {} };
        return curvesOption(scene, { across: 'step', smoothing: 0, isLog: false, areBands: false }, paper);
      });
  };
  const show = (name: string): void => {
    if (!store.now().data.runs.names.includes(name)) return;
    if (shown === undefined) {
      before = document.activeElement;
      panel.show();
    }
    shown = name;
    fill(name);
    panel.scrollTop = 0;
    panel.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  };
  const follow = (): void => {
    const name = runOfHash(location.hash);
    if (name !== undefined) show(name);
  };
  addEventListener('hashchange', follow);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  store.onChange((now, old) => {
    if (shown === undefined) return;
    // What somebody reads stays as it is; only newer numbers make it anew.
    if (now.data !== old.data && panel.querySelector(':focus-within, :hover') === null) fill(shown);
    const box = panel.querySelector<HTMLInputElement>('.head input');
    if (box !== null) box.checked = now.selection.ticked.has(shown);
  });
  follow();
  const open = (name: string): void => {
    if (location.hash === runHash(name)) show(name);
    else location.hash = runHash(name);
  };
  // Without a script the best leads to its folder; the words that name it may be made anew.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-run]') : null;
    const run = link?.dataset['run'];
    if (run === undefined || event.ctrlKey || event.metaKey || !store.now().data.runs.names.includes(run)) return;
    event.preventDefault();
    open(run);
  });
  return { open };
}

function contentOf(
  now: Chosen,
  run: number,
  { store, close }: { readonly store: Store; close(): void },
): readonly HTMLElement[] {
  const { data } = now;
  const name = data.runs.names[run] ?? '';
  const tick = checkbox('ticked', now.selection.ticked.has(name), (isOn) => {
    const ticked = new Set(store.now().selection.ticked);
    if (isOn) ticked.add(name);
    else ticked.delete(name);
    store.select({ ticked });
  });
  const { varying, fixed, metrics } = runValues(data, run);
  const hasCurve = data.curves.some((curve) => curve.run === name);
  const isLeftOut = !hasCurve && data.curves.length > 0 && data.runs.ranks[run] !== null;
  const log = data.logs[name];
  const links = linksOf(data, run);
  return [
    element('div', { class: 'head' }, element('h2', {}, name), tick, button('Close', close)),
    element('p', {}, titleOf(data, run)),
    ...part('Metrics', list(metrics)),
    ...(hasCurve
      ? [element('div', { class: 'curve', role: 'img', 'aria-label': `Learning curve of ${name}` }, element('div'))]
      : []),
    ...(isLeftOut
      ? [
          element(
            'p',
            { class: 'muted' },
            'Its learning curve is not on this page, which holds the best and some others.',
          ),
        ]
      : []),
    ...part('Values', list(varying)),
    ...(fixed.length === 0
      ? []
      : [element('details', {}, element('summary', {}, `The same in all runs (${fixed.length})`), list(fixed))]),
    ...part(
      'Built upon',
      needsOf(data, run).map(({ text, href }) => element('p', {}, element('a', { href }, text))),
    ),
    ...part(
      'Attempts',
      attemptsOf(data, run).map((text) => element('p', {}, text)),
    ),
    ...part(
      'End of the log',
      log === undefined
        ? element('p', {}, element('a', { href: links.log }, 'output.log'))
        : element('pre', { tabindex: '0' }, log),
    ),
    ...part(
      'Files',
      element(
        'p',
        {},
        ...links.files.flatMap(({ text, href }, i) => [...(i === 0 ? [] : [', ']), element('a', { href }, text)]),
      ),
    ),
    ...part(
      'Again',
      element('pre', { tabindex: '0' }, `${reproLine(data, run)}\n${rerunCommand(data, [run])}`),
      element(
        'div',
        { class: 'controls' },
        button('Copy as range lines', (self) => void copyText(rangeLines(data, [run]), self)),
        button('Copy as command', (self) => void copyText(rerunCommand(data, [run]), self)),
      ),
    ),
  ];
}

function part(title: string, ...content: readonly (HTMLElement | readonly HTMLElement[])[]): readonly HTMLElement[] {
  const all = content.flat();
  return all.length === 0 || all.every((e) => e.childNodes.length === 0) ? [] : [element('h3', {}, title), ...all];
}

function list(entries: readonly { readonly name: string; readonly text: string }[]): HTMLElement {
  return element('dl', {}, ...entries.flatMap(({ name, text }) => [element('dt', {}, name), element('dd', {}, text)]));
}
