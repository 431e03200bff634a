// SPDX-License-Identifier: MIT
// The tours of CONTRIBUTING.md, each walked with a small example in a copy of the sources.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copySources, type SourceCopy } from './source-copy.ts';

const LIB = 'scripts/lib';

function plantFunction(copy: SourceCopy): void {
  copy.change(`${LIB}/range/functions.ts`, '  sqrt: [1, 1],\n', '  sqrt: [1, 1],\n  cbrt: [1, 1],\n');
  const before = "    case 'pow':\n";
  const computes = "    case 'cbrt':\n      return ofNumber(Math.cbrt(exactToNumber(a)));\n";
  copy.change(`${LIB}/space/functions.ts`, before, computes + before);
}

/** W_TOY, for symbols called toy. */
function plantWarning(copy: SourceCopy): void {
  copy.change(`${LIB}/core/codes.ts`, '  W_RANGE_END:', "  W_TOY: 'a symbol is called toy',\n  W_RANGE_END:");
  copy.put('toy/warning.ts.txt', `${LIB}/range/toy-warnings.ts`);
  const parse = `${LIB}/range/parse.ts`;
  const warned = '  diagnostics.push(...warned.filter(';
  copy.change(parse, warned, `  diagnostics.push(...toyWarnings(definitions));\n${warned}`);
  const first = "import { kindWarnings } from './kind-warnings.ts';\n";
  copy.change(parse, first, `${first}import { toyWarnings } from './toy-warnings.ts';\n`);
}

/** SWEEP_GREETING, which sweep-list prints as a note and which may stand in a stage. */
function plantSetting(copy: SourceCopy): void {
  const settings = `${LIB}/core/settings/generate.ts`;
  const line = "  GREETING: { kind: 'text', help: 'what sweep-list says first' },\n";
  copy.change(settings, '  FROM_FORMAT: {\n', `${line}  FROM_FORMAT: {\n`);
  copy.change(
    `${LIB}/core/settings/groups.ts`,
    "  'OUTPUTS',\n  'INPUTS',\n",
    "  'GREETING',\n  'OUTPUTS',\n  'INPUTS',\n",
  );
  copy.change(
    `${LIB}/commands/specs/configurations.ts`,
    "reads: ['EXPLAIN', 'WHY_NOT',",
    "reads: ['GREETING', 'EXPLAIN', 'WHY_NOT',",
  );
  copy.change(
    `${LIB}/commands/list.ts`,
    'notes: [...notes, ...listed.notes]',
    "notes: [definition.settings.text('GREETING') ?? '', ...notes, ...listed.notes]",
  );
}

function plantChart(copy: SourceCopy): void {
  const others = '    ...frontCharts(data, metric),\n';
  copy.change(
    `${LIB}/report/charts/index.ts`,
    others,
    `${others}    { ...distribution(data, metric), id: 'toy', title: 'Toy' },\n`,
  );
}

function plantStatistic(copy: SourceCopy): void {
  writeFileSync(
    join(copy.dir, LIB, 'results/stats/toy-span.ts'),
    `// SPDX-License-Identifier: MIT
/** Returns the largest minus the smallest of numbers. */
export function toySpan(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers);
}
`,
  );
  copy.change(
    `${LIB}/report/statistics-form.ts`,
    '  readonly goal: Goal;\n',
    '  readonly goal: Goal;\n  readonly toy: number;\n',
  );
  copy.change(
    `${LIB}/report/statistics-of.ts`,
    '    goal: metric.goal,\n    test_metric',
    '    goal: metric.goal,\n    toy: toySpan(settings.map((s) => s.mean ?? 0)),\n    test_metric',
  );
  copy.change(
    `${LIB}/report/statistics-of.ts`,
    'import { compareSweep, effectsOfSweep }',
    "import { toySpan } from '../results/stats/toy-span.ts';\nimport { compareSweep, effectsOfSweep }",
  );
}

function plantImporter(copy: SourceCopy): void {
  copy.put('toy/importer.ts.txt', `${LIB}/range/import/toy.ts`);
  const index = `${LIB}/range/import/index.ts`;
  copy.change(index, 'readonly ForeignSystem[] = [', 'readonly ForeignSystem[] = [TOY, ');
  copy.change(index, 'import { WANDB }', "import { TOY } from './toy.ts';\nimport { WANDB }");
  copy.change(`${LIB}/core/settings/generate.ts`, "'auto', 'prot'", "'auto', 'toy', 'prot'");
}

test('a function, a warning, a setting, a chart, a statistic and an importer are added as CONTRIBUTING.md says, and work', async (t) => {
  const copy = copySources(t);
  for (const plant of [plantFunction, plantWarning, plantSetting, plantChart, plantStatistic, plantImporter])
    plant(copy);
  assert.deepEqual(await copy.compile(), []);

  const dir = join(copy.dir, 'work');
  mkdirSync(dir);
  const script = async (name: string, ...args: string[]): Promise<string> => {
    const ended = await copy.node([join(copy.dir, 'scripts', name), ...args], { cwd: dir });
    assert.equal(ended.code, 0, ended.stderr);
    return ended.stdout;
  };
  writeFileSync(join(dir, 'toy.yaml'), 'toy_grid: {a: [1, 8]}\n');
  writeFileSync(
    join(dir, 'r'),
    `source "toy.yaml"
root:=cbrt(a)
SWEEP_GREETING="good day"
SWEEP_COMMAND='echo "{\\"acc\\": $root}" >{{out_dir}}/training_metrics.json'
SWEEP_METRIC=acc
`,
  );
  const listed = await script('list-configs.ts', 'r');
  assert.match(listed, /note: good day/);
  assert.match(listed, /r: 2 configurations/);
  await script('generate-configs.ts', 'r', 'sweep_configs');
  assert.match(await script('run-test-matrix.ts'), /1 │ config_002 +│ +2 │/);
  const sweep = join(dir, 'test_matrix_results', 'latest');
  const statistics: { toy?: number } = JSON.parse(readFileSync(join(sweep, 'sweep_statistics.json'), 'utf8'));
  assert.equal(statistics.toy, 1, 'cube roots of 8 and 1');
  assert.match(readFileSync(join(sweep, 'analysis.html'), 'utf8'), /data-chart="toy"/);

  writeFileSync(join(dir, 's'), 'stage "one"\na=1|2\nSWEEP_GREETING="in a stage"\nendstage\n');
  assert.match(await script('list-configs.ts', 's'), /one/);

  writeFileSync(join(dir, 'w'), 'doll=1|2\ntoy=3\n');
  const warned = await copy.node([join(copy.dir, 'scripts', 'list-configs.ts'), 'w'], { cwd: dir });
  assert.match(
    warned.stderr,
    /^w:2:1: warning: toy is a toy \[W_TOY\]\n {2}toy=3\n {2}~~~\n {2}hint: call it otherwise\n/,
  );
});
