// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/args.ts';
import { startPageDrawing } from './lib/edge/page-drawing.ts';
import { EXIT, runScript } from './lib/edge/script.ts';
import { expectShortRun } from './lib/edge/short-run.ts';

const SPEC: CommandSpec = {
  name: 'report',
  summary: 'Writes the reports of a sweep folder, finished or not, and prints the best runs.',
  positionals: ['FOLDER'],
  settings: [
    'OUTPUT_DIR',
    'METRIC',
    'GOAL',
    'METRIC_REGEX',
    'UNITS',
    'DERIVE',
    'FILTER',
    'BY',
    'TOP',
    'SEED_SYMBOL',
    'TEST_METRIC',
    'REPORTS',
  ],
  details:
    'Writes sweep_summary.json, .csv and .md, sweep_statistics.json, sweep_analysis.txt and analysis.html into the sweep folder, or those that REPORTS names. Several folders are compared: comparison.html and comparison.csv are written into the first, and nothing else.',
};

await runScript(SPEC, async (invocation) => {
  expectShortRun();
  const drawing = startPageDrawing(); // its thread loads the charts while this one loads the rest
  const { openReportSources } = await import('./lib/edge/report-source.ts');
  const { compareAndReport } = await import('./lib/edge/report-call.ts');
  const sources = openReportSources(invocation);
  if (sources[0].isLatest) process.stderr.write(`Sweep: ${sources[0].folder} (the newest)\n`);
  const { text, trouble } = compareAndReport(sources, {
    drawing,
    columns: process.stdout.columns,
    asJson: invocation.switches.has('json'),
  });
  process.stdout.write(text);
  if (trouble !== undefined) throw trouble;
  return EXIT.done;
});
