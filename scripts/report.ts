// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { startPageDrawing } from './lib/edge/page/page-drawing.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';
import { expectShortRun } from './lib/commands/call/short-run.ts';

const SPEC: CommandSpec = {
  name: 'report',
  summary: 'Writes the reports of a sweep folder, finished or not, and prints the best runs.',
  positionals: ['FOLDER'],
  settings: [
    'OUTPUT_DIR',
    'METRIC',
    'GOAL',
    'METRIC_REGEX',
    'METRIC_FILES',
    'UNITS',
    'DERIVE',
    'FILTER',
    'BY',
    'TOP',
    'SEED_SYMBOL',
  ],
  details:
    'Writes sweep_summary.json, .csv and .md, sweep_analysis.txt and analysis.html into the sweep folder. Several folders are compared: comparison.html and comparison.csv are written into the first, and nothing else.',
};

await runScript(SPEC, async (invocation) => {
  expectShortRun();
  const drawing = startPageDrawing(); // its thread loads the charts while this one loads the rest
  const { openReportSources } = await import('./lib/commands/call/report-source.ts');
  const { compareAndReport } = await import('./lib/commands/report/report-call.ts');
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
