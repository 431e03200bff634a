// SPDX-License-Identifier: MIT
// Random range files with stages against the oracle.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { DiagnosticsError } from '../../../scripts/lib/core/diagnostic.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { bruteRuns, randomPlan, runsOf, textOf } from './brute-stages.ts';

test('a thousand random files of stages have the runs that trying everything finds, each with the id of what it is built upon', () => {
  const rng = createRng('stage files');
  let [joined, empty, total] = [0, 0, 0];
  for (let i = 0; i < 1000; i += 1) {
    const plan = randomPlan(rng);
    const text = textOf(plan);
    const expected = bruteRuns(plan);
    if (expected.length > 3000) continue;
    let wanted: ReturnType<typeof runsOf>;
    try {
      wanted = runsOf(text);
    } catch (error) {
      assert.ok(error instanceof DiagnosticsError && /E_EMPTY/.test(error.message), `${text}\n${String(error)}`);
      assert.deepEqual(expected, [], text);
      empty += 1;
      continue;
    }
    const texts = new Map<string, string>();
    for (const run of wanted) {
      const words = run.values.map(({ name, value }) => `${name}=${value.text}`).sort();
      const needs = (run.needs ?? [])
        .map((id) => texts.get(id) ?? assert.fail('it stands before what it needs'))
        .sort();
      texts.set(run.run, `${run.stage}(${words.join(',')})[${needs.join(';')}]`);
      // The id as docs/stages.md says it, by code of its own.
      const parts = {
        codeVersion: null,
        command: `run ${run.stage}`,
        config: run.config,
        needs: [...(run.needs ?? [])].sort(),
      };
      assert.equal(run.run, createHash('sha256').update(JSON.stringify(parts)).digest('hex'));
    }
    assert.deepEqual([...texts.values()].sort(), expected.map((run) => run.text).sort(), text);
    assert.equal(texts.size, wanted.length, 'no two runs have one id');
    total += wanted.length;
    if (plan.stages.some((s) => s.needs.length > 1)) joined += 1;
  }
  assert.ok(joined > 200 && empty > 5 && total > 10_000, `${joined} with joins, ${empty} empty, ${total} runs`);
});
