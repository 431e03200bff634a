// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { LANE_SCRIPT } from '../../scripts/lib/exec/local/lane-script.ts';
import { needs } from '../rig/needs.ts';
import { ROOT } from '../rig/sandbox.ts';
import { temporaryFolder } from '../rig/synthetic-sweep.ts';
import type { Calls } from './replay.ts';
import { playLane, playTask } from './script-steps.ts';
import type { Op } from './op.ts';
import { World } from './world.ts';

// The model plays the steps of two bash scripts by hand. Here the scripts themselves run under strace, in the situations
// that the model knows, and what they do with claims and outcomes is compared with what the model does.

const DONE = '{"exit":0,"at":1,"up":1,"cause":null}\n';
const STOPPED = '{"exit":143,"at":1,"up":1,"cause":"terminated"}\n';
const OF_ANOTHER = '{"pid":7,"start":"1","boot":"b","host":"h","at":1,"up":1,"job":"9_9","devices":""}\n';

/** What lies in the attempts when a script comes: names below the folder of attempts, with their text. */
type Found = Readonly<Record<string, string>>;

const LANE_FINDS: Readonly<Record<string, Found>> = {
  'nobody has the attempt': {},
  'somebody has it': { '1/claim': OF_ANOTHER },
  'its claim holds no text': { '1/claim': '' },
};
const TASK_FINDS: Readonly<Record<string, Found>> = {
  ...LANE_FINDS,
  'it has ended well': { '1/claim': OF_ANOTHER, '1/outcome': DONE },
  'it was stopped': { '1/claim': OF_ANOTHER, '1/outcome': STOPPED },
  'a copy of this task had it and was stopped': { '1/claim': OF_ANOTHER.replace('9_9', '1_0'), '1/outcome': STOPPED },
};

/** Opens, writes and looks of claims and outcomes in a trace, in the words of the model; each file by its place below the attempts. */
function stepsIn(trace: string, attempts: string): readonly string[] {
  const open = new Map<string, string>();
  const steps: string[] = [];
  for (const line of trace.split('\n')) {
    const [, call = '', rest = ''] = /^(?:\d+\s+)?(\w+)\((.*)$/.exec(line) ?? [];
    const path = /"([^"]*)"/.exec(rest)?.[1] ?? '';
    const name = path.startsWith(`${attempts}/`) ? path.slice(attempts.length + 1) : '';
    const result = / = (-?\d+)/.exec(rest)?.[1] ?? '';
    const [fd = '', second = ''] = rest.split(/[,)] ?/);
    if (call === 'dup2') moveName(open, fd, second);
    if (call === 'fcntl' && second.startsWith('F_DUPFD')) moveName(open, fd, result);
    if (call === 'write' && open.has(fd)) steps.push(`write ${open.get(fd)}`);
    if (!/^\d+\/(claim|outcome)$/.test(name)) {
      if (call === 'openat') open.delete(result);
      continue;
    }
    if (/stat|access/.test(call)) steps.push(`look ${name}`);
    if (call !== 'openat') continue;
    open.set(result, name);
    if (/O_EXCL/.test(rest)) steps.push(`create ${name}`);
    else if (/O_WRONLY/.test(rest)) steps.push(`open ${name}`);
    else steps.push(`find ${name}`);
  }
  return steps;
}

/** What a new number of an open file means is what the old one does. */
function moveName(open: Map<string, string>, from: string, to: string): void {
  const name = open.get(from);
  if (name === undefined) open.delete(to);
  else open.set(to, name);
}

/** Looks in a row are one, and so is what is done again and again while a predecessor is waited for; what a script looks at and then opens to read, or writes at once, is a matter of bash. */
function plain(steps: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const [i, step] of steps.entries()) {
    const next = steps[i + 1] ?? '';
    const file = step.slice(step.indexOf(' '));
    const isOfBash = step.startsWith('look') && next.endsWith(file) && !/claim$/.test(file);
    if (isOfBash || step === kept.at(-1)) continue;
    kept.push(step);
    const [a, b, c, d] = kept.slice(-4);
    if (kept.length >= 4 && a === c && b === d) kept.splice(-2);
  }
  return kept;
}

function modelSteps(found: Found, play: (calls: Calls) => void): readonly string[] {
  const who = { name: 'task1', host: 'h', pid: 1 };
  const world = new World([who]);
  for (const path of ['/a', '/a/1']) world.addFile(path, '', true);
  for (const [name, text] of Object.entries(found)) world.addFile(`/a/${name}`, text);
  const names = new Map<string, string>();
  const steps: string[] = [];
  let count = 0;
  const take = (op: Op): unknown => {
    if (op.kind === 'receive') {
      if (!world.mayStep(op, who, () => true)) throw new Error('nothing to receive');
    } else if (op.kind === 'wait for job') world.setJob(op.dir, { pid: 2, host: 'h', state: 'done' });
    const answer = world.take(op, who, `made${count++}`);
    if ('path' in op && /\/(claim|outcome)$/.test(op.path)) {
      steps.push(`${op.kind} ${op.path.slice('/a/'.length)}`);
      if ('value' in answer && op.kind !== 'look') names.set(String(answer.value), op.path.slice('/a/'.length));
    }
    if (op.kind === 'write') steps.push(`write ${names.get(op.inode)}`);
    if ('error' in answer) throw Object.assign(new Error(answer.error), { code: answer.error });
    return answer.value;
  };
  world.post('task1', '/a/1');
  world.post('task1', 'eof');
  play({ take, passedMs: () => 0, wait: () => {}, remember: (_, value) => value, remembered: () => undefined });
  return steps;
}

function traced(
  t: TestContext,
  found: Found,
  command: (attempts: string, folder: string) => { args: readonly string[]; input?: string },
): readonly string[] {
  const folder = temporaryFolder(t);
  const attempts = join(folder, '.attempts', 'config_1');
  mkdirSync(join(attempts, '1'), { recursive: true });
  mkdirSync(join(folder, 'config_1'));
  for (const [name, text] of Object.entries(found)) writeFileSync(join(attempts, name), text);
  const { args, input = '' } = command(attempts, folder);
  const trace = join(folder, 'trace');
  const ran = spawnSync(
    'strace',
    [
      '-o',
      trace,
      '-s',
      '4096',
      '-e',
      'trace=openat,write,dup2,fcntl,newfstatat,stat,lstat,access,faccessat,faccessat2',
      'bash',
      ...args,
    ],
    { input, timeout: 120_000 },
  );
  assert.equal(ran.error, undefined);
  return stepsIn(readFileSync(trace, 'utf8'), attempts);
}

for (const [what, found] of Object.entries(LANE_FINDS))
  test(`a lane takes the steps of the model where ${what}`, (t) => {
    if (!needs(t, 'strace')) return;
    const seen = traced(t, found, (attempts) => {
      const request = `dir='${attempts}/1'\ndevices=''\nprelude=''\ncommand=':'`;
      return {
        args: ['--norc', '--noprofile', '-p', '-c', LANE_SCRIPT, 'lane', 'h', '1'],
        input: `${Buffer.byteLength(request)}\n${request}`,
      };
    });
    const expected = modelSteps(found, (calls) => playLane(calls, { name: 'task1', host: 'h', pid: 1 }, 'runner'));
    assert.deepEqual(plain(seen), plain(expected));
    assert.ok(expected.length > 0);
  });

for (const [what, found] of Object.entries(TASK_FINDS))
  test(`an array task takes the steps of the model where ${what}`, (t) => {
    if (!needs(t, 'strace')) return;
    const seen = traced(t, found, (attempts, folder) => {
      writeFileSync(join(attempts, '1', 'launch.sh'), 'ks_command=:\n');
      writeFileSync(join(folder, 'tasks'), 'config_1:1:-:1:5\n');
      const head = `ks_sweep='${folder}' ks_batch='${folder}' ks_index=0 ks_job=1_0 ks_host=h ks_devices='' ks_heartbeat=0.3 ks_scratch='' ks_signal=none ks_lead=0\nks_requeue() { return 1; }\n`;
      return { args: ['--norc', '--noprofile', '-c', `${head}. '${join(ROOT, 'templates/array-task.sh')}'`] };
    });
    const expected = modelSteps(found, (calls) =>
      playTask(calls, { name: 'task1', host: 'h', pid: 1 }, { attempts: '/a', job: '1_0' }),
    );
    assert.deepEqual(plain(seen), plain(expected));
    assert.ok(expected.length > 0);
  });
