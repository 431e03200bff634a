// SPDX-License-Identifier: MIT
import { valueTextIn } from '../core/value.ts';
import { shownMetrics, shownValue } from './labels.ts';
import { standingOf } from './words.ts';
import type { ReportRun, SweepView } from './view.ts';

/** Returns the best runs as a Markdown table with their varying parameters. */
export function renderMarkdown(view: SweepView, runs: readonly ReportRun[] = view.ranked.slice(0, view.top)): string {
  const labels = shownMetrics(view);
  const head = ['#', 'Configuration', ...labels.map((l) => l.short), ...view.varying];
  const rows = runs.map((run, i) => [
    String(run.rank ?? i + 1),
    run.configFile,
    ...labels.map((l) => shownValue(view, run, l.column)),
    ...view.varying.map((name) => valueTextIn(run.values, name)),
  ]);
  return markdownTable(head, rows, labels.length + 2);
}

/** Returns the best runs as a Markdown table, and below it what a reader must know to trust it, with what else is `said`. */
export function renderMarkdownSummary(view: SweepView, said: readonly string[] = []): string {
  const standing = standingOf(view);
  const notes = [...(standing === undefined ? [] : [standing]), ...said, ...view.notes]
    .map((note) => `- ${escapeCell(note)}\n`)
    .join('');
  return renderMarkdown(view) + (notes === '' ? '' : `\n${notes}`);
}

/** Returns a Markdown table; columns 2 up to `numericTo` are right-aligned. */
function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], numericTo: number): string {
  const rule = head.map((_, i) => (i === 0 || (i > 1 && i < numericTo) ? '--:' : '---'));
  return [head, rule, ...rows]
    .map((cells, i) => `| ${cells.map((c) => (i === 1 ? c : escapeCell(c))).join(' | ')} |\n`)
    .join('');
}

function escapeCell(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
