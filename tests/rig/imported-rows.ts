// SPDX-License-Identifier: MIT
import type { TextFiles } from './imports.ts';

/** What shows a row: lines of ours that a definition comes to, an error, warnings, or settings of a call that are taken. */
export type Shown =
  | { readonly files: TextFiles; readonly lines: readonly string[]; readonly count?: number; readonly mode?: string }
  | { readonly files: TextFiles; readonly error: RegExp }
  | { readonly files: TextFiles; readonly said: RegExp }
  | { readonly settings: Readonly<Record<string, string>> };

function wandb(parameters: string, more = 'method: grid\n'): TextFiles {
  return { 'sweep.yaml': `${more}parameters:\n${parameters}` };
}

function prot(
  sweep: string,
  base = 'model: {width: 64, n_heads: 1}\ntraining: {lr: 0.1, betas: [0.9, 0.99]}\n',
): TextFiles {
  return { 'config.yaml': base, 'sweeper/sweep.yaml': sweep };
}

function hydra(...overrides: readonly string[]): TextFiles {
  return { 'overrides.yaml': overrides.map((one) => `- ${JSON.stringify(one)}\n`).join('') };
}

function hydraConfig(text: string): TextFiles {
  return { 'config.yaml': text };
}

const X = '  x: {values: [1, 2]}\n';

/** By the beginning of what stands in the first column. */
export const ROWS: Readonly<Record<string, readonly (readonly [string, ...Shown[]])[]>> = {
  'Weights & Biases': [
    [
      '`program`, `command`',
      {
        files: wandb(
          X,
          'program: train.py\nmethod: grid\ncommand: ["${env}", "${interpreter}", "${program}", "--fast", "${args_no_hyphens}", "${envvar:HOME}"]\n',
        ),
        lines: [`SWEEP_COMMAND='/usr/bin/env python train.py --fast x={{python x}} "\${HOME-HOME}"'`],
      },
      {
        files: wandb(X, 'program: train.py\nmethod: grid\ncommand: ["${program}", "${args_json_file}"]\n'),
        lines: ['SWEEP_FORMAT=json', "SWEEP_COMMAND='train.py {{config}}'"],
      },
      {
        files: wandb(
          '  x: {values: [true, false]}\n  "y": {value: 3}\n',
          'program: train.py\nmethod: grid\ncommand: ["${program}", "${args_no_boolean_flags}", "${args_no_equals}", "${args_json}"]\n',
        ),
        lines: [
          "SWEEP_COMMAND='train.py {{#if x}}--x{{/if}} --y={{python symbols.y}} --x {{python x}} --y {{python symbols.y}} {{json symbols}}'",
        ],
      },
    ],
    [
      '`method: grid`, `random`',
      { files: wandb(X), lines: ['x=1|2'], count: 2 },
      { files: wandb(X, 'method: random\nrun_cap: 2\n'), lines: ['SWEEP_MODE=random'], count: 2 },
    ],
    [
      '`method: bayes`, `custom`',
      { files: wandb(X, 'method: bayes\n'), error: /E_IMPORT_LATER/ },
      { files: wandb(X, 'method: custom\n'), error: /E_IMPORT_LATER/ },
    ],
    [
      '`run_cap`',
      { files: wandb(X, 'method: random\nrun_cap: 2\n'), lines: ['SWEEP_SAMPLES=2'] },
      { files: wandb(X, 'method: grid\nrun_cap: 1\n'), lines: ['SWEEP_MAX_RUNS=1'] },
    ],
    [
      '`metric`',
      {
        files: wandb(X, 'method: grid\nmetric: {name: loss, goal: minimize, target: 0.1}\n'),
        lines: ["SWEEP_METRIC='loss min'", 'SWEEP_TARGET=loss<=0.1'],
      },
      {
        files: wandb(X, 'method: grid\nmetric: {name: acc, goal: maximize, target: 9}\n'),
        lines: ["SWEEP_METRIC='acc max'", 'SWEEP_TARGET=acc>=9'],
      },
    ],
    [
      '`parameters`',
      {
        files: wandb('  b: {values: [1, 2]}\n  a: {parameters: {c: {value: x}}}\n'),
        lines: ['a.c=x', 'b=1|2'],
        count: 2,
      },
      { files: wandb('  x: {values: [a, b, a]}\n', 'method: random\nrun_cap: 2\n'), lines: ['x=~choice(a,b,w=2:1)'] },
    ],
    [
      'all distributions',
      {
        files: wandb('  x: {distribution: q_uniform, min: 0, max: 1, q: 0.25}\n', 'method: random\nrun_cap: 2\n'),
        lines: ['x=~uniform(0,1,q=0.25,round=nearest)'],
      },
      {
        files: wandb('  x: {distribution: q_uniform, min: 0.5, max: 2}\n', 'method: random\nrun_cap: 2\n'),
        lines: ['x=~choice(1,2,w=0.666666666666667:0.333333333333333)'],
      },
    ],
    [
      '`int_uniform`, `q_uniform`',
      {
        files: wandb('  x: {min: 1, max: 3}\n  "z": {distribution: q_uniform, min: 0, max: 1, q: 0.5}\n'),
        lines: ['x=1:1:3', 'z=0:0.5:0.5'],
        count: 6,
      },
    ],
    [
      '`early_terminate`',
      {
        files: wandb(X, 'method: grid\nearly_terminate: {type: hyperband, min_iter: 3}\n'),
        said: /early_terminate is left out/,
      },
      ...['name: a', 'description: a', 'project: a', 'entity: a', 'controller: {type: local}'].map((line) => ({
        files: wandb(X, `method: grid\n${line}\n`),
        said: new RegExp(`${line.split(':')[0]} `),
      })),
    ],
  ],
  proT: [
    [
      'an experiment folder',
      {
        files: prot('training: {lr: [0.1, 0.01]}\n'),
        lines: ['SWEEP_BASE=config.yaml', 'SWEEP_FORMAT=yaml'],
        count: 2,
      },
    ],
    [
      '`training: {lr:',
      { files: prot('training: {lr: [0.1, 0.01]}\n'), lines: ['training.lr=0.1|0.01'] },
      { files: prot('training: {lx: [0.1]}\n'), error: /E_IMPORT_KEY/ },
    ],
    [
      'a list of lists',
      {
        files: prot('training: {betas: [[0.9, 0.99], [0.8, 0.9]]}\n'),
        lines: ['training.betas=[0.9,0.99]|[0.8,0.9]'],
        count: 2,
      },
    ],
    ['a list of one value', { files: prot('training: {lr: [0.2]}\n'), lines: ['training.lr=0.2|0.2'], count: 1 }],
    [
      '`${model.width}` in the base',
      {
        files: prot('model: {width: [64, 128]}\n', 'model: {width: 64, hidden: "${model.width}"}\n'),
        lines: ['model.hidden=64', 'model.width=64|128'],
        count: 2,
      },
    ],
    [
      '`--sweep_mode combination`',
      {
        files: prot('model: {n_heads: [2, 4]}\ntraining: {lr: [0.2, 0.3, 0.4]}\n'),
        lines: [],
        count: 6,
        mode: 'combination',
      },
    ],
    [
      '`--sweep_mode independent`',
      {
        files: prot('model: {n_heads: [2, 4]}\ntraining: {lr: [0.2, 0.3, 0.4]}\n'),
        lines: ['SWEEP_BASELINE=listed'],
        count: 5,
        mode: 'independent',
      },
      {
        files: prot('model: {n_heads: [1, 4]}\ntraining: {lr: [0.1, 0.3, 0.4]}\n'),
        lines: [],
        count: 4,
        mode: 'independent',
      },
    ],
    ['`runs/combinations/', { files: prot('training: {lr: [0.1, 0.01]}\n'), lines: ['SWEEP_LAYOUT=prot'] }],
    [
      'parameters of one name',
      {
        files: prot('model: {lr: [1, 2]}\ntraining: {lr: [3, 4]}\n', 'model: {lr: 1}\ntraining: {lr: 3}\n'),
        lines: ['model.lr=1|2', 'training.lr=3|4'],
        count: 4,
      },
    ],
    ['folds `k_0`', { settings: { METRIC_FILES: 'k_*/metrics.json' } }],
    ['`--parallel --cluster`', { settings: { BACKEND: 'slurm' } }],
    ['`--max_concurrent_jobs 6`', { settings: { PARALLEL: '6' } }],
    ['`--walltime', { settings: { SLURM_TIME: '5-00:00:00' } }],
    ['`--gpu_mem 24g`', { settings: { SLURM_GPU_MEM: '24g', SLURM_GPUS: '1' } }],
    ['`--mem_per_cpu 10g`', { settings: { SLURM_MEM_PER_CPU: '10g' } }],
    ['`--scratch_path DIR`', { settings: { SCRATCH: 'DIR' } }],
    ['`--submit_jobs False`', { settings: { DRY_RUN: '1' } }],
  ],
  Hydra: [
    [
      '`optim.lr=0.1,0.01`',
      {
        files: hydra('optim.lr=0.1,0.01', 'wd=choice(0.1,0.01)'),
        lines: ['SWEEP_ARGS=hydra', 'optim.lr=0.1|0.01', 'wd=0.1|0.01'],
        count: 4,
      },
    ],
    [
      '`model.depth=range(1,4)`',
      {
        files: hydra('model.depth=range(1,4)', 'x=range(0.0,0.9,0.3)'),
        lines: ['model.depth=1:1:3', 'x=0.0|0.3|0.6|0.8999999999999999'],
        count: 12,
      },
    ],
    [
      '`lr=interval(0.1,1)`',
      {
        files: hydra('a=interval(0.1,1)', 'b=int(interval(1,8))', 'c=tag(log,interval(0.1,1))'),
        lines: ['a=~uniform(0.1,1)', 'b=~int(1,8)', 'c=~loguniform(0.1,1)'],
      },
    ],
    [
      '`db=glob(my*)`',
      {
        files: { ...hydra('db=glob(my*)'), 'conf/db/mysql.yaml': 'x: 1\n', 'conf/db/pg.yaml': 'x: 1\n' },
        lines: ['db=mysql'],
        count: 1,
      },
    ],
    [
      '`sort(3,1,2)`',
      {
        files: hydra('a=sort(3,1,2)', 'b=int(1.5)', 'c=float(1)', 'd=str(1)', 'e=bool(1)'),
        lines: ['a=1|2|3', 'b=1', 'c=1.0', 'd="1"', 'e=true'],
        count: 3,
      },
    ],
    [
      '`shuffle(1,2)`',
      { files: hydra('a=shuffle(1,2)'), said: /shuffle\(\) changes only the order/ },
      { files: hydra('b=tag(a,choice(1,2))'), said: /the tags a are for sweepers/ },
    ],
    [
      '`db=mysql,postgresql`',
      { files: hydra('db=mysql,postgresql'), lines: ['db=mysql|postgresql'] },
      {
        files: hydra('db=mysql,postgresql', 'db.timeout=5'),
        lines: ['SWEEP_ARGS_NAMES=db_group=db', 'db_group=mysql|postgresql', 'db.timeout=5'],
        count: 2,
      },
    ],
    [
      '`+n=1`',
      {
        files: hydra('+tag=1', '++k=1', 'db/engine=inno', 'db@backup=mysql'),
        lines: [
          "SWEEP_ARGS_NAMES='tag=+tag k=++k db_engine=db/engine db_backup=db@backup'",
          'tag=1',
          'k=1',
          'db_engine=inno',
          'db_backup=mysql',
        ],
      },
    ],
    ['`~callbacks`', { files: hydra('~callbacks', 'a=1'), lines: ["SWEEP_ARGS_MORE='~callbacks'"] }],
    [
      'a config that others choose',
      {
        files: hydraConfig('# @package _global_\nhydra: {sweeper: {params: {a: "1,2"}}}\n'),
        said: /the command has to choose it/,
      },
      {
        files: hydraConfig('defaults: [override /db: mysql]\nhydra: {sweeper: {params: {a: "1,2"}}}\n'),
        said: /the command has to choose it/,
      },
    ],
    [
      '`hydra.mode: MULTIRUN`',
      {
        files: hydraConfig('hydra: {mode: MULTIRUN, sweeper: {params: {a: "1,2"}}}\n'),
        lines: ['SWEEP_ARGS_MORE=hydra.mode=RUN', 'a=1|2'],
        count: 2,
      },
    ],
    [
      '`hydra.sweep`',
      ...['sweep: {dir: x}', 'launcher: {n_jobs: 2}'].map((line) => ({
        files: hydraConfig(`hydra: {${line}, sweeper: {params: {a: "1,2"}}}\n`),
        said: new RegExp(`hydra\\.${line.split(':')[0]} `),
      })),
      { files: hydraConfig('hydra: {sweeper: {max_batch_size: 2, params: {a: "1,2"}}}\n'), said: /max_batch_size/ },
    ],
    [
      'another sweeper',
      {
        files: hydraConfig('defaults: [override hydra/sweeper: ax]\nhydra: {sweeper: {params: {a: "1,2"}}}\n'),
        error: /E_IMPORT_LATER/,
      },
    ],
    [
      '`a=${b}`, `a=inf`',
      { files: hydra('a=${b}'), error: /only the program knows/ },
      { files: hydra('a=inf'), error: /no finite number/ },
    ],
  ],
};
