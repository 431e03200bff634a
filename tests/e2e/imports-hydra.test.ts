// SPDX-License-Identifier: MIT
// A program of Hydra, started by Hydra's own multirun and by ksweep from the same definition: the same configs are composed.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

const APP = `import json, os
import hydra
from omegaconf import OmegaConf

@hydra.main(version_base=None, config_path="conf", config_name="config")
def app(cfg):
    number = len(os.listdir("composed"))
    with open(f"composed/{os.environ.get('SWEEP_NUMBER', '')}-{number}-{os.getpid()}-{number}.json", "w") as file:
        json.dump(OmegaConf.to_container(cfg), file, sort_keys=True)
    if "SWEEP_OUT_DIR" in os.environ:
        json.dump({"loss": cfg.lr}, open(os.environ["SWEEP_OUT_DIR"] + "/training_metrics.json", "w"))

app()
`;

function prepare(box: Sandbox, sweeper: string): void {
  box.write('app.py', APP);
  box.write('conf/db/mysql.yaml', 'driver: mysql\ntimeout: 10\n');
  box.write('conf/db/postgresql.yaml', 'driver: postgresql\ntimeout: 20\n');
  box.write('conf/db/sqlite.yaml', 'driver: sqlite\n');
  box.write(
    'conf/config.yaml',
    `defaults: [{db: mysql}, _self_]\n${sweeper}lr: 0.5\nbetas: [0.9, 0.99]\nextra: {a: 1, b: 2}\nnote: none\n`,
  );
  box.write('composed/.keep', '');
}

/** What was composed since the last look, as a sorted list. */
function composed(box: Sandbox): readonly string[] {
  const folder = box.path('composed');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const texts = names.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).sort();
  return texts;
}

async function compare(box: Sandbox, theirs: readonly string[], ours: readonly string[], count: number): Promise<void> {
  const multirun = await box.run('python3', ['app.py', ...theirs, 'hydra.sweep.dir=multi']);
  assert.equal(multirun.code, 0, multirun.stderr);
  const wanted = composed(box);
  assert.equal(wanted.length, count);
  await box.run('rm', ['-r', 'composed']);
  box.write('composed/.keep', '');
  const { code, stderr } = await box.make(['sweep', ...ours]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(composed(box), wanted);
}

test('hydra.sweeper.params compose what Hydra composes, options of a group by glob() among them', async (t) => {
  if (!needs(t, 'python3-hydra')) return;
  const box = sandbox(t);
  prepare(
    box,
    'hydra:\n  mode: MULTIRUN\n  sweeper:\n    params:\n      db: glob([my*,post*])\n      db.timeout: 5,10\n      +n: range(1,3)\n      betas: "[0.8,0.9],[0.9,0.999]"\n',
  );
  box.write(
    'ours',
    'source "conf/config.yaml"\nSWEEP_COMMAND="python3 app.py {{args}} hydra.run.dir={{out_dir}}"\nSWEEP_METRIC="loss min"\n',
  );
  await compare(box, [], ['RANGE_CONFIG=ours', 'PARALLEL=2'], 16);
});

test('a list of overrides composes what they compose on the command line: signs, texts, deletions', async (t) => {
  if (!needs(t, 'python3-hydra')) return;
  const box = sandbox(t);
  prepare(box, '');
  const overrides = [
    'db=mysql,sqlite',
    'lr=choice(0.1,1e-3)',
    "note='a, b','it\\'s \\\"x\\\"',null",
    '+model.depth=3',
    '++lr2=true',
    '~extra.b',
    '+map={x:1,y:[a,b c]}',
  ];
  box.write('overrides.yaml', overrides.map((one) => `- ${JSON.stringify(one)}\n`).join(''));
  box.write(
    'ours',
    'SWEEP_FROM_FORMAT=hydra\nsource "overrides.yaml"\nSWEEP_COMMAND="python3 app.py {{args}} hydra.run.dir={{out_dir}}"\nSWEEP_METRIC="loss min"\n',
  );
  await compare(box, ['-m', ...overrides], ['RANGE_CONFIG=ours', 'PARALLEL=2'], 12);
});
