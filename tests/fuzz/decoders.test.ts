// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LOGS } from '../../scripts/lib/commands/logs.ts';
import { PRUNE } from '../../scripts/lib/commands/prune.ts';
import { REPORT } from '../../scripts/lib/commands/report/report.ts';
import { RUN } from '../../scripts/lib/commands/run/run-command.ts';
import { STATUS } from '../../scripts/lib/commands/status/status.ts';
import { DiagnosticsError, UsageError } from '../../scripts/lib/core/diagnostic.ts';
import { errorCode } from '../../scripts/lib/edge/files.ts';
import { sealed } from '../../scripts/lib/edge/journal/journal-seal.ts';
import { textOf } from '../rig/called.ts';
import { sandbox } from '../rig/sandbox.ts';

/** Every n-th of the mutations, from one on; DECODERS=all plays each. */
const STRIDE = process.env['DECODERS'] === 'all' ? 1 : Number(process.env['DECODERS'] ?? 60);

/** What may stand where something else is expected, as JSON text. */
const STRANGERS = ['null', 'true', '-1', '1.5', '1e999', '"x"', '"../x"', '""', '[]', '{}', '[null]', '{"length":1}'];

const CALLS = [
  ['status', (dir: string) => textOf(STATUS, dir, [dir])],
  ['report', (dir: string) => textOf(REPORT, dir, [dir, '--reports', 'page,csv,statistics,text'])],
  ['logs', (dir: string) => textOf(LOGS, dir, ['1', '--folder', dir])],
  ['prune', (dir: string) => textOf(PRUNE, dir, [dir, '--keep', 'acc>5'])],
  ['resume', (dir: string) => textOf(RUN, dir, ['--resume', dir, '--dry-run'])],
] as const;

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One text with a stranger in it, and where. */
interface Mutation {
  readonly where: string;
  readonly text: string;
}

/** Yields a JSON text with each of its parts in turn replaced by each stranger, or taken away; texts that are JSON are gone into. */
function* mutationsOf(value: Json, where = ''): Generator<Mutation> {
  for (const stranger of STRANGERS) yield { where: `${where} = ${stranger}`, text: stranger };
  if (typeof value === 'string' && /^\s*\{/.test(value)) {
    for (const inner of mutationsOf(JSON.parse(value) as Json, `${where}(text)`))
      yield { ...inner, text: JSON.stringify(inner.text) };
  }
  if (typeof value !== 'object' || value === null) return;
  const names = Object.keys(value);
  const parts = names.map((name) => JSON.stringify((value as Record<string, Json>)[name]));
  const joined = (texts: readonly string[]): string =>
    Array.isArray(value)
      ? `[${texts.join()}]`
      : `{${names.map((name, i) => `${JSON.stringify(name)}:${texts[i]}`).join()}}`;
  for (const [i, name] of names.entries()) {
    for (const { where: place, text } of mutationsOf((value as Record<string, Json>)[name] ?? null, `${where}.${name}`))
      yield { where: place, text: joined(parts.with(i, text)) };
  }
}

/** Yields each file of lines with one of them changed; those of a journal have their sums, which are no signature. */
function* mutationsOfFile(name: string, text: string): Generator<Mutation> {
  const isWhole = name.endsWith('sweep.json') || name.endsWith('status.json');
  const lines = isWhole ? [text] : text.trimEnd().split('\n');
  for (const [i, line] of lines.entries()) {
    if (!/^\s*[[{]/.test(line)) continue;
    const isSealed = name === 'journal.jsonl' && i > 0;
    const { sum, ...rest } = JSON.parse(line) as { readonly [part: string]: Json };
    const value = isSealed || sum === undefined ? rest : { ...rest, sum };
    for (const { where, text: changed } of mutationsOf(value, `${name}:${i + 1}`)) {
      const put = isSealed ? sealed(changed).trimEnd() : changed;
      yield { where, text: `${lines.with(i, put).join('\n')}\n` };
    }
  }
}

function isOurs(error: unknown): boolean {
  return error instanceof UsageError || error instanceof DiagnosticsError || errorCode(error) !== undefined;
}

test('whatever stands in the files of a sweep folder, commands read it or say what is wrong', async (t) => {
  const box = sandbox(t);
  box.write('Kconfig', 'config X\n\tint "x"\n\tdefault $(shell,echo 3)\n');
  box.write('r', 'CONFIG_X=1|2\nSWEEP_KCONFIG=Kconfig\nSWEEP_METRIC=acc\nSWEEP_COMMAND="bash job.sh"\n');
  box.write('job.sh', 'echo \'{"acc": [1, 2]}\' >"$SWEEP_OUT_DIR/training_metrics.json"; exit $((CONFIG_X - 1))\n');
  const made = await box.script('generate-configs', ['r', 'c', '--allow-shell']);
  assert.equal(made.code, 0, made.stderr);
  const ran = await box.script('run-test-matrix', ['--config-dir', 'c', '--output-dir', 'out']);
  assert.equal(ran.code, 1, ran.stderr);
  const original = realpathSync(box.path('out/latest'));
  const [run = ''] = readdirSync(join(original, '.attempts'));
  const attempt = `.attempts/${run}/1`;
  const telemetry = { ksweep: 1, cards: [], metrics: { gpu_peak_mem_gb: 1 }, peakBytes: 1, samples: 1, rung: 'shared' };
  writeFileSync(join(original, attempt, 'gpu.json'), `${JSON.stringify(telemetry)}\n`);
  const files = ['sweep.json', 'status.json', 'lock-1.json', 'journal.jsonl', '.metrics-cache.json'];
  const all = [
    ...files.filter((name) => existsSync(join(original, name))),
    ...['claim', 'outcome', 'gpu.json'].map((name) => `${attempt}/${name}`),
  ].flatMap((name) =>
    [...mutationsOfFile(name, readFileSync(join(original, name), 'utf8'))].map((one) => ({ name, ...one })),
  );
  const wrong: string[] = [];
  let tried = 0;
  let said = '';
  t.mock.method(process.stderr, 'write', (text: string | Uint8Array) => {
    said += String(text);
    return true;
  });
  // What is refused as it stands is read by nobody.
  for (const [command, call] of CALLS) await assert.doesNotReject(call(original), command);
  for (let i = Number(process.env['DECODERS_FROM'] ?? 0); i < all.length; i += STRIDE) {
    const { name, where, text } = all[i] ?? { name: '', where: '', text: '' };
    const dir = box.path('folder');
    rmSync(dir, { recursive: true, force: true });
    cpSync(original, dir, { recursive: true, verbatimSymlinks: true });
    writeFileSync(join(dir, name), text);
    for (const [command, call] of CALLS) {
      tried += 1;
      said = '';
      try {
        said += await call(dir);
        if (/internal error|\n {4}at /.test(said)) wrong.push(`${i}: ${where}: ${command} says: ${said.slice(0, 600)}`);
      } catch (error) {
        if (!isOurs(error))
          wrong.push(`${i}: ${where}: ${command}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  }
  t.diagnostic(
    `${tried} calls on ${Math.ceil(all.length / STRIDE)} of ${all.length} mutations, ${wrong.length} failures`,
  );
  assert.ok(tried > 100);
  assert.equal(wrong.length, 0, wrong.slice(0, 20).join('\n\n'));
});
