// SPDX-License-Identifier: MIT
import { columnNamed, type PageColumn, type PageData, type PageParameter } from '../page-data.ts';
import { bareName } from '../words.ts';
import { againstOption, againstShown } from './against.ts';
import { type Chart, choiceOf, type Scene, strongestFirst } from './chart.ts';
import { sliceOption, sliceShown } from './slice.ts';

type Pair =
  | { readonly kind: 'slice'; readonly parameter: PageParameter; readonly column: PageColumn }
  | { readonly kind: 'against'; readonly x: PageColumn; readonly y: PageColumn };

/** Returns the figure in which any parameter or metric stands against any metric. */
export function explorerChart(data: PageData): Chart {
  const columns = data.columns.map((c) => ({ value: c.name, text: c.name }));
  const parameters = data.parameters.map((p) => ({ value: p.name, text: bareName(p.name) }));
  // The metric has a chart against each of these already: what moves another one is what is not seen yet.
  const other = data.columns.find((c) => c.name !== data.metric && new Set(c.values).size > 1);
  const [strongest] = strongestFirst(data);
  const controls = [
    {
      kind: 'select',
      name: 'x',
      label: 'x axis',
      options: [...parameters, ...columns],
      initial: strongest?.name ?? other?.name ?? data.metric,
    },
    { kind: 'select', name: 'y', label: 'y axis', options: columns, initial: other?.name ?? data.metric },
  ] as const;
  const pairOf = (scene: Scene): Pair | undefined => {
    const [x, y] = [choiceOf({ controls }, scene, 'x'), choiceOf({ controls }, scene, 'y')];
    const column = columnNamed(scene.data, y);
    const parameter = scene.data.parameters.find((p) => p.name === x);
    if (column === undefined) return undefined;
    if (parameter !== undefined) return { kind: 'slice', parameter, column };
    const across = columnNamed(scene.data, x);
    return across === undefined ? undefined : { kind: 'against', x: across, y: column };
  };
  return {
    id: 'explorer',
    height: 380,
    isWide: true,
    isLiveOnly: true,
    title: 'Anything against anything',
    isPainted: true,
    caption: 'Each dot is a run.',
    controls,
    option: (paper, scene) => {
      const pair = pairOf(scene);
      if (pair === undefined) return {};
      return pair.kind === 'slice' ? sliceOption(scene, pair, paper) : againstOption(scene, pair, paper);
    },
    shown: (scene) => {
      const pair = pairOf(scene);
      if (pair === undefined) return 0;
      return pair.kind === 'slice' ? sliceShown(scene, pair) : againstShown(scene, pair);
    },
  };
}
