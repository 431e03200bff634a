// SPDX-License-Identifier: MIT
import type { PageColumn, PageData, PageParameter } from '../page-data.ts';
import { bareName } from '../words.ts';
import { type Chart, choiceOf, type Scene } from './chart.ts';
import { strongestFirst } from './chosen.ts';
import { heatMapOption } from './heat-map.ts';
import { canBeSurface, surfaceLegend, surfaceOption } from './surface.ts';
import { isByLevel } from './axes.ts';

type Pair = readonly [x: PageParameter, y: PageParameter];

/** Returns the figure of the metric over two parameters: means in cells, or a surface where both are numbers. */
export function pairChart(data: PageData, metric: PageColumn): Chart {
  const options = data.parameters.map((p) => ({ value: p.name, text: bareName(p.name) }));
  const [first, second] = strongestFirst(data);
  const isDrawn = [first, second].every((p) => p !== undefined && !isByLevel(p));
  const controls = [
    { kind: 'select', name: 'x', label: 'across', options, initial: first?.name ?? '' },
    { kind: 'select', name: 'y', label: 'up', options, initial: second?.name ?? '' },
    {
      kind: 'select',
      name: 'as',
      label: 'as',
      options: [
        { value: 'cells', text: 'means in cells' },
        { value: 'surface', text: 'surface' },
      ],
      initial: isDrawn ? 'surface' : 'cells',
    },
  ] as const;
  const pairOf = (scene: Scene): Pair | undefined => {
    const named = (name: string): PageParameter | undefined =>
      scene.data.parameters.find((p) => p.name === choiceOf({ controls }, scene, name));
    const [x, y] = [named('x'), named('y')];
    return x === undefined || y === undefined ? undefined : [x, y];
  };
  const isSurface = (scene: Scene, [x, y]: Pair): boolean =>
    choiceOf({ controls }, scene, 'as') === 'surface' && canBeSurface(x, y);
  return {
    id: 'heat-map',
    height: 400,
    title: 'Two parameters together',
    caption: `${metric.label} for each pair of values, the stronger the colour, the better: means of the runs in a cell, or, of two parameters of numbers, a surface of the runs nearby.`,
    controls,
    option: (paper, scene) => {
      const pair = pairOf(scene);
      if (pair === undefined) return {};
      return isSurface(scene, pair)
        ? surfaceOption(scene, pair, paper)
        : heatMapOption(scene, [pair[0].name, pair[1].name], paper);
    },
    shown: (scene) => {
      const pair = pairOf(scene);
      const isThere = ({ codes }: PageParameter, run: number): boolean => (codes[run] ?? -1) >= 0;
      return scene.chosen.filter(
        (run) => scene.data.runs.ranks[run] !== null && pair?.every((p) => isThere(p, run)) === true,
      ).length;
    },
    legend: ({ theme }, scene) => {
      const pair = pairOf(scene);
      return pair !== undefined && isSurface(scene, pair) ? surfaceLegend(scene, theme) : [];
    },
  };
}
