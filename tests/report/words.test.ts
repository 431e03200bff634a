// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatherView } from '../../scripts/lib/edge/metrics/gather-view.ts';
import { renderMarkdownSummary } from '../../scripts/lib/report/markdown.ts';
import { standingOf } from '../../scripts/lib/report/words.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

const done = (a: number): SyntheticRun => ({
  values: { CONFIG_A: String(a) },
  files: { 'training_metrics.json': { acc: a } },
});

test('of a sweep that is not whole the Markdown table says how its runs stand', (t) => {
  const runs = [
    done(1),
    { ...done(2), end: { status: 'failed', reason: 'exit code', exitCode: 1 } as const },
    { ...done(3), end: 'pending' as const },
  ];
  const view = gatherView(writeSyntheticSweep(temporaryFolder(t), { runs }), settingsFor({ METRIC: 'acc' }), 0);
  assert.match(renderMarkdownSummary(view), /\n\n- 3 runs: 1 done, 1 failed, 1 pending\.\n$/);
  const whole = gatherView(
    writeSyntheticSweep(temporaryFolder(t), { runs: [done(1), done(2)] }),
    settingsFor({ METRIC: 'acc' }),
    0,
  );
  assert.equal(standingOf(whole), undefined);
});
