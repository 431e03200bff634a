// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/args.ts';
import { openReportSource } from './lib/edge/report-source.ts';
import { writeReports } from './lib/edge/report-writer.ts';
import { EXIT, runScript } from './lib/edge/script.ts';
import { renderSummaryJson } from './lib/report/summary-json.ts';

const SPEC: CommandSpec = {
  name: 'report',
  summary: 'Writes the reports of a sweep folder, finished or not, and prints the best runs.',
  positionals: ['FOLDER'],
  settings: ['OUTPUT_DIR', 'METRIC', 'GOAL', 'METRIC_REGEX', 'UNITS', 'DERIVE', 'FILTER', 'BY', 'TOP', 'SEED_SYMBOL'],
  details: 'Writes sweep_summary.json, sweep_summary.csv, sweep_analysis.txt and analysis.html into the sweep folder.',
};

await runScript(SPEC, (invocation) => {
  const source = openReportSource(invocation);
  if (source.isLatest) process.stderr.write(`Sweep: ${source.folder} (the newest)\n`);
  const { view, terminal, files } = writeReports(source.folder, source.settings, { columns: process.stdout.columns });
  if (invocation.switches.has('json')) process.stdout.write(renderSummaryJson(view));
  else process.stdout.write(`${terminal}\nReports:\n${files.map((f) => `  ${f}\n`).join('')}`);
  return EXIT.done;
});
