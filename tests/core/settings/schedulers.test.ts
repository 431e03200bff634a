// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSettingName, SETTING_GROUPS, settingSpec } from '../../../scripts/lib/core/settings/index.ts';
import {
  allocatedCores,
  isSchedulerVariable,
  isSiteVariable,
  SCHEDULER_CARDS,
  SCHEDULER_NAMES,
} from '../../../scripts/lib/core/settings/schedulers.ts';
import { inheritedEnvironment } from '../../../scripts/lib/run/environment.ts';

test('the words of BACKEND are the cards, and each setting of a card is a setting under its name', () => {
  assert.deepEqual(settingSpec('BACKEND').values, SCHEDULER_NAMES);
  let count = 0;
  for (const name of SCHEDULER_NAMES) {
    for (const [setting, spec] of Object.entries(SCHEDULER_CARDS[name].settings)) {
      count += 1;
      assert.ok(setting.startsWith(`${name.toUpperCase()}_`), `${setting} is no setting of ${name}`);
      assert.ok(isSettingName(setting) && settingSpec(setting) === spec, `${setting} is another setting's name too`);
      assert.equal(SETTING_GROUPS['Clusters']?.[setting], spec);
    }
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
