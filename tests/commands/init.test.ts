// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { cpSync, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { readScript } from '../../scripts/lib/commands/init/script-reading.ts';
import { draftRange } from '../../scripts/lib/commands/init/range-draft.ts';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { guessLogMetrics } from '../../scripts/lib/results/log-guess.ts';
import { needs } from '../rig/needs.ts';
import { sandbox } from '../rig/sandbox.ts';

const SCRIPTS = join(import.meta.dirname, '..', 'fixtures', 'scripts');

interface Expected {
  /** What stands behind the script in the command. */
  readonly words: string;
  /** Other settings. */
  readonly settings?: readonly string[];
  /** Symbols with their values. */
  readonly values: readonly string[];
  /** What is told as not known, not given or not to be swept: the name of each. */
  readonly told?: readonly string[];
}

const table: Readonly<Record<string, Expected>> = {
  'digits_argparse.py': {
    words: '{{args}}',
    settings: ['SWEEP_ARGS=dashes'],
    values: [
      'CONFIG_BATCH_SIZE=64',
      'CONFIG_EPOCHS=14',
      'CONFIG_LR=1.0',
      'CONFIG_GAMMA=0.7',
      'CONFIG_NO_CUDA=n',
      'CONFIG_SEED=1',
      'CONFIG_LOG_INTERVAL=10',
    ],
  },
  'tune_underscores.py': {
    words: '{{args}} --output_dir={{out_dir}}',
    settings: ['SWEEP_ARGS_LIST=words'],
    values: [
      'CONFIG_LEARNING_RATE=0.0003',
      'CONFIG_OPTIMIZER="adam"',
      'CONFIG_HIDDEN_SIZES=[64,64]',
      'CONFIG_BLOCK_SIZE=1024',
      'CONFIG_MIN_LOSS=-0.5',
      'CONFIG_TAG="it\'s #1 \\"x\\""',
      'CONFIG_COMPILE=n',
    ],
    told: ['CONFIG_INIT_FROM', 'CONFIG_DEVICE'],
  },
  'mixed_options.py': {
    words:
      '-b {{CONFIG_B}} --weight-decay={{CONFIG_WEIGHT_DECAY}} --num_workers={{CONFIG_NUM_WORKERS}} --warmup_steps={{CONFIG_WARMUP_STEPS}} {{#if CONFIG_EMA}}--ema{{else}}--no-ema{{/if}} {{CONFIG_DATA}}',
    values: ['CONFIG_B=8', 'CONFIG_WEIGHT_DECAY=0.0', 'CONFIG_WARMUP_STEPS=100', 'CONFIG_EMA=y'],
    told: ['CONFIG_DATA', 'CONFIG_NUM_WORKERS', '--fp16'],
  },
  'lists_beside.py': {
    words: '{{#if CONFIG_AMP}}--amp{{else}}--no-amp{{/if}} {{#if CONFIG_NO_SHUFFLE}}--no-shuffle{{/if}}',
    values: ['CONFIG_AMP=y', 'CONFIG_NO_SHUFFLE=n'],
    told: ['3 parameters of argparse', '--hidden-sizes, a list, default [64,64]: '],
  },
  'switches.py': {
    words: '{{args}}',
    settings: ['SWEEP_ARGS=dashes', 'SWEEP_ARGS_OFF=no', 'SWEEP_ARGS_LIST=repeat'],
    values: ['CONFIG_USE_AMP=n', 'CONFIG_USE_EMA=y', 'CONFIG_PRETRAINED="true"', 'CONFIG_LRS=[0.1,0.01]'],
  },
  'train_click.py': {
    words: '{{args}} --out-dir={{out_dir}}',
    settings: ['SWEEP_ARGS=dashes', 'SWEEP_ARGS_OFF=no'],
    values: [
      'CONFIG_LEARNING_RATE=0.1',
      'CONFIG_NUM_LAYERS=2',
      'CONFIG_ACTIVATION="relu"',
      'CONFIG_SHUFFLE=y',
      'CONFIG_SEED=0',
    ],
  },
  'words_click.py': {
    words: '{{#if CONFIG_VERBOSE}}--verbose{{/if}} --name={{CONFIG_NAME}} {{CONFIG_DATASET}}',
    values: ['CONFIG_VERBOSE=n'],
    told: ['CONFIG_DATASET', 'CONFIG_NAME', '--dims'],
  },
  'app_hydra.py': {
    words: '{{args}} hydra.run.dir={{out_dir}}',
    settings: ['SWEEP_ARGS=hydra', 'SWEEP_SEED_SYMBOL=seed'],
    values: [
      'optim="adam"',
      'optim.lr=1e-3',
      'optim.betas=[0.9,0.999]',
      'seed=1',
      'augment=y',
      'run_name=null',
      'model.width=32',
      'model.layers=[64,64]',
      'model.act="relu"',
    ],
    told: ['data_dir'],
  },
  'structured_hydra.py': {
    words: '{{args}} hydra.run.dir={{out_dir}}',
    settings: ['SWEEP_ARGS=hydra'],
    values: ['lr=1e-2', 'steps=100', 'dims=[8,8]', 'nesterov=n', 'note=null'],
  },
  'omega_cli.py': {
    words: '{{args}} save_dir={{out_dir}}',
    settings: ['SWEEP_ARGS=hydra'],
    values: ['optim.lr=0.05', 'optim.name_of="sgd"', 'epochs=3'],
  },
  'file_config.py': {
    words: '--config={{config}}',
    settings: ['SWEEP_FORMAT=yaml', 'SWEEP_BASE=settings.yaml'],
    values: ['optim.lr=0.05', 'optim.name_of="sgd"', 'epochs=3', 'save_dir="out"'],
    told: ['--debug'],
  },
  'plain_argv.py': {
    words: '{{CONFIG_RATE}} {{CONFIG_STEPS}} {{CONFIG_KIND}}',
    values: ['CONFIG_STEPS=20', 'CONFIG_KIND="sgd"'],
    told: ['CONFIG_RATE'],
  },
  'from_environ.py': { words: '', values: ['LEARNING_RATE=0.1', 'STEPS=20'] },
  'trainer_dataclass.py': {
    words: '{{args}} --output_dir={{out_dir}}',
    settings: ['SWEEP_ARGS_OFF=false'],
    values: ['CONFIG_MODEL_NAME_OR_PATH="bert-base-cased"', 'CONFIG_MAX_SEQ_LENGTH=128', 'CONFIG_USE_FAST=y'],
    told: ['CONFIG_CACHE_DIR', 'TrainingArguments'],
  },
  'loop.sh': { words: '', values: ['LR=0.1', 'STEPS=20', 'NAME="run of mine"'] },
};

for (const [script, { words, settings = [], values, told = [] }] of Object.entries(table)) {
  test(`${script} is read without being run, and its range file has every parameter with its default`, (t) => {
    if (!needs(t, 'python3')) return;
    const reading = readScript(join(SCRIPTS, script));
    const text = draftRange({
      script,
      reading: { ...reading, from: relative(SCRIPTS, reading.from) },
      metric: undefined,
    });
    assert.ok(!existsSync(join(SCRIPTS, 'executed')) && !existsSync('executed'), 'the script ran');
    const lines = text.split('\n');
    const program = script.endsWith('.sh') ? 'bash' : 'python3';
    assert.equal(
      lines.find((line) => line.startsWith('SWEEP_COMMAND=')),
      `SWEEP_COMMAND="${`${program} ${script} ${words}`.trim()}"`,
    );
    const others = lines.filter((line) => line.startsWith('SWEEP_') && !line.startsWith('SWEEP_COMMAND='));
    assert.deepEqual(others, settings);
    const assigned = lines.filter((line) => /^[A-Za-z]/.test(line) && !line.startsWith('SWEEP_'));
    assert.deepEqual(
      assigned.map((line) => line.replace(/ {2}#.*$/, '')),
      values,
    );
    const comments = lines.filter((line) => line.startsWith('# ')).join('\n');
    for (const name of told) assert.ok(comments.includes(name), `${name} is not told`);
    const parsed = parseRangeFile({ path: 'r', text }, () => ({ unreadable: 'none' }));
    assert.equal(formatDiagnostics(parsed.diagnostics), '');
  });
}

test('the metric of a log is written with the pattern that reads it', () => {
  const reading = readScript(join(SCRIPTS, 'loop.sh'));
  const metric = guessLogMetrics('epoch 1 val_acc: 0.5\nepoch 2 val_acc: 0.75\ntime: 3 s\n')[0];
  const text = draftRange({ script: 'loop.sh', reading, metric });
  assert.match(
    text,
    /^# Line 2 of the log: epoch 2 val_acc: 0\.75\nSWEEP_METRIC=val_acc\nSWEEP_METRIC_REGEX='val_acc\\s\*:\\s\*\(\?<val_acc>/m,
  );
  assert.match(
    draftRange({ script: 'loop.sh', reading, metric: null }),
    /^# No number with a name that looks like a metric/m,
  );
});

test('sweep-init writes nothing over a file, names what is missing, and runs --help only when it may', async (t) => {
  if (!needs(t, 'python3')) return;
  const box = sandbox(t);
  cpSync(join(SCRIPTS, 'digits_argparse.py'), box.path('a.py'));
  box.write(
    'b.py',
    'import sys, pathlib\npathlib.Path(__file__).with_name("ran").touch()\nprint("usage: b.py [--rate RATE]")\n',
  );
  const made = await box.make(['sweep-init', 'SCRIPT=a.py', 'TO=my-range']);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /my-range: 7 parameters of a\.py; make sweep-check RANGE_CONFIG=my-range tries one run/);
  const again = await box.script('init', ['a.py', '--to', 'my-range']);
  assert.deepEqual([again.code, /is there already/.test(again.stderr)], [2, true]);
  const none = await box.script('init', ['missing.py']);
  assert.match(none.stderr, /there is no script missing\.py/);
  assert.ok(!existsSync(box.path('executed')));
  const closed = await box.script('init', ['b.py']);
  assert.match(closed.stdout, /# Not known: no parameters were found in it/);
  assert.ok(!existsSync(box.path('ran')));
  const open = await box.script('init', ['b.py', '--allow-code']);
  assert.match(open.stdout, /# CONFIG_RATE= {2}# --rate/);
  assert.ok(existsSync(box.path('ran')));
  box.write('broken.py', 'def (:\n');
  assert.match((await box.script('init', ['broken.py'])).stderr, /is no Python that python3 understands: line 1/);
});
