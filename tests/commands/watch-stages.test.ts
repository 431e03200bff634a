// SPDX-License-Identifier: MIT
// The live view of a sweep with stages: its table is that of one stage, and what runs or fails may be of another.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { watchSweep } from '../../scripts/lib/commands/status/watch.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

const target = (model: string, end?: SyntheticRun['end']): SyntheticRun => ({
  stage: 'target',
  values: { CONFIG_MODEL: model },
  ...(end === undefined ? {} : { end }),
});
const [SMALL, BASE, HUGE] = [
  target('small'),
  target('base', 'running'),
  target('huge', { status: 'failed', reason: 'exit code', detail: 'exit code 1' }),
];
const sample = (sampler: string, need: SyntheticRun, end: SyntheticRun['end']): SyntheticRun => ({
  stage: 'sample',
  values: { CONFIG_SAMPLER: sampler },
  needs: [need],
  files: { 'metrics.jsonl': '{"acc": 80}\n' },
  ...(end === undefined ? {} : { end }),
});
const RUNS = [SMALL, BASE, HUGE, sample('hmc', SMALL, undefined), sample('sgld', BASE, 'pending')];

/** What is written when somebody looks once. */
async function watched(t: TestContext, isTerminal: boolean): Promise<string> {
  const folder = writeSyntheticSweep(join(temporaryFolder(t), 'sweep_1'), { runs: RUNS });
  let written = '';
  await watchSweep(folder, settingsFor({ METRIC: 'acc', GOAL: 'max' }), {
    terminal: {
      isTerminal,
      size: () => ({ columns: 120, rows: 20 }),
      write: (text) => {
        written += text;
      },
      open: (_changed, quit) => quit(),
      close: () => undefined,
    },
  });
  return written.replaceAll('\u001b[K', '').replaceAll('\r', '');
}

test('runs of all stages are counted, and those of another stage are named with their own values', async (t) => {
  const screen = await watched(t, true);
  assert.match(screen, /3\/5 ended, 1 running, 1 failed/);
  assert.match(screen, /^ {2}target\/config_002 .*MODEL=base$/m);
  assert.doesNotMatch(screen, /SAMPLER=sgld/, 'sample 2 waits; target 2 runs');
  assert.match(screen, /^Newest failure: target\/config_003: exit code 1 \(target\/config_003_\w+\/output\.log\)$/m);
  assert.match(screen, /1\. config_001 {2}acc 80/);
});

test('lines without a terminal count them too', async (t) => {
  assert.match(await watched(t, false), /^sweep_1: 3\/5 ended, 1 running, 1 failed, best acc 80 \(config_001\)$/m);
});
