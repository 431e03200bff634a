// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';

interface SettingRow {
  readonly name: string;
  readonly value: string | null;
  readonly origin: string;
}

/** What sweep-settings says of one setting. (make hands over no flags, so JSON is asked for by script below.) */
async function shown(
  box: Sandbox,
  variable: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<SettingRow> {
  const { stdout, code, stderr } = await box.make(['sweep-settings', ...args], { env });
  assert.equal(code, 0, stderr);
  return rowOf(stdout, variable);
}

/** The same where the sandbox's own Makefile includes ours. */
async function shownBy(box: Sandbox, variable: string, args: readonly string[]): Promise<SettingRow> {
  const { stdout, code, stderr } = await box.run('make', ['sweep-settings', ...args]);
  assert.equal(code, 0, stderr);
  return rowOf(stdout, variable);
}

function rowOf(stdout: string, variable: string): SettingRow {
  const line = stdout.split('\n').find((l) => l.startsWith(`${variable} `)) ?? assert.fail(`no line for ${variable}`);
  const match =
    /^(\S+) +(make|flag|environment|range file|\.env|allocation|default|unset) *(.*)$/.exec(line) ?? assert.fail(line);
  return { name: match[1] ?? '', origin: match[2] ?? '', value: match[3] ?? '' };
}

const HOSTILE = [
  'a>b',
  'a>b; touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  '$(shell touch pwned)',
  '${HOME}',
  `'"'"'`,
  `it's "quoted"`,
  '\\',
  '*',
  '# no comment',
  '-x',
  '$$',
  'a\tb',
  '%',
  'é🙂',
];

for (const text of HOSTILE) {
  test(`FILTER=${JSON.stringify(text)} reaches the script as the exact text and does nothing else`, async (t) => {
    const box = sandbox(t);
    const row = await shown(box, 'FILTER', [`FILTER=${text}`]);
    assert.deepEqual(row, { name: 'FILTER', origin: 'make', value: text });
    assert.deepEqual(box.list(), []);
    assert.equal(existsSync(`${ROOT}/pwned`), false);
  });
}

test('a variable exported by the shell changes nothing', async (t) => {
  const row = await shown(sandbox(t), 'MODE', [], { MODE: 'debug', PARALLEL: '7' });
  assert.deepEqual(row, { name: 'MODE', origin: 'default', value: 'combination' });
});

test('make wins over the environment, the environment over .env', async (t) => {
  const box = sandbox(t);
  box.write('.env', 'SWEEP_PARALLEL=2\nSWEEP_SLURM_ACCOUNT=lab\nOTHER=1\n');
  assert.deepEqual(await shown(box, 'PARALLEL', []), { name: 'PARALLEL', origin: '.env', value: '2' });
  assert.deepEqual(await shown(box, 'PARALLEL', [], { SWEEP_PARALLEL: '3' }), {
    name: 'PARALLEL',
    origin: 'environment',
    value: '3',
  });
  assert.deepEqual(await shown(box, 'PARALLEL', ['PARALLEL=4'], { SWEEP_PARALLEL: '3' }), {
    name: 'PARALLEL',
    origin: 'make',
    value: '4',
  });
});

test('SWEEP= names the sweep folder', async (t) => {
  const row = await shown(sandbox(t), 'SWEEP', ['SWEEP=some/folder']);
  assert.equal(row.value, 'some/folder');
});

test('a mistyped make variable is refused with the nearest name', async (t) => {
  const { code, stderr } = await sandbox(t).make(['sweep-settings', 'PARALEL=4']);
  assert.equal(code, 2);
  assert.match(stderr, /error: PARALEL= is no setting\n {2}hint: did you mean PARALLEL\?/);
});

test('a make variable that only looks like a setting is warned about with the nearest names', async (t) => {
  const { code, stderr } = await sandbox(t).make(['sweep-settings', 'PARTITION_LIST=a', 'LR=0.1']);
  assert.equal(code, 0, stderr);
  assert.equal(
    stderr,
    `warning: PARTITION_LIST= is no setting of ksweep and is not read [E_SETTING_UNKNOWN]
  hint: did you mean SLURM_PARTITION?
`,
  );
});

test('a setting that no script of the target reads is refused, with the targets that read it', async (t) => {
  const box = sandbox(t);
  const { code, stderr } = await box.make(['sweep-generate', 'RANGE_CONFIG=r', 'PARALLEL=4']);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^error: PARALLEL= is not read by make sweep-generate\n {2}hint: read by: make sweep, make sweep-parallel, make sweep-run, /,
  );
  const flag = await box.script('generate-configs', ['r', '--parallel', '4']);
  assert.equal(flag.code, 2);
  assert.match(flag.stderr, /^error: --parallel is not read by generate-configs\n {2}hint: read by: make sweep, /);
});

test('what any script of make sweep reads is taken, and a target of the includer may lead to several of ours', async (t) => {
  const box = sandbox(t, 'plain');
  box.write('r', 'CONFIG_A=1|2|3\nSWEEP_COMMAND="true"\n');
  const args = ['RANGE_CONFIG=r', 'MODE=random', 'SAMPLES=2', 'PARALLEL=2', 'TOP=5'];
  const whole = await box.make(['sweep', ...args]);
  assert.equal(whole.code, 0, whole.stderr);
  assert.match(whole.stdout, /^Sweep complete: 2 done$/m);
  box.write('Makefile', `include ${ROOT}/Makefile\nall: sweep-generate sweep-run\n`);
  const mine = await box.run('make', ['--no-print-directory', 'all', ...args]);
  assert.equal(mine.code, 0, mine.stderr);
  assert.match(mine.stdout, /^Sweep complete: 2 done$/m);
});

test('every script tells the version of ksweep, alone and at the end of its help', async (t) => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const box = sandbox(t);
  const told = await box.script('clean', ['--version']);
  assert.deepEqual([told.code, told.stdout, told.stderr], [0, `ksweep ${version}\n`, '']);
  const help = await box.script('clean', ['--help']);
  assert.match(help.stdout, /^Usage: clean /);
  assert.ok(help.stdout.endsWith(`\n\nksweep ${version}\n`), help.stdout);
});

test('an unknown setting in .env is refused with its line and the nearest name', async (t) => {
  const box = sandbox(t);
  box.write('.env', '# mine\nSWEEP_PARALEL=2\n');
  const { code, stderr } = await box.script('settings', []);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^\.env:2:1: error: SWEEP_PARALEL is no setting \[E_SETTING_UNKNOWN\]\n {2}SWEEP_PARALEL=2\n {2}~{13}\n {2}hint: did you mean SWEEP_PARALLEL\?/,
  );
});

test('what a run is given is never read as a setting', async (t) => {
  const { stderr } = await sandbox(t).script('settings', [], {
    env: { SWEEP_CONFIG: '/x', SWEEP_ID: 'y', SWEEP_DIR: 'z', SWEEP_NUMBER: '1', SWEEP_OUT_DIR: 'o' },
  });
  assert.equal(stderr, '');
});

test('an included Makefile brings the sweep targets and leaves the includer its own names', async (t) => {
  const box = sandbox(t, 'plain');
  box.write('Makefile', `test:\n\t@echo my own test\n\ninclude ${ROOT}/Makefile\n`);
  assert.deepEqual(await box.run('make', []), { code: 0, signal: null, stdout: 'my own test\n', stderr: '' });
  const { stdout } = await box.run('make', ['sweep-settings', 'SEED=9']);
  assert.match(stdout, /^SEED +make +9$/m);
});

test('an included Makefile leaves the includer its variables and its default goal', async (t) => {
  const box = sandbox(t, 'plain');
  box.write('Makefile', `include ${ROOT}/Makefile\nmine:\n\t@echo "LR=[$$LR] $(LR)"\n`);
  const { stdout, stderr } = await box.run('make', ['LR=0.1']);
  assert.equal(stdout, 'LR=[0.1] 0.1\n', stderr);
  const warned = await box.run('make', ['sweep-settings', 'MODEL=x']);
  assert.equal(warned.code, 0, warned.stderr);
  assert.match(warned.stderr, /^warning: MODEL= is no setting of ksweep and is not read/);
});

const HOST = `
TARGET = nothing
help: ; @echo my own help
test: ; @echo my own test
check: ; @echo my own check
show: ; @printf '%s|' "$(TARGET)" "$(MODE)" "$(FILTER)" "$(MODELS)"
env: ; @printf '%s|' "$$TARGET" "$$MODE" "$$FILTER" "$$MODELS" "$$KSWEEP_FROM_MAKE" "$$KSWEEP_MAKE_FILTER" "$$KSWEEP_INCLUDED"
`;
/** Values that make expands for its own targets, with quotes and blanks. */
const HOST_VARIABLES = [
  'TARGET=$(CURDIR)',
  "MODE=it's $(words a b c)",
  'FILTER=a b $(notdir x/y)',
  'MODELS=$(TARGET)/m',
];

test("an include changes no variable of the host's own targets", async (t) => {
  const plain = sandbox(t, 'plain');
  plain.write('Makefile', HOST);
  const including = sandbox(t, 'plain');
  including.write('Makefile', `${HOST}\ninclude ${ROOT}/Makefile\n`);
  for (const target of ['show', 'env', 'help', 'test', 'check']) {
    const [own, hosted] = await Promise.all(
      [plain, including].map(async (box) => {
        const { stdout, stderr, code } = await box.run('make', [target, ...HOST_VARIABLES]);
        return { stdout: stdout.replaceAll(box.dir, 'DIR'), stderr, code };
      }),
    );
    assert.deepEqual(hosted, own);
    assert.equal(own?.code, 0);
  }
  const { stdout } = await including.run('make', ['show', ...HOST_VARIABLES]);
  assert.equal(stdout, `${including.dir}|it's 3|a b y|${including.dir}/m|`);
});

test("an including Makefile hands ksweep its own settings raw, and the host's variables as make means them", async (t) => {
  const box = sandbox(t, 'plain');
  box.write('Makefile', `${HOST}\ninclude ${ROOT}/Makefile\n`);
  const given = ['FILTER=$(shell touch pwned) "x" $$', 'MODELS=$(words a b c)'];
  assert.equal((await shownBy(box, 'FILTER', given)).value, '$(shell touch pwned) "x" $$');
  assert.deepEqual(box.list(), ['Makefile']);
  box.write('r', 'CONFIG_A=1\nSWEEP_COMMAND=echo "models=[$MODELS] filter=[$FILTER]" > {{out_dir}}/said\n');
  const { code, stderr } = await box.run('make', ['sweep', 'RANGE_CONFIG=r', 'MODELS=$(words a b c)', 'FILTER=A>0']);
  assert.equal(code, 0, stderr);
  const [run = ''] = box.list('test_matrix_results/latest').filter((name) => name.startsWith('config_001'));
  assert.equal(box.read(`test_matrix_results/latest/${run}/said`), 'models=[3] filter=[]\n');
});

test('a Makefile that includes ours lists the sweep targets by sweep-help', async (t) => {
  const box = sandbox(t, 'plain');
  box.write('Makefile', `include ${ROOT}/Makefile\n`);
  const { stdout } = await box.run('make', ['sweep-help']);
  assert.match(stdout, /^ {2}sweep-generate /m);
  assert.doesNotMatch(stdout, /^ {2}(test|lint|bench)\b/m);
});

test('an unknown SWEEP_ variable is refused wherever it stands', async (t) => {
  const { code, stderr } = await sandbox(t).make(['sweep-settings', 'SWEEP_PARALEL=4']);
  assert.equal(code, 2);
  assert.match(stderr, /error: SWEEP_PARALEL= is no setting\n {2}hint: did you mean PARALLEL\?/);
});

test('a link to the Makefile works, and a blank in its path is told in a sentence', async (t) => {
  const box = sandbox(t);
  symlinkSync(join(ROOT, 'Makefile'), box.path('linked.mk'));
  const { stdout, code } = await box.run('make', ['-f', 'linked.mk', 'sweep-settings']);
  assert.equal(code, 0, stdout);
  symlinkSync(ROOT, box.path('my ks'));
  const blank = await box.run('make', ['-f', box.path('my ks/Makefile'), 'sweep-settings']);
  assert.match(blank.stderr, /ksweep stands in a folder with a blank in its name/);
  const inside = await box.run('make', ['--no-print-directory', '-C', box.path('my ks'), 'sweep-settings']);
  assert.equal(inside.code, 0, inside.stderr);
});

test('SET= reaches sweep-settings as it reaches the sweep', async (t) => {
  const box = sandbox(t);
  box.write('r', 'CONFIG_A=1\nSWEEP_GOAL=min\n');
  const row = await shown(box, 'GOAL', ['RANGE_CONFIG=r', 'SET=SWEEP_GOAL=max']);
  assert.equal(row.value, 'max');
});

test('make help lists every public target with its text', async (t) => {
  const { stdout } = await sandbox(t).make(['help']);
  for (const target of [
    'sweep',
    'sweep-generate',
    'sweep-run',
    'sweep-report',
    'sweep-list',
    'sweep-resume',
    'sweep-status',
    'sweep-watch',
    'sweep-logs',
    'sweep-estimate',
    'sweep-cancel',
    'sweep-merge',
    'sweep-clean',
    'sweep-settings',
    'test',
    'test-fast',
    'check',
    'bench',
  ]) {
    assert.match(stdout, new RegExp(`^ {2}${target} +\\S`, 'm'));
  }
});
