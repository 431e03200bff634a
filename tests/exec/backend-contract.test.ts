// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, type TestContext, test } from 'node:test';
import { SCHEDULER_NAMES, type SchedulerName } from '../../scripts/lib/core/schedulers/index.ts';
import { unreachable } from '../../scripts/lib/core/unreachable.ts';
import { SYSTEM_CLOCK } from '../../scripts/lib/edge/clock.ts';
import type { Backend, LaunchSpec, Observation } from '../../scripts/lib/exec/engine/backend.ts';
import { openLocalBackend } from '../../scripts/lib/exec/local/backend.ts';
import { LSF } from '../../scripts/lib/core/schedulers/lsf/index.ts';
import { arrayScheduler } from '../../scripts/lib/exec/schedulers.ts';
import { SLURM } from '../../scripts/lib/core/schedulers/slurm/index.ts';
import { inheritedEnvironment } from '../../scripts/lib/run/environment.ts';
import { SlurmCluster } from '../cluster/slurm-cluster.ts';
import { needs } from '../rig/needs.ts';
import { rigSettings } from '../rig/sweep-rig.ts';
import { FakeScheduler, pollUntil, type Rule } from './cluster/fake-scheduler.ts';

const LSF_PROGRAMS: readonly Rule[] = ['bsub', 'bjobs', 'bkill', 'bhist'].map((program) => ({
  program,
  engine: 'lsf' as const,
}));

let cluster: Promise<SlurmCluster> | undefined;
after(async () => (await cluster)?.down());

interface Place {
  readonly fake: FakeScheduler;
  open(): Backend;
}

/** A sweep folder and how to open the backend on it; undefined where the machine lacks the scheduler. */
async function placeOf(t: TestContext, name: SchedulerName): Promise<Place | undefined> {
  if (name === 'slurm' && !needs(t, 'slurm')) return undefined;
  const fake = new FakeScheduler(t, name === 'lsf' ? LSF_PROGRAMS : []);
  // Closed whatever the test says: an open one keeps the whole process.
  const closing = (backend: Backend): Backend => {
    t.after(() => backend.close());
    return backend;
  };
  const shared = {
    sweepDir: fake.sweepDir,
    settings: rigSettings({ POLL: '0.1s', HEARTBEAT: '0.3s' }),
    clock: SYSTEM_CLOCK,
    note: () => {},
  };
  switch (name) {
    case 'local':
      return {
        fake,
        open: () =>
          closing(openLocalBackend({ env: inheritedEnvironment(process.env), graceS: 1, clock: SYSTEM_CLOCK })),
      };
    case 'lsf':
      return { fake, open: () => closing(arrayScheduler(LSF).open({ ...shared, env: fake.env })) };
    case 'slurm': {
      cluster ??= SlurmCluster.up({ nodes: 2 });
      const env = { ...process.env, ...(await cluster).env };
      return { fake, open: () => closing(arrayScheduler(SLURM).open({ ...shared, env })) };
    }
    default:
      return unreachable(name); // every scheduler passes this suite
  }
}

const ended = (seen: readonly Observation[]): number => seen.filter((one) => one.kind === 'ended').length;

/** Polls until every one of the specs has ended; returns the outcomes by run. */
async function outcomes(
  backend: Backend,
  specs: readonly LaunchSpec[],
): Promise<ReadonlyMap<string, Extract<Observation, { kind: 'ended' }>['outcome']>> {
  const all = await pollUntil(backend, (seen) => ended(seen) >= specs.length);
  return new Map(all.flatMap(({ run, seen }) => (seen.kind === 'ended' ? [[run, seen.outcome] as const] : [])));
}

for (const name of SCHEDULER_NAMES) {
  describe(`every backend: ${name}`, { concurrency: 4 }, () => {
    test('runs end as their commands end, with their logs, in any number', async (t) => {
      const place = await placeOf(t, name);
      if (place === undefined) return;
      const backend = place.open();
      const specs = [0, 3, 137].map((code, i) =>
        place.fake.spec(i + 1, { command: `echo "run $N"; exit ${code}`, env: { N: String(i + 1) } }),
      );
      await backend.submit(specs);
      const ends = await outcomes(backend, specs);
      assert.deepEqual(
        specs.map((spec) => [ends.get(spec.run)?.status, ends.get(spec.run)?.reason]),
        [
          ['done', 'ok'],
          ['failed', 'exit code'],
          ['failed', 'signal'],
        ],
      );
      assert.equal(ends.get('run2')?.exitCode, 3);
      assert.equal(readFileSync(join(specs[1]?.attemptDir ?? '', 'output.log'), 'utf8'), 'run 2\n');
      for (const { startedAtMs, endedAtMs, host } of ends.values()) {
        assert.ok(startedAtMs !== null && endedAtMs >= startedAtMs, `began at ${startedAtMs}, ended at ${endedAtMs}`);
        assert.notEqual(host, '');
      }
      await backend.close();
    });

    test('values arrive as they are, absent ones are unset, and nothing of theirs is executed', async (t) => {
      const place = await placeOf(t, name);
      if (place === undefined) return;
      const backend = place.open();
      const nasty = `a'b"c $(touch ${join(place.fake.dir, 'pwned')}) \\ ; \`id\` -n * \u{1f600}`;
      const spec = place.fake.spec(1, {
        command: 'printf "%s|%s" "$X" "${HOME-unset}"',
        env: { X: nasty, HOME: null },
      });
      await backend.submit([spec]);
      await outcomes(backend, [spec]);
      assert.equal(readFileSync(join(spec.attemptDir, 'output.log'), 'utf8'), `${nasty}|unset`);
      assert.equal(existsSync(join(place.fake.dir, 'pwned')), false);
      await backend.close();
    });

    test('cancel stops a run and everything it started', async (t) => {
      const place = await placeOf(t, name);
      if (place === undefined) return;
      const backend = place.open();
      const pids = join(place.fake.dir, 'pid');
      const spec = place.fake.spec(1, { command: `sleep 1000 & echo $! >${pids}; wait; exit 1` }); // a wait whose child was hit first ends well
      await backend.submit([spec]);
      await pollUntil(backend, (seen) => seen.some((one) => one.kind === 'running') && existsSync(pids));
      await backend.cancel([spec], 'term', 'cancelled');
      const ends = await outcomes(backend, [spec]);
      assert.notEqual(ends.get(spec.run)?.status, 'done');
      const pid = Number(readFileSync(pids, 'utf8'));
      assert.equal(existsSync(`/proc/${pid}/exe`), false, 'its child is gone too');
      await backend.close();
    });

    test('a backend that is let go leaves its runs alone; the next one adopts them, and starts nothing twice', async (t) => {
      const place = await placeOf(t, name);
      if (place === undefined) return;
      const first = place.open();
      const marks = join(place.fake.dir, 'marks');
      const go = join(place.fake.dir, 'go');
      const spec = place.fake.spec(1, {
        command: `echo begin >>${marks}; until [ -e ${go} ]; do sleep 0.02; done; exit 4`,
      });
      await first.submit([spec]);
      await pollUntil(first, (seen) => seen.some((one) => one.kind === 'running') && existsSync(marks));
      await first.close();
      const second = place.open();
      await second.submit([{ ...spec, mayExist: true }]);
      await pollUntil(second, (seen) => seen.some((one) => one.kind === 'running'));
      place.fake.touch('go');
      const ends = await outcomes(second, [spec]);
      assert.equal(ends.get(spec.run)?.exitCode, 4);
      assert.equal(readFileSync(marks, 'utf8'), 'begin\n');
      await second.close();
    });
  });
}
