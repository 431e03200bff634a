// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import { type FrontPoint, frontPoints, frontSentence } from '../front.ts';
import { columnNamed, type PageData } from '../page-data.ts';
import { roundedText } from '../rounded.ts';
import type { SweepView } from '../view.ts';
import { bareName } from '../words.ts';
import { parameterText } from './best.ts';
import { tableOfTexts } from './cells.ts';

/** Runs of the Pareto front that the page lists. */
const MOST_FRONT = 50;

/** Returns the front as the page's template takes it; undefined for a single metric. */
export function frontContext(view: SweepView, data: PageData): object | undefined {
  const points = frontPoints(view);
  if (points.length === 0) return undefined;
  const names = view.varying.filter((name) => name !== view.seedSymbol || points.every((p) => p.runs.length === 1));
  const texts = ({ values }: FrontPoint): readonly string[] =>
    view.metrics.map((m, i) => columnText(columnNamed(data, m.column), values[i] ?? null));
  const rows = points.slice(0, MOST_FRONT).map((point) => {
    const [first] = point.runs;
    const parameters = names.map((name) => (first === undefined ? '' : roundedText(parameterText(first, name))));
    return [first?.configFile ?? '', ...texts(point), ...parameters];
  });
  const head = ['Configuration', ...view.metrics.map((m) => m.column), ...names.map(bareName)];
  return {
    sentence: `${frontSentence(view, points)}${points.length > MOST_FRONT ? `; the first ${MOST_FRONT} are listed` : ''}.`,
    table: tableOfTexts([head, ...rows]),
  };
}
