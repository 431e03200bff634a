// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import { columnNamed, type PageData } from '../page-data.ts';
import type { Study } from '../study.ts';
import { effectRows, FEWEST_RUNS, notShownLines, percent } from '../effects-text.ts';
import type { Statistics } from '../statistics-form.ts';
import { roundedWords } from '../rounded.ts';
import type { SweepView } from '../view.ts';
import { bareName } from '../words.ts';
import { tableOfTexts } from './cells.ts';

/** Returns what mattered as the page's template takes it. Bars are as long as their share, so that they can be compared by eye with each other and with the whole. */
export function effectsContext(view: SweepView, statistics: Statistics | undefined): object | undefined {
  const model = statistics?.effects_model;
  if (statistics === undefined || model === undefined || model === null) return undefined;
  if (statistics.runs.ranked < FEWEST_RUNS) return undefined;
  return {
    method: model.sentence,
    rows: effectRows(view, statistics).map(({ factors, share, remarks }) => ({
      name: factors.map((symbols) => symbols.map(bareName).join(' with ')).join(' × '),
      share: share === undefined ? '' : percent(share),
      width: share === undefined ? '' : (100 * share).toFixed(1),
      remark: roundedWords(remarks.join('; ')),
    })),
    notShown: notShownLines(statistics),
  };
}

/** Returns the means of each parameter's values as tables; where a value's mean is adjusted for all other factors, that stands beside the plain one. */
export function marginalTables(
  data: PageData,
  study: Study | undefined,
  statistics: Statistics | undefined,
): readonly object[] {
  // Values that hardly any two runs share would be the list of runs again.
  const marginals = (study?.marginals ?? []).filter(
    (m) => m.levels.length > 0 && m.levels.length <= (study?.values.length ?? 0) / 2,
  );
  const column = columnNamed(data, study?.metric.column ?? '');
  return marginals.map((m) => {
    const adjusted = adjustedMeans(statistics, m.factor.name, m.levels.length);
    return {
      name: bareName(m.factor.name),
      table: tableOfTexts([
        ['value', 'runs', 'mean', ...(adjusted === undefined ? [] : ['adjusted mean']), 'sd', 'min', 'max'],
        ...m.levels.map(({ text, values }, i) => [
          text,
          String(values.count),
          ...[values.mean, ...(adjusted === undefined ? [] : [adjusted[i]]), values.sd, values.min, values.max].map(
            (x) => columnText(column, x ?? null),
          ),
        ]),
      ]),
    };
  });
}

/** Adjusted means of a parameter that is a factor by itself, in the order of its values; undefined for one that is none. */
function adjustedMeans(
  statistics: Statistics | undefined,
  name: string,
  values: number,
): readonly (number | null)[] | undefined {
  const effect = statistics?.effects.find((e) => e.kind === 'main' && e.symbols.length === 1 && e.symbols[0] === name);
  const means = (effect?.levels ?? []).filter((l) => l.n > 0).map((l) => l.adjusted_mean);
  return means.length === values ? means : undefined;
}
