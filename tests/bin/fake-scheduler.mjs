#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// A fake of sbatch, squeue, scontrol, sacct, scancel, bsub, bjobs, bhist, bkill or bmod, by the name it is called by.
// FAKE_DIR holds scenario.json, a list of rules {program, args?, code?, stdout?, stderr?, delayMs?, times?, engine?}:
// the first rule of the program whose `args` pattern matches and whose `times` are not used up answers. A call that no
// rule expects is written to FAKE_DIR/unexpected and fails with code 99. Every call is written to FAKE_DIR/calls.
// Scripts handed to sbatch and bsub are checked: bash -n, and option lines against the documented options.
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dir = process.env.FAKE_DIR;
const program = basename(process.argv[1]);
const args = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));

function refuse(why) {
  appendFileSync(join(dir, 'unexpected'), `${program} ${args.join(' ')}: ${why}\n`);
  process.stderr.write(`fake ${program}: ${why}\n`);
  process.exit(99);
}

/** Options a program documents: a line each, `--name` or `--name=`, with `=` when it takes a value. */
function documented(name) {
  return new Set(
    readFileSync(join(here, `${name}-options.txt`), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
}

function checkScript(text) {
  if (!text.startsWith('#!/bin/bash')) refuse('the script has no #!/bin/bash');
  const syntax = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  if (syntax.status !== 0) refuse(`bash -n: ${syntax.stderr}`);
  const word = program === 'sbatch' ? '#SBATCH ' : '#BSUB ';
  const known = documented(program);
  for (const line of text.split('\n')) {
    if (!line.startsWith(word)) continue;
    const option = line.slice(word.length);
    const match = program === 'sbatch' ? /^(--[a-z-]+)(=)?/.exec(option) : /^(-[A-Za-z]+)( )?/.exec(option);
    const form = match === null ? option : `${match[1]}${match[2] === undefined ? '' : '='}`;
    if (!known.has(form)) refuse(`"${line}" is no documented option`);
    const value = option.slice(match[0].length);
    const plain = value.startsWith('"') ? /^"[^"\\]*"$/.test(value) : /^[^\s"']*$/.test(value);
    if (match[2] !== undefined && (value === '' || !plain)) refuse(`"${line}" has a value that is not one word`);
  }
}

const input = program === 'bsub' ? readFileSync(0, 'utf8') : '';
appendFileSync(join(dir, 'calls'), `${JSON.stringify({ program, args })}\n`);
if (program === 'bsub') checkScript(input);
if (program === 'sbatch') checkScript(readFileSync(args.at(-1), 'utf8'));

const scenario = join(dir, 'scenario.json');
const rules = JSON.parse(readFileSync(scenario, 'utf8'));
const rule = rules.find(
  (one) => one.program === program && (one.times ?? 1e9) > 0 && new RegExp(one.args ?? '').test(args.join(' ')),
);
if (rule === undefined) refuse('not expected');
if (rule.times !== undefined) {
  rule.times -= 1;
  writeFileSync(scenario, JSON.stringify(rules));
}
if (rule.delayMs !== undefined) await new Promise((done) => setTimeout(done, rule.delayMs));
if (rule.engine === 'lsf') {
  const { lsf } = await import('./lsf-engine.mjs');
  process.exitCode = lsf(dir, program, args, input);
} else {
  process.stdout.write(rule.stdout ?? '');
  process.stderr.write(rule.stderr ?? '');
  process.exitCode = rule.code ?? 0;
}
