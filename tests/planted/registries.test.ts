// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copySources } from './source-copy.ts';

/** A word that is added to a list without telling those who must know it, or is another's, and the files in which tsc must miss it. */
interface Planted {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** How the compiler names what it misses there. */
  readonly says: RegExp;
  readonly missedIn: readonly string[];
}

const PLANTED: readonly Planted[] = [
  {
    what: 'a mode',
    file: 'scripts/lib/core/settings/generate.ts',
    from: "'latin', 'pairwise']",
    to: "'latin', 'pairwise', 'spiral']",
    says: /spiral/,
    missedIn: ['scripts/lib/space/designs/index.ts'],
  },
  {
    what: 'a configuration format',
    file: 'scripts/lib/core/settings/generate.ts',
    from: "'json', 'template']",
    to: "'json', 'template', 'toml']",
    says: /'"?toml"?'|type 'string'.*'never'/,
    missedIn: ['scripts/lib/config/render.ts'],
  },
  {
    what: 'a scheduler of a new kind',
    file: 'scripts/lib/core/schedulers/index.ts',
    from: '[LOCAL, SLURM, LSF]',
    to: "[LOCAL, SLURM, LSF, { ...LOCAL, kind: 'swarm', name: 'swarm' }]",
    says: /swarm|type 'never'/,
    missedIn: ['scripts/lib/exec/schedulers.ts', 'tests/exec/backend-contract.test.ts'],
  },
  {
    what: "an option of another scheduler's setting",
    file: 'scripts/lib/core/schedulers/lsf/options.ts',
    from: "setting: 'LSF_PROJECT'",
    to: "setting: 'SLURM_ACCOUNT'",
    says: /SLURM_ACCOUNT/,
    missedIn: ['scripts/lib/core/schedulers/lsf/options.ts'],
  },
  {
    what: 'a limit that is no number',
    file: 'scripts/lib/core/schedulers/lsf/index.ts',
    from: "maxArray: 'LSF_MAX_ARRAY'",
    to: "maxArray: 'LSF_QUEUE'",
    says: /LSF_QUEUE/,
    missedIn: ['scripts/lib/core/schedulers/lsf/index.ts'],
  },
  {
    what: 'a status of runs',
    file: 'scripts/lib/run/outcome.ts',
    from: "'stopped' | 'unknown';\n",
    to: "'stopped' | 'unknown' | 'napping';\n",
    says: /napping/,
    missedIn: ['scripts/lib/run/status.ts'],
  },
  {
    what: 'a kind of event',
    file: 'scripts/lib/run/event.ts',
    from: 'export type Event =\n',
    to: "export type Event =\n  | { readonly kind: 'yawned'; readonly t: number }\n",
    says: /yawned/,
    missedIn: ['scripts/lib/run/fold.ts'],
  },
  {
    what: 'a report',
    file: 'scripts/lib/report/reports.ts',
    from: "  page: 'analysis.html',\n",
    to: "  page: 'analysis.html',\n  poem: 'sweep_poem.txt',\n",
    says: /poem/,
    missedIn: ['scripts/lib/edge/page/report-writer.ts'],
  },
];

const TOY_FOLDER = 'scripts/lib/core/schedulers/toy';

test('a mode, format, scheduler, status, event or report without its registration does not compile, nor is a reader or the folder of a scheduler forgotten', async (t) => {
  const copy = copySources(t);
  for (const { file, from, to } of PLANTED) copy.change(file, from, to);
  copy.put('toy/reader.ts.txt', 'scripts/lib/results/readers/toy.ts');
  copy.put('toy/scheduler.ts.txt', `${TOY_FOLDER}/index.ts`);
  const [errors, reading, listing] = await Promise.all([
    copy.compile(),
    copy.node(['--test', 'tests/results/readers/deep/registry.test.ts']),
    copy.node(['--test', 'tests/core/schedulers/registry.test.ts']),
  ]);
  for (const { what, missedIn, says } of PLANTED)
    for (const file of missedIn)
      assert.ok(
        errors.some((line) => line.startsWith(`${file}(`) && says.test(line)),
        `${what} is not missed in ${file}:\n${errors.join('\n')}`,
      );
  assert.notEqual(reading.code, 0);
  assert.match(reading.stdout, /toy\.metrics is not listed/);
  assert.notEqual(listing.code, 0);
  assert.match(listing.stdout, /core\/schedulers\/toy is not listed/);
});

test('a toy scheduler and a toy reader, each a folder or file and one line, compile and bring a sweep to its report', async (t) => {
  const copy = copySources(t);
  copy.put('toy/scheduler.ts.txt', `${TOY_FOLDER}/index.ts`);
  copy.put('toy/toy-array.sh.hbs', `${TOY_FOLDER}/toy-array.sh.hbs`);
  const list = 'scripts/lib/core/schedulers/index.ts';
  copy.change(list, '[LOCAL, SLURM, LSF]', '[LOCAL, SLURM, LSF, TOY]');
  copy.change(list, 'import { SLURM }', "import { TOY } from './toy/index.ts';\nimport { SLURM }");
  copy.put('toy/reader.ts.txt', 'scripts/lib/results/readers/toy.ts');
  copy.change('scripts/lib/results/readers/index.ts', '  ANALYSIS,\n', '  ANALYSIS,\n  TOY_METRICS,\n');
  copy.change(
    'scripts/lib/results/readers/index.ts',
    'import { METRICS_CSV }',
    "import { TOY_METRICS } from './toy.ts';\nimport { METRICS_CSV }",
  );
  // The suite that every scheduler passes asks for a place to open it in: that is not what is tried here.
  const errors = (await copy.compile()).filter((line) => !line.startsWith('tests/exec/backend-contract.test.ts('));
  assert.deepEqual(errors, []);

  const dir = join(copy.dir, 'work');
  mkdirSync(dir);
  writeFileSync(
    join(dir, 'r.config'),
    [
      'CONFIG_A=1|2|3',
      `SWEEP_COMMAND='echo "acc ->" 0.{{CONFIG_A}} >{{out_dir}}/toy.metrics; echo "secret: \${TOY_SECRET-gone} task: \${TOY_TASK-gone}"'`,
      'SWEEP_METRIC=acc',
      '',
    ].join('\n'),
  );
  // The site has the scheduler's programs; its own variables say where it is, and nothing else of an allocation arrives.
  for (const program of ['toysub', 'toyq']) copy.put(`toy/${program}`, `work/bin/${program}`);
  mkdirSync(join(dir, 'jobs'));
  const env = { PATH: `${join(dir, 'bin')}:${process.env['PATH']}`, TOY_HOME: join(dir, 'jobs'), TOY_SECRET: 'leaked' };
  const script = (name: string, ...args: string[]): ReturnType<typeof copy.node> =>
    copy.node([join(copy.dir, 'scripts', name), ...args], { cwd: dir, env });
  const generated = await script('generate-configs.ts', 'r.config', 'sweep_configs');
  assert.equal(generated.code, 0, generated.stderr);

  const toy = ['--backend', 'toy', '--toy-queue', 'box', '--poll', '0.05s'];
  const dry = await script('run-test-matrix.ts', ...toy, '--dry-run');
  assert.equal(dry.code, 0, dry.stderr);
  assert.match(
    dry.stdout,
    /^toysub --name=\S+-b1 --tasks=3 \S+\/script\.sh\n# 3 tasks, 3 runs; script\.sh:\n#!\/bin\/bash\n#TOY --queue=box\n/,
  );
  const refused = await script('run-test-matrix.ts', '--backend', 'toy', '--toy-queue', 'A;B');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /SWEEP_TOY_QUEUE is "A;B"; expected a queue such as box/);
  const unknown = await script('run-test-matrix.ts', '--backend', 'toi');
  assert.match(unknown.stderr, /expected one of local, slurm, lsf, toy/);

  const ran = await script('run-test-matrix.ts', ...toy);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /Sweep complete: 3 done\n$/);
  const sweep = join(dir, 'test_matrix_results', 'latest');
  const rows: unknown = JSON.parse(readFileSync(join(sweep, 'sweep_summary.json'), 'utf8'));
  assert.ok(Array.isArray(rows));
  assert.deepEqual(
    rows.map((row: { readonly CONFIG_A: number; readonly acc: number }) => [row.CONFIG_A, row.acc]),
    [
      [1, 0.1],
      [2, 0.2],
      [3, 0.3],
    ],
  );
  const run = readdirSync(sweep).find((name) => name.startsWith('config_001_')) ?? '';
  assert.equal(readFileSync(join(sweep, run, 'output.log'), 'utf8'), 'secret: gone task: 0\n');
});
