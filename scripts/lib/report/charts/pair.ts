// SPDX-License-Identifier: MIT
import type { PageColumn, PageData, PageParameter } from '../page-data.ts';
import { bareName } from '../words.ts';
import { type Chart, choiceOf, type Scene, strongestFirst } from './chart.ts';
import { heatMapOption } from './heat-map.ts';
import { surfaceLegend, surfaceOption } from './surface.ts';
import { canBeSurface, type ParameterPair } from './surface-grid.ts';
import { isByLevel } from './axes.ts';
import { columnText } from './theme.ts';

/** Returns the figure of the metric over two parameters: means in cells, or a surface where both are numbers. */
export function pairChart(data: PageData, metric: PageColumn): Chart {
  const options = data.parameters.map((p) => ({ value: p.name, text: bareName(p.name) }));
  const [first, second] = strongestFirst(data);
  const isDrawn =
    first !== undefined &&
    second !== undefined &&
    ![first, second].some(isByLevel) &&
    canBeSurface(data, [first, second]);
  const controls = [
    { kind: 'select', name: 'x', label: 'x axis', options, initial: first?.name ?? '' },
    { kind: 'select', name: 'y', label: 'y axis', options, initial: second?.name ?? '' },
    {
      kind: 'select',
      name: 'as',
      label: 'shown as',
      options: [
        { value: 'cells', text: 'means in cells' },
        { value: 'surface', text: 'surface' },
      ],
      initial: isDrawn ? 'surface' : 'cells',
    },
  ] as const;
  const pairOf = (scene: Scene): ParameterPair | undefined => {
    const named = (name: string): PageParameter | undefined =>
      scene.data.parameters.find((p) => p.name === choiceOf({ controls }, scene, name));
    const [x, y] = [named('x'), named('y')];
    return x === undefined || y === undefined ? undefined : [x, y];
  };
  const isSurface = (scene: Scene, pair: ParameterPair): boolean =>
    choiceOf({ controls }, scene, 'as') === 'surface' && canBeSurface(scene.data, pair);
  return {
    id: 'heat-map',
    height: 400,
    title: 'Two parameters together',
    caption: captionOf(data, metric),
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
      return pair !== undefined && isSurface(scene, pair) ? surfaceLegend(scene, pair, theme) : [];
    },
  };
}

function captionOf({ model }: PageData, metric: PageColumn): string {
  const cells = `${metric.label} for each pair of values; the stronger the colour, the better. Cells: the mean of the runs in each.`;
  if (model === null) return cells;
  const part = Math.round(100 * Math.max(0, model.foreseen));
  const fence =
    model.fence === null
      ? ''
      : `; what is worse than ${columnText(metric, Number(model.fence.toPrecision(4)))} counts as that`;
  return `${cells} Surface: what a model expects with all else as in the chosen runs (partial dependence), in lines of equal value; it foresees ${part} % of the differences between settings that it has not seen${fence}. Empty: no run is near.`;
}
