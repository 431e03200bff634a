// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { STATUS_SPEC } from '../../scripts/lib/commands/specs/results.ts';
import { TARGETS } from '../../scripts/lib/commands/specs/index.ts';
import { type Invocation, openInvocation } from '../../scripts/lib/edge/invocation.ts';
import { SLURM } from '../../scripts/lib/core/schedulers/slurm/index.ts';
import { checkOptions } from '../../scripts/lib/core/scheduling/option.ts';
import { sandbox } from '../rig/sandbox.ts';

function openIn(cwd: string): Invocation {
  return openInvocation(STATUS_SPEC, { argv: [], env: {}, cwd, targets: TARGETS });
}

test('a .env that is no file, or endless, is told of and never waited for; a folder is a virtual environment', (t) => {
  const box = sandbox(t);
  const kinds: readonly [(path: string) => void, string | undefined][] = [
    [(path) => execFileSync('mkfifo', [path]), '.env is not read: it is a pipe, not a file'],
    [(path) => symlinkSync('/dev/zero', path), '.env is not read: it is a device, not a file'],
    [
      (path) => {
        writeFileSync(path, 'SWEEP_PARALLEL=2\n');
        truncateSync(path, 500 * 1024 * 1024);
      },
      '.env is not read: it has 500 MB, and at most 1 MB are read',
    ],
    [(path) => mkdirSync(path), undefined],
  ];
  for (const [make, words] of kinds) {
    make(box.path('.env'));
    const { given, warnings } = openIn(box.dir);
    assert.deepEqual([given, warnings.map((one) => one.message)], [[], words === undefined ? [] : [words]]);
    rmSync(box.path('.env'), { recursive: true });
  }
});

test('a line break in a value of .env makes no second line in a script of the cluster', (t) => {
  const box = sandbox(t);
  const hostile = ['x\\n#SBATCH --uid=0', 'x\\rrm', '$(touch x)', '`id`', 'x --wrap=id', '-x', 'x;id'];
  for (const value of hostile) {
    box.write('.env', `SWEEP_SLURM_PARTITION="${value}"\nSWEEP_SLURM_COMMENT="${value.replaceAll('$', '\\$')}"\n`);
    const values = Object.fromEntries(openIn(box.dir).given.map(({ name, text }) => [name, text]));
    const refused = checkOptions(SLURM, values).map(({ setting }) => setting);
    assert.ok(refused.includes('SLURM_PARTITION'), value);
    if (/[\\$`]/.test(value)) assert.ok(refused.includes('SLURM_COMMENT'), value);
  }
});
