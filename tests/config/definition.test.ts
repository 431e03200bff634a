// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineSweep } from '../../scripts/lib/config/definition.ts';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';

function define(text: string, given: Readonly<Record<string, string>> = {}): { said: string; isDefined: boolean } {
  const flags = Object.entries(given).map(([name, value]): GivenSetting => ({ name, text: value, layer: 'flag' }));
  const { value, diagnostics } = defineSweep({
    source: { path: 'x.range', text },
    load: () => ({ unreadable: 'no' }),
    given: flags,
  });
  return { said: formatDiagnostics(diagnostics), isDefined: value !== undefined };
}

test('SAMPLES without a MODE is an error: the default mode would ignore it', () => {
  const { said, isDefined } = define('CONFIG_A=1|2|3\n', { SAMPLES: '5' });
  assert.equal(
    said,
    'error: SAMPLES is 5, but MODE=combination lists every configuration [E_SETTING_VALUE]\n  hint: MODE=random SAMPLES=5 draws some',
  );
  assert.equal(isDefined, false);
});

test('SAMPLES in the range file is told with its place', () => {
  assert.match(
    define('CONFIG_A=1|2|3\nSWEEP_SAMPLES=5\n').said,
    /^x\.range:2:15: error: SAMPLES is 5, .*\n {2}SWEEP_SAMPLES=5\n/,
  );
});

test('SAMPLES beside a MODE that was asked for and draws nothing is a warning', () => {
  for (const mode of ['combination', 'independent', 'pairwise']) {
    const { said, isDefined } = define('CONFIG_A=1|2|3\n', { SAMPLES: '5', MODE: mode });
    assert.match(
      said,
      new RegExp(
        `^warning: SAMPLES is 5, but MODE=${mode} draws nothing, so it is not used \\[E_SETTING_VALUE\\]\\n {2}hint: MODE=random SAMPLES=5 draws some$`,
      ),
    );
    assert.equal(isDefined, true);
  }
});

test('SAMPLES beside a mode that draws is not spoken of', () => {
  for (const mode of ['random', 'sobol', 'latin'])
    assert.deepEqual(define('CONFIG_A=1|2|3\nSWEEP_SAMPLES=2\n', { MODE: mode }), { said: '', isDefined: true });
});

test('a range file without a symbol is warned about, but not when repeats give it one', () => {
  assert.match(define('# nothing yet\n').said, /^warning: x\.range gives no symbol a value: .* \[W_NO_SYMBOLS\]/);
  assert.equal(define('SWEEP_REPEATS=3\n').said, '');
});

test('a setting without SWEEP_ in front is a symbol, and that is said', () => {
  for (const line of ['MODE=random', 'SAMPLES=20', 'FORMAT=yaml', 'BACKEND=slurm', 'COMMAND="python train.py"'])
    assert.match(
      define(`A=1|2\n${line}\n`).said,
      /^x\.range:2:1: warning: .* is a symbol here, .* \[W_SETTING_NAME\]/,
      line,
    );
  for (const line of [
    'MODE=fast', // no value of that setting
    'MODE=random|sobol', // swept: it is meant
    'SEED=1|2',
    'METRIC=euclidean',
    'TIMEOUT=30',
    'MODE=random\nSWEEP_MODE=pairwise', // whoever gives both knows
    'MODE=random\nSWEEP_QUIET=W_SETTING_NAME',
  ])
    assert.doesNotMatch(define(`A=1|2\n${line}\n`).said, /W_SETTING_NAME/, line);
});
