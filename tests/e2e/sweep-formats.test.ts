// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sealed } from '../../scripts/lib/edge/journal/journal-seal.ts';
import { KSWEEP_VERSION } from '../../scripts/lib/edge/installation.ts';
import { ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';
import { runIdOf, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

/** Every command that reads a sweep folder: its script and what it is given beside the folder. */
const COMMANDS: readonly (readonly [script: string, args: (folder: string, other: string) => readonly string[]])[] = [
  ['status', (folder) => [folder]],
  ['status', (folder) => [folder, '--watch']],
  ['report', (folder) => [folder]],
  ['logs', (folder) => ['1', '--folder', folder]],
  ['archive', (folder) => [folder]],
  ['prune', (folder) => [folder, '--keep', '1']],
  ['promote', (folder) => [folder, '--to', 'best']],
  ['cancel', (folder) => [folder]],
  ['diff', (folder, other) => [folder, other]],
  ['diff', (folder, other) => [other, folder]],
  ['merge', (folder, other) => [folder, '--from', other]],
  ['merge', (folder, other) => [other, '--from', folder]],
  ['run-test-matrix', (folder) => ['--resume', folder]],
  ['run-test-matrix', (folder) => ['--resume', folder, '--dry-run']],
];

/** A sweep of two runs that are done. */
function writeSweep(folder: string, settings: Readonly<Record<string, string>> = {}, rangeText = ''): string {
  return writeSyntheticSweep(folder, {
    settings,
    rangeText: `CONFIG_X=1|2\nSWEEP_METRIC=acc\nSWEEP_COMMAND=true\n${rangeText}`,
    runs: [
      { values: { CONFIG_X: '1' }, files: { 'training_metrics.json': { acc: 1 } } },
      { values: { CONFIG_X: '2' }, files: { 'training_metrics.json': { acc: 2 } } },
    ],
  });
}

/** Completes the manifest of a made-up sweep so that it can be gone on with. */
function completeManifest(folder: string): void {
  const path = join(folder, 'sweep.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
  const more = { rangeFolder: folder, cwdBase: folder, configFile: 'config.txt', nameWidth: 3, command: 'true' };
  writeFileSync(path, JSON.stringify({ ...manifest, ...more, provenance: { git: null } }));
}

function writeFolder(box: Sandbox, name: string, settings?: Readonly<Record<string, string>>, range?: string): string {
  const folder = writeSweep(box.path(name), settings, range);
  completeManifest(folder);
  return folder;
}

for (const version of [
  [1, 2],
  [2, 0],
] as const) {
  const words = version.join('.');

  test(`a journal of ${words} is refused by every command in a sentence, and stays as it is`, async (t) => {
    const box = sandbox(t, 'formats'); // FROM names folders with blanks between them
    const [folder, other] = [writeFolder(box, 'newer'), writeFolder(box, 'other')];
    // A merge reads other folders only for runs that it has no result of.
    const asked = { kind: 'requeued', t: 1, run: runIdOf({ values: { CONFIG_X: '1' } }), cause: { kind: 'rerun' } };
    appendFileSync(join(other, 'journal.jsonl'), sealed(JSON.stringify(asked)));
    const path = join(folder, 'journal.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n').slice(1);
    // The torn end is one that only a writer may cut off.
    const text = `${sealed(JSON.stringify({ journal: 'ksweep', version }))}${lines.join('\n')}{"kind":"torn`;
    writeFileSync(path, text);
    for (const [script, args] of COMMANDS) {
      const { code, stdout, stderr } = await box.script(script, args(folder, other));
      const what = `${script} ${args('NEWER', 'OTHER').join(' ')}`;
      assert.equal(code, 2, `${what}: ${stdout}${stderr}`);
      assert.match(
        stderr,
        new RegExp(
          `error: .*journal\\.jsonl is of format ${words}; this ksweep \\(${KSWEEP_VERSION}\\) reads 1\\.0 to 1\\.1\\n {2}hint: a newer ksweep wrote it: update this one, or use that one for this folder\\n`,
        ),
        what,
      );
      assert.doesNotMatch(stderr, /\n\s+at |internal error/, what);
      assert.equal(readFileSync(path, 'utf8'), text, what);
    }
  });
}

test('a newer journal is refused as such whatever its lines are summed with, and a damaged one of today as damaged', async (t) => {
  const box = sandbox(t);
  const folder = writeFolder(box, 'sweep');
  const path = join(folder, 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n').slice(1).join('\n');
  const told = async (first: string): Promise<string> => {
    writeFileSync(path, `${first}\n${lines}`);
    return (await box.script('status', [folder])).stderr;
  };
  assert.match(await told('{"journal":"ksweep","version":[1,2]}'), /is of format 1\.2; this ksweep/);
  assert.match(await told('{"journal":"ksweep","version":[2,0],"sum":"00000000"}'), /is of format 2\.0; this ksweep/);
  assert.match(await told('{"journal":"ksweep","version":[1,1],"sum":"00000000"}'), /:1: this line is damaged/);
});

test('lines that a newer ksweep has appended to a journal of 1.0 are refused as such', async (t) => {
  const box = sandbox(t);
  const folder = writeFolder(box, 'sweep');
  const opened = { kind: 'opened', t: 1, host: 'h', pid: 1, command: 'make sweep-resume', version: [1, 2] };
  appendFileSync(join(folder, 'journal.jsonl'), sealed(JSON.stringify(opened)));
  const { code, stderr } = await box.script('status', [folder]);
  assert.equal(code, 2);
  assert.match(stderr, /journal\.jsonl is of format 1\.2; this ksweep .* reads 1\.0 to 1\.1\n/);
});

test('a runner says which format and which ksweep the lines that it appends are of', async (t) => {
  const box = sandbox(t);
  box.write('a.range', 'CONFIG_X=1\nSWEEP_COMMAND=true\n');
  assert.equal((await box.script('generate-configs', ['a.range', 'configs'])).code, 0);
  const ran = await box.script('run-test-matrix', ['--config-dir', 'configs', '--output-dir', 'out']);
  assert.equal(ran.code, 0, ran.stderr);
  const lines = box.read('out/latest/journal.jsonl').split('\n');
  assert.match(lines[0] ?? '', /^\{"journal":"ksweep","version":\[1,1\],/);
  const opened = JSON.parse(lines[1] ?? '') as Record<string, unknown>;
  assert.deepEqual([opened['kind'], opened['version'], opened['ksweep']], ['opened', [1, 1], KSWEEP_VERSION]);
  const manifest = JSON.parse(box.read('out/latest/sweep.json')) as Record<string, Record<string, unknown>>;
  assert.deepEqual([manifest['version'], manifest['provenance']?.['ksweep']], [KSWEEP_VERSION, KSWEEP_VERSION]);
});

const WARNED =
  /^warning: the sweep folder was made with SWEEP_FROBNICATE=7, which this ksweep does not know: it is left out \[W_SETTING_UNKNOWN\]\n {2}hint: a newer ksweep may know it\n/m;

test('a setting of a sweep folder that nobody knows is warned about once, and every command goes on', async (t) => {
  const box = sandbox(t);
  const folder = writeFolder(box, 'sweep', { FROBNICATE: '7' }, 'SWEEP_WOBBLE=x\n');
  for (const [script, args] of [
    ['status', [folder]],
    ['report', [folder]],
    ['diff', [folder, folder]],
    ['promote', [folder, '--to', box.path('best')]],
    ['run-test-matrix', ['--resume', folder, '--dry-run']],
    ['run-test-matrix', ['--resume', folder]],
  ] as const) {
    const { code, stdout, stderr } = await box.script(script, args);
    assert.equal(code, 0, `${script}: ${stdout}${stderr}`);
    assert.match(stderr, WARNED, script);
    assert.match(stderr, /^test-range:4:\d+: warning: the sweep folder was made with SWEEP_WOBBLE=x, which/m, script);
    assert.equal(stderr.split('W_SETTING_UNKNOWN').length, 3, `${script} warns once of each: ${stderr}`);
  }
  const report = await box.script('report', [folder]);
  assert.match(report.stdout, /acc/, 'what the range file says beside it holds');
});

test('the same line in a range file that is yours is an error', async (t) => {
  const box = sandbox(t);
  box.write('a.range', 'CONFIG_X=1\nSWEEP_WOBBLE=x\n');
  const { code, stderr } = await box.script('list-configs', ['a.range']);
  assert.equal(code, 2);
  assert.match(stderr, /there is no setting SWEEP_WOBBLE \[E_SETTING_UNKNOWN\]/);
});

/** The project once more, with a setting that had another name: no setting was renamed so far. */
function plantRenamed(box: Sandbox): (name: string) => string {
  const root = box.path('planted');
  mkdirSync(root);
  for (const name of ['scripts', 'templates', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const table = join(root, 'scripts/lib/core/settings/run.ts');
  const text = readFileSync(table, 'utf8');
  const planted = text.replace('  RETRIES: {', "  RETRIES: { was: ['FURTHER_TRIES'],");
  assert.notEqual(planted, text);
  writeFileSync(table, planted);
  return (name) => join(root, 'scripts', `${name}.ts`);
}

test('a setting that has another name by now is taken under both, with a warning', async (t) => {
  const box = sandbox(t);
  const folder = writeFolder(box, 'sweep', { FURTHER_TRIES: '2' });
  const scriptOf = plantRenamed(box);
  const run = (name: string, ...args: string[]) =>
    box.run(process.execPath, ['--import', 'tsx', scriptOf(name), ...args], { cwd: ROOT });
  for (const args of [
    ['status', folder],
    ['report', folder],
    ['run-test-matrix', '--resume', folder],
  ] as const) {
    const [name, ...rest] = args;
    const { code, stdout, stderr } = await run(name, ...rest);
    assert.equal(code, 0, `${args[0]}: ${stdout}${stderr}`);
    assert.equal(
      stderr.match(
        /^warning: SWEEP_FURTHER_TRIES is called SWEEP_RETRIES by now; it is taken as that \[W_SETTING_RENAMED\]$/gm,
      )?.length,
      1,
      `${args[0]}: ${stderr}`,
    );
  }
  const range = box.write('a.range', 'CONFIG_X=1\nSWEEP_FURTHER_TRIES=3\nSWEEP_COMMAND=true\n');
  const listed = await run('settings', '--range-config', range);
  assert.match(listed.stdout, /^RETRIES +range file +3$/m);
  assert.match(
    listed.stderr,
    /a\.range:2:\d+: warning: SWEEP_FURTHER_TRIES is called SWEEP_RETRIES by now; .*\n(?:.*\n)*? {2}hint: write SWEEP_RETRIES/,
  );
  const flag = await run('run-test-matrix', '--resume', folder, '--dry-run', '--further-tries', '4');
  assert.match(flag.stderr, /warning: --further-tries is called --retries by now/);
  assert.equal(flag.code, 0, flag.stderr);
});
