// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { ROOT, sandbox, type Sandbox } from '../rig/sandbox.ts';

/** B=3 fails. */
const RANGE = `SWEEP_COMMAND='test "$CONFIG_B" != 3 && echo acc=$(( 10 * CONFIG_A + CONFIG_B ))'
SWEEP_METRIC="acc max"
SWEEP_METRIC_REGEX='acc=(?<acc>[0-9]+)'
SWEEP_REPORTS=statistics
CONFIG_A=1|2|3
CONFIG_B=1|2|3|4
`;

/** Returns the lines for make that sweep_statistics.json of a folder says to run next. */
function nextLines(box: Sandbox, folder: string): readonly string[] {
  const { next } = JSON.parse(box.read(`${folder}/sweep_statistics.json`)) as { next: { lines: string[] }[] };
  return next.flatMap(({ lines }) => lines.filter((line) => line.startsWith('make ')));
}

/** Runs a line as it was printed, as a shell reads it, with this Makefile and more words behind it. */
async function runLine(
  box: Sandbox,
  line: string,
  more = '',
): Promise<{ readonly code: number; readonly output: string }> {
  const whole = `${line.replace(/^make /, `make -f ${ROOT}/Makefile `)} ${more}`;
  const { code, stdout, stderr } = await box.run('bash', ['-c', whole]);
  return { code: code ?? -1, output: `${stdout}${stderr}` };
}

test('each line that is printed acts on the folder that it was printed for, whatever the newest one is', async (t) => {
  const box = sandbox(t);
  box.write('range', RANGE);
  const first = await box.make(['sweep', 'RANGE_CONFIG=range', 'OUTPUT_DIR=my runs']);
  const [name = ''] = readdirSync(box.path('my runs')).filter((one) => one.startsWith('sweep_'));
  const retry = /^hint: (make sweep-resume .*) tries the failed ones again$/m.exec(first.stderr)?.[1] ?? '';
  assert.equal(retry, `make sweep-resume SWEEP='my runs/${name}' RETRY_FAILED=1`);
  const plain = await box.make(['sweep', 'RANGE_CONFIG=range', 'LIMIT=20']);
  assert.match(plain.stderr, /^hint: make sweep-resume RETRY_FAILED=1 tries/m, 'the newest needs no name');
  assert.match((await runLine(box, retry)).output, new RegExp(`Sweep: my runs/${name}`));
  const lines = nextLines(box, `my runs/${name}`);
  assert.deepEqual(
    lines.map((line) => line.split(' ')[1]),
    ['sweep-seeds', 'sweep-refine'],
  );
  for (const line of lines) {
    const { code, output } = await runLine(box, line, line.includes('sweep-seeds') ? 'DRY_RUN=1' : '');
    assert.equal(code, 0, `${line}\n${output}`);
    const refined = /; (make sweep RANGE_CONFIG=.*) runs them/.exec(output)?.[1];
    if (line.includes('sweep-refine')) {
      assert.equal(
        refined,
        "make sweep RANGE_CONFIG=next-range OUTPUT_DIR='my runs'",
        'beside the one that it refines',
      );
      assert.match(box.read('next-range'), new RegExp(`Goes on from ${name}`));
      assert.equal((await runLine(box, refined, 'DRY_RUN=1')).code, 0);
    }
  }
  // An older sweep of the folder that calls mean is named as well.
  const again = await box.make(['sweep-run', 'CONFIG_DIR=sweep_configs']);
  assert.match(again.stderr, /^hint: make sweep-resume RETRY_FAILED=1/m);
  const older =
    readdirSync(box.path('test_matrix_results'))
      .filter((one) => one.startsWith('sweep_'))
      .sort()[0] ?? '';
  assert.match(
    (await box.make(['sweep-resume', `SWEEP=test_matrix_results/${older}`, 'RETRY_FAILED=1'])).stderr,
    new RegExp(`^hint: make sweep-resume SWEEP=test_matrix_results/${older} RETRY_FAILED=1 tries`, 'm'),
  );
});

test('over a Kconfig tree the report prints no line that sweep-seeds would refuse', async (t) => {
  const box = sandbox(t);
  box.write('Kconfig', 'config A\n\tint "a"\nconfig B\n\tint "b"\n');
  box.write('range', `SWEEP_KCONFIG=Kconfig\n${RANGE}`);
  await box.make(['sweep', 'RANGE_CONFIG=range']);
  const lines = nextLines(box, 'test_matrix_results/latest');
  assert.deepEqual(
    lines.map((line) => line.split(' ')[1]),
    ['sweep-refine'],
  );
  assert.equal((await runLine(box, lines[0] ?? '')).code, 0);
  assert.match(
    box.read('test_matrix_results/latest/sweep_statistics.json'),
    /A sweep over a Kconfig tree has its seeds in the range file \(SWEEP_REPEATS\)/,
  );
  const refused = await box.make(['sweep-seeds']);
  const resume =
    /hint: SWEEP_REPEATS in the range file gives every setting seeds; (make .*) runs those that are new/.exec(
      refused.stderr,
    )?.[1];
  assert.equal(resume, 'make sweep-resume RANGE_CONFIG=range');
  box.write('range', `SWEEP_KCONFIG=Kconfig\nSWEEP_REPEATS=2\n${RANGE}`);
  assert.match((await runLine(box, resume, 'DRY_RUN=1')).output, /24 runs would be started/);
});

test('with stages each line for make is one that the sweep takes', async (t) => {
  const box = sandbox(t);
  const echo = (words: string): string => `SWEEP_COMMAND='echo acc=$(( ${words} ))'`;
  box.write(
    'range',
    [
      "SWEEP_METRIC_REGEX='acc=(?<acc>[0-9]+)'",
      'SWEEP_METRIC="acc max"',
      'SWEEP_REPORTS=statistics',
      'stage "target"',
      `  ${echo('CONFIG_A')}`,
      '  CONFIG_A=1|2|3',
      'endstage',
      'stage "sample"',
      '  needs "target"',
      `  ${echo('10 * CONFIG_B + CONFIG_C')}`,
      '  CONFIG_B=1|2|3|4',
      '  CONFIG_C=1|2|3',
      'endstage',
      '',
    ].join('\n'),
  );
  assert.equal((await box.make(['sweep', 'RANGE_CONFIG=range', 'OUTPUT_DIR=out'])).code, 0);
  const lines = nextLines(box, 'out/latest');
  assert.deepEqual(
    lines.map((line) => line.split(' ')[1]),
    ['sweep-refine'],
  );
  const { code, output } = await runLine(box, lines[0] ?? '');
  assert.equal(code, 0, output);
  const next = /; (make sweep .*) runs them/.exec(output)?.[1] ?? '';
  assert.equal(next, 'make sweep RANGE_CONFIG=next-range OUTPUT_DIR=out REUSE=1');
  assert.match((await runLine(box, next, 'DRY_RUN=1')).output, /target/);
});
