// SPDX-License-Identifier: MIT
// As much of LSF as the backend needs, on this machine: arrays whose tasks all start at once, job states, bkill, and
// the requeue of a task that exits with the code of bsub -Q.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RUNNER = `
script=$1 state=$2 requeue=$3
shift 3
# -w: every task that is named must have ended, however.
for before; do until [ -e "$before.end" ]; do sleep 0.05; done; done
while :; do
  setsid bash "$script" >>"$state.out" 2>&1 </dev/null & echo $! >"$state.pid"
  wait $!; code=$?
  [ "$code" = "$requeue" ] || break
done
[ -e "$state.killed" ] && echo "killed $code" >"$state.end" || echo "exit $code" >"$state.end"
`;

/** Does what a program of LSF does; returns its exit code. */
export function lsf(dir, program, args, input) {
  const jobs = join(dir, 'lsf');
  mkdirSync(jobs, { recursive: true });
  switch (program) {
    case 'bsub':
      return submit(jobs, args, input);
    case 'bjobs':
      return list(jobs, args);
    case 'bkill':
      return kill(jobs, args);
    default:
      return 0;
  }
}

function submit(jobs, args, input) {
  const [, name, count] = /^(.*)\[1-(\d+)\](?:%\d+)?$/.exec(args[args.indexOf('-J') + 1]);
  const id = String(100 + readdirSync(jobs).length);
  const folder = join(jobs, id);
  mkdirSync(folder);
  writeFileSync(join(folder, 'name'), name);
  writeFileSync(join(folder, 'script'), input);
  const cwd = args[args.indexOf('-cwd') + 1];
  const conditions = args.includes('-w') ? endedTasks(jobs, args[args.indexOf('-w') + 1]) : [];
  for (let index = 1; index <= Number(count); index += 1) {
    const state = join(folder, String(index));
    writeFileSync(`${state}.task`, '');
    const env = { ...process.env, LSB_JOBID: id, LSB_JOBINDEX: String(index) };
    const before = conditions.map((task) => task.state);
    spawn('bash', ['-c', RUNNER, 'runner', join(folder, 'script'), state, args[args.indexOf('-Q') + 1], ...before], {
      cwd,
      env,
      detached: true,
      stdio: 'ignore',
    }).unref();
  }
  process.stdout.write(`Job <${id}> is submitted to default queue <normal>.\n`);
  return 0;
}

/** The tasks that a condition names: ended(101) && ended(102[3]). */
function endedTasks(jobs, condition) {
  return condition.split(' && ').flatMap((part) => {
    const [, id, index] = /^ended\((\d+)(?:\[(\d+)\])?\)$/.exec(part) ?? [];
    const named = tasks(jobs).filter((task) => task.id === id && (index === undefined || task.index === index));
    if (named.length === 0) throw new Error(`bsub -w ${condition}: no such job`);
    return named;
  });
}

function tasks(jobs) {
  return readdirSync(jobs).flatMap((id) =>
    readdirSync(join(jobs, id))
      .filter((file) => file.endsWith('.task'))
      .map((file) => ({ id, index: file.slice(0, -5), state: join(jobs, id, file.slice(0, -5)) })),
  );
}

function list(jobs, args) {
  const head = args[args.indexOf('-J') + 1].replace(/\*$/, '');
  const records = tasks(jobs).flatMap(({ id, index, state }) => {
    const name = readFileSync(join(jobs, id, 'name'), 'utf8');
    if (!name.startsWith(head)) return [];
    const end = existsSync(`${state}.end`) ? readFileSync(`${state}.end`, 'utf8').trim() : undefined;
    const stat = end === undefined ? (existsSync(`${state}.pid`) ? 'RUN' : 'PEND') : end === 'exit 0' ? 'DONE' : 'EXIT';
    const reason = end?.startsWith('killed') ? 'TERM_OWNER: job killed by owner' : '';
    return [
      {
        JOBID: id,
        JOBINDEX: index,
        STAT: stat,
        JOB_NAME: `${name}[${index}]`,
        EXEC_HOST: 'host1',
        EXIT_REASON: reason,
        PEND_REASON: '',
      },
    ];
  });
  process.stdout.write(JSON.stringify({ COMMAND: 'bjobs', JOBS: records.length, RECORDS: records }, null, 2));
  return 0;
}

function kill(jobs, args) {
  for (const argument of args) {
    const [, id, ranges] = /^(\d+)(?:\[(.*)\])?$/.exec(argument);
    const wanted = ranges?.split(',').flatMap((range) => {
      const [from, to = from] = range.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
    });
    for (const task of tasks(jobs)) {
      if (task.id !== id || (wanted !== undefined && !wanted.includes(task.index)) || existsSync(`${task.state}.end`))
        continue;
      writeFileSync(`${task.state}.killed`, '');
      if (existsSync(`${task.state}.pid`)) process.kill(Number(readFileSync(`${task.state}.pid`, 'utf8')), 'SIGTERM');
    }
  }
  return 0;
}
