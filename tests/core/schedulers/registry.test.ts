// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  allocatedCores,
  isSchedulerVariable,
  isSiteVariable,
  SCHEDULER_NAMES,
  schedulerNamed,
} from '../../../scripts/lib/core/schedulers/index.ts';
import { STAGE_SETTINGS } from '../../../scripts/lib/core/settings/groups.ts';
import { isSettingName, SETTING_GROUPS, settingSpec } from '../../../scripts/lib/core/settings/index.ts';
import { inheritedEnvironment } from '../../../scripts/lib/run/environment.ts';

const ROOT = join(import.meta.dirname, '../../..');

test('each folder of a scheduler is in the list, once and under its name', () => {
  const folders = readdirSync(join(ROOT, 'scripts/lib/core/schedulers'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const names: readonly string[] = SCHEDULER_NAMES;
  for (const folder of folders)
    assert.ok(names.includes(folder), `core/schedulers/${folder} is not listed in core/schedulers/index.ts`);
  assert.deepEqual([...names].sort(), folders.sort());
});

test('each setting of a scheduler is a setting under its name, and those that are options may stand in a stage', () => {
  assert.deepEqual(settingSpec('BACKEND').values, SCHEDULER_NAMES);
  let count = 0;
  for (const scheduler of SCHEDULER_NAMES.map(schedulerNamed)) {
    const { name, settings } = scheduler;
    for (const [setting, spec] of Object.entries(settings)) {
      count += 1;
      assert.ok(setting.startsWith(`${name.toUpperCase()}_`), `${setting} is no setting of ${name}`);
      assert.ok(isSettingName(setting) && settingSpec(setting) === spec, `${setting} is another setting's name too`);
      assert.equal(SETTING_GROUPS['Clusters']?.[setting], spec);
      assert.equal(STAGE_SETTINGS.includes(setting), !/_(TEMPLATE|MAX_ARRAY|MAX_SUBMIT)$/.test(setting), setting);
    }
    if (scheduler.kind === 'arrays')
      assert.ok(existsSync(join(ROOT, scheduler.templates.file)), `${name} has no template`);
  }
  assert.ok(count > 30, `only ${count} settings were looked at`);
});

test('a run inherits no variable of a scheduler, and its own programs only those of the site', () => {
  const env = { SLURM_JOB_ID: '1', SBATCH_QOS: 'q', LSB_JOBID: '2', LS_SUBCWD: '/', SLURM_CONF: '/c', LS_COLORS: 'x' };
  assert.deepEqual(inheritedEnvironment({ ...env, HOME: '/h' }), { LS_COLORS: 'x', HOME: '/h' });
  assert.deepEqual(Object.keys(env).filter(isSiteVariable), ['SLURM_CONF']);
  assert.deepEqual(
    Object.keys(env).filter((name) => !isSchedulerVariable(name)),
    ['LS_COLORS'],
  );
});

test('inside an allocation its cores are known by the variables of its scheduler alone', () => {
  assert.equal(allocatedCores({ SLURM_JOB_ID: '1', SLURM_CPUS_ON_NODE: '8', LSB_DJOB_NUMPROC: '2' }), '8');
  assert.equal(allocatedCores({ SLURM_JOB_ID: '1', SLURM_CPUS_PER_TASK: '3', SLURM_CPUS_ON_NODE: '8' }), '3');
  assert.equal(allocatedCores({ LSB_JOBID: '1', LSB_DJOB_NUMPROC: '2' }), '2');
  assert.equal(allocatedCores({ SLURM_CPUS_ON_NODE: '8' }), undefined);
});
