// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/args.ts';
import { EXIT, runScript } from './lib/edge/script.ts';
import { estimateSweep, estimateText } from './lib/exec/estimate-sweep.ts';

const SPEC: CommandSpec = {
  name: 'estimate',
  summary: 'Says what a sweep will take before it starts: wall time and device-hours, from earlier sweeps of the same command or from RUN_TIME.',
  positionals: ['RANGE_CONFIG'],
  settings: ['RUN_TIME', 'PARALLEL', 'OUTPUT_DIR', 'COMMAND', 'MODE', 'SAMPLES', 'SEED', 'LIMIT', 'SET', 'REPEATS'],
};

await runScript(SPEC, (invocation) => {
  const estimate = estimateSweep(invocation);
  process.stdout.write(invocation.switches.has('json') ? `${JSON.stringify(estimate)}\n` : estimateText(estimate));
  return EXIT.done;
});
