// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/args.ts';
import { gatherView } from './lib/edge/gather-view.ts';
import { openReportSources } from './lib/edge/report-source.ts';
import { writeReports } from './lib/edge/report-writer.ts';
import { EXIT, runScript } from './lib/edge/script.ts';
import { comparisonCells } from './lib/report/compare.ts';
import { renderSummaryJson } from './lib/report/summary-json.ts';
import { renderTable } from './lib/report/text.ts';

const SPEC: CommandSpec = {
  name: 'report',
  summary: 'Writes the reports of a sweep folder, finished or not, and prints the best runs.',
  positionals: ['FOLDER'],
  settings: ['OUTPUT_DIR', 'METRIC', 'GOAL', 'METRIC_REGEX', 'UNITS', 'DERIVE', 'FILTER', 'BY', 'TOP', 'SEED_SYMBOL'],
  details: 'Writes sweep_summary.json, .csv and .md, sweep_analysis.txt and analysis.html into the sweep folder. Several folders are compared; the reports are those of the first.',
};

await runScript(SPEC, (invocation) => {
  const [source, ...further] = openReportSources(invocation);
  if (source.isLatest) process.stderr.write(`Sweep: ${source.folder} (the newest)\n`);
  // All are read by the first one's metric: they are to be compared.
  const others = further.map((one) => gatherView(one.folder, source.settings, Date.now()));
  const { view, terminal, files } = writeReports(source.folder, source.settings, { columns: process.stdout.columns, others });
  if (invocation.switches.has('json')) process.stdout.write(renderSummaryJson(view));
  else {
    const comparison = others.length === 0 ? '' : `${renderTable(comparisonCells([view, ...others]), 2)}\n`;
    process.stdout.write(`${comparison}${terminal}\nReports:\n${files.map((f) => `  ${f}\n`).join('')}`);
  }
  return EXIT.done;
});
