// SPDX-License-Identifier: MIT
import type { ECharts } from 'echarts/core';
import type { BrushedSpan, Store } from './store.ts';

/** What ECharts tells of a brushed axis. */
interface BrushedAxis {
  readonly parallelAxisId?: string;
  readonly intervals?: readonly (readonly [number, number])[];
}

/** The part of ECharts' inside that tells an axis by its id and what is brushed on it; it is in no type. */
interface BrushedChart {
  getModel(): {
    queryComponents(query: { mainType: string; id?: string }): {
      readonly id: string;
      activeIntervals: readonly (readonly [number, number])[];
    }[];
  };
}

/** Lets brushed axes of a chart choose runs, and the choice show on its axes. */
export function followBrush(instance: ECharts, store: Store): void {
  instance.on('axisareaselected', (event: unknown) => {
    const { parallelAxisId } = event as BrushedAxis; // as ECharts documents it
    const axes = (instance as unknown as BrushedChart).getModel().queryComponents({ mainType: 'parallelAxis' });
    const axis = axes.find(({ id }) => id === parallelAxisId);
    if (axis === undefined) return;
    const intervals = axis.activeIntervals.map(([a, b]): BrushedSpan => [Math.min(a, b), Math.max(a, b)]);
    const brushes = new Map(store.now().selection.brushes);
    if (intervals.length === 0) brushes.delete(axis.id);
    else brushes.set(axis.id, intervals);
    store.select({ brushes });
  });
}

/** Shows the brushes of a selection on the axes of a chart that was just drawn anew. */
export function showBrushes(
  instance: ECharts,
  { brushes }: { readonly brushes: ReadonlyMap<string, readonly BrushedSpan[]> },
): void {
  const axes = (instance as unknown as BrushedChart).getModel().queryComponents({ mainType: 'parallelAxis' });
  for (const { id } of axes) {
    const intervals = brushes.get(id);
    if (intervals !== undefined) instance.dispatchAction({ type: 'axisAreaSelect', parallelAxisId: id, intervals });
  }
}
