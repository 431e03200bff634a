// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { needs } from '../rig/needs.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

/** What everybody gets wrong once: the range file or the call, and what a person reads, in order: place, cause, what to write. */
interface Mistake {
  readonly range?: string;
  /** What is called: a preview (the default), the whole sweep, or a script with its arguments. */
  readonly call?: 'list' | 'sweep' | readonly [script: string, ...args: string[]];
  readonly code: number;
  readonly says: readonly (string | RegExp)[];
}

const START = 'SWEEP_COMMAND="true {{args}}"\n';
const one = (command: string, more = ''): string => `CONFIG_A=1\nSWEEP_COMMAND='${command}'\n${more}`;
const json = (text: string): string => `echo "${text.replaceAll('"', '\\"')}" >{{out_dir}}/training_metrics.json`;

const mistakes: Readonly<Record<string, Mistake>> = {
  'alternatives with a comma': {
    range: `CONFIG_LR=0.1,0.2\n${START}`,
    code: 2,
    says: ['r:1:14:', 'a comma stands in the value', '[1,2]'],
  },
  'alternatives in one pair of quotes': {
    range: `CONFIG_O="adam|sgd"\n${START}`,
    code: 0,
    says: ['r:1:10:', 'is one text, not 2 values', 'write adam|sgd'],
  },
  'a range of two parts': {
    range: `CONFIG_LR=0.1:0.5\n${START}`,
    code: 2,
    says: ['r:1:11:', 'has two parts', 'write 0.1:1:0.5'],
  },
  'a step of nothing': {
    range: `CONFIG_LR=0.1:0:0.5\n${START}`,
    code: 2,
    says: ['r:1:15:', 'the step is 0', 'write the distance'],
  },
  'a step the wrong way': {
    range: `CONFIG_LR=0.1:-0.1:0.5\n${START}`,
    code: 2,
    says: ['r:1:15:', 'leads away', 'write 0.1:0.1:0.5'],
  },
  'start:end:step': {
    range: `CONFIG_LR=0.1:0.5:0.1\n${START}`,
    code: 0,
    says: ['r:1:11:', 'has a single value', 'write 0.1:0.1:0.5'],
  },
  'a symbol twice': {
    range: `CONFIG_LR=0.1\nCONFIG_LR=0.2\n${START}`,
    code: 2,
    says: ['r:2:1:', 'assigned twice', 'r:1:1: note', 'write alternatives as a|b'],
  },
  'a setting misspelt': {
    range: 'SWEEP_COMAND="x"\nCONFIG_A=1\n',
    code: 2,
    says: ['r:1:1:', 'there is no setting SWEEP_COMAND', 'SWEEP_COMMAND?'],
  },
  'a line that is none': {
    range: `hello world\n${START}`,
    code: 2,
    says: ['r:1:1:', 'is no line of a range file', 'NAME=value'],
  },
  'a range file that is not there': {
    call: ['list-configs', 'nope'],
    code: 2,
    says: ['nope cannot be read', 'no such file'],
  },
  'no range file': { call: ['generate-configs'], code: 2, says: ['no range file is named', 'RANGE_CONFIG=FILE'] },
  'an empty range file': { range: '\n', code: 0, says: ['r gives no symbol a value', 'CONFIG_LR=0.1|0.01'] },
  'a list that is not closed': {
    range: `CONFIG_L=[1, 2\n${START}`,
    code: 2,
    says: ['r:1:10:', 'this list is not closed', '[1, 2.5,'],
  },
  'a quote that is not closed': {
    range: `CONFIG_O="adam\n${START}`,
    code: 2,
    says: ['r:1:10:', 'this quote is not closed', 'add a closing "'],
  },
  'a number without its zero': {
    range: `CONFIG_LR=.5\n${START}`,
    code: 0,
    says: ['r:1:11:', 'is text, not a number', 'write 0.5'],
  },
  'a rule over a misspelt symbol': {
    range: `CONFIG_RATE=1|2\ndepends on CONFIG_RATT < 2\n${START}`,
    code: 2,
    says: ['r:2:12:', 'no symbol CONFIG_RATT', 'CONFIG_RATE'],
  },
  'rules that leave nothing': {
    range: `CONFIG_LR=1|2\ndepends on CONFIG_LR > 5\n${START}`,
    call: 'sweep',
    code: 2,
    says: ['no configuration is left', 'sweep-list shows the count after each rule'],
  },
  'a law without a number of draws': {
    range: `CONFIG_A=~uniform(0,1)\n${START}`,
    code: 2,
    says: ['r:1:1:', 'is drawn from', 'SAMPLES=N'],
  },
  'a mode without a number of draws': {
    range: `CONFIG_A=1|2\nSWEEP_MODE=random\n${START}`,
    code: 2,
    says: ['SAMPLES does not say how many', 'SWEEP_SAMPLES=50'],
  },
  'a name that the shell needs': {
    range: `PATH=1\n${START}`,
    code: 2,
    says: ['r:1:1:', 'cannot be called PATH', 'CONFIG_PATH'],
  },
  'a sourced file that is not there': {
    range: `source "base.config"\n${START}`,
    code: 2,
    says: ['r:1:1:', 'cannot read `base.config`', 'relative to the file'],
  },
  'more configurations than anybody runs': {
    range: `CONFIG_A=1:1:200\nCONFIG_B=1:1:200\n${START}`,
    call: 'sweep',
    code: 2,
    says: ['more than 10,000 configurations', 'LIMIT=N'],
  },
  'a setting with a word of its own': {
    range: `CONFIG_A=1\nSWEEP_ARGS=dash\n${START}`,
    code: 2,
    says: ['r:2:12:', 'SWEEP_ARGS is `dash`', 'underscores, dashes, hydra'],
  },
  'a goal that is none': {
    range: `CONFIG_A=1\nSWEEP_GOAL=up\n${START}`,
    code: 2,
    says: ['r:2:12:', 'SWEEP_GOAL is `up`', 'one of max, min'],
  },
  'a flag misspelt': {
    call: ['run-test-matrix', '--paralel', '2'],
    code: 2,
    says: ['--paralel is no flag', '--parallel?'],
  },
  'a report where nothing ran': {
    call: ['report'],
    code: 2,
    says: ['there is no sweep in test_matrix_results/', 'make sweep RANGE_CONFIG=FILE'],
  },
  'no command': {
    range: 'CONFIG_A=1\n',
    call: 'sweep',
    code: 2,
    says: ['SWEEP_COMMAND is not set', 'SWEEP_COMMAND="python train.py'],
  },
  'a value in quotes of the command': {
    range: one('run "{{CONFIG_A}}"'),
    call: 'sweep',
    code: 2,
    says: ['r:2:21:', 'stands inside double quotes', 'end the quotes before it'],
  },
  'a symbol without its CONFIG_': {
    range: one('run {{A}}'),
    call: 'sweep',
    code: 2,
    says: ['r:2:20:', '{{A}} is printed', 'did you mean CONFIG_A?'],
  },
  'a brace too many': {
    range: one('echo {"a": {{CONFIG_A}}}'),
    call: 'sweep',
    code: 2,
    says: ['r:2:37:', 'closes more braces', 'put a blank between'],
  },
  'a brace too few': {
    range: one('run {{CONFIG_A'),
    call: 'sweep',
    code: 2,
    says: ['r:2:20:', 'is never closed', 'write {{NAME}}'],
  },
  'a metric whose goal nobody knows': {
    range: one('true', 'SWEEP_METRIC=zorp\n'),
    call: 'sweep',
    code: 2,
    says: ['more or less zorp is better', 'SWEEP_METRIC="zorp max"'],
  },
  'a pattern that is none': {
    range: one('true', `SWEEP_METRIC=acc\nSWEEP_METRIC_REGEX="acc ([0-9]+"\n`),
    call: 'sweep',
    code: 2,
    says: ['SWEEP_METRIC_REGEX is "acc ([0-9]+"', 'Unterminated group', '(?<test_acc>[0-9.]+)'],
  },
  'a pattern without a name': {
    range: one('true', `SWEEP_METRIC=acc\nSWEEP_METRIC_REGEX="acc ([0-9]+)"\n`),
    call: 'sweep',
    code: 2,
    says: ['has 1 group', 'expected named groups', '(?<test_acc>[0-9.]+)'],
  },
  'a metric outside of the run': {
    range: one('true', 'SWEEP_METRIC=../x.json:acc\n'),
    call: 'sweep',
    code: 2,
    says: ['SWEEP_METRIC reads "../x.json"', 'must lie inside the run folder'],
  },
  'a metric file of no format': {
    range: one('true', 'SWEEP_METRIC=acc\nSWEEP_METRIC_FILES=my.dat\n'),
    call: 'sweep',
    code: 2,
    says: ['SWEEP_METRIC_FILES has "my.dat"', 'my.dat=FORMAT'],
  },
  'a metric by another name': {
    range: one(json('{"acc": 1}'), 'SWEEP_METRIC=accuracy\n'),
    call: 'sweep',
    code: 1,
    says: ['config_001', 'no accuracy (found acc in training_metrics.json', 'METRIC=acc?'],
  },
  'a metric that is in the log': {
    range: one('echo acc 84.5', 'SWEEP_METRIC=acc\n'),
    call: 'sweep',
    code: 1,
    says: ['config_001', 'line 1 of the log, "acc 84.5"', "METRIC_REGEX='acc"],
  },
  'a decimal comma': {
    range: one('echo acc 81,5', `SWEEP_METRIC=acc\nSWEEP_METRIC_REGEX="acc (?<acc>[0-9.]+)"\n`),
    call: 'sweep',
    code: 1,
    says: ['output.log:1:1: found 81,5', 'decimal comma is not read', 'LC_ALL=C'],
  },
  'a number in quotes': {
    range: one(json('{"acc": "81.5"}'), 'SWEEP_METRIC=acc\n'),
    call: 'sweep',
    code: 1,
    says: ['config_001', 'acc is the text "81.5"', 'without quotes', 'training_metrics.json'],
  },
  'a goal against the metric': {
    range: one(json('{"acc": 1}'), 'SWEEP_METRIC=acc\nSWEEP_GOAL=min\n'),
    call: 'sweep',
    code: 0,
    says: ['acc is ranked with the smallest first', 'SWEEP_METRIC="acc max"', 'done after', 'acc=1'],
  },
  'options with underscores': {
    range: 'CONFIG_LEARNING_RATE=1\nSWEEP_COMMAND="python3 t.py {{args}} --name=x"\n',
    call: 'sweep',
    code: 1,
    says: ['config_001 failed', 'hint: the script does not know --learning_rate', 'SWEEP_ARGS=dashes'],
  },
  'a required option': {
    range: one('python3 t.py'),
    call: 'sweep',
    code: 1,
    says: ['config_001 failed', 'hint: the script requires --name', 'give it a line'],
  },
  'options for Hydra': {
    range: one('printf "usage: h.py [--hydra-help]\\nh.py: error: unrecognized arguments: --a=1\\n"; exit 2'),
    call: 'sweep',
    code: 1,
    says: ['config_001 failed', 'overrides of Hydra', 'SWEEP_ARGS=hydra'],
  },
  'a script that is not there': {
    range: one('python3 trian.py'),
    call: 'sweep',
    code: 1,
    says: ['config_001 failed', /hint: there is no .*trian\.py/, 'SWEEP_CWD'],
  },
  'a program that is not there': {
    range: one('trainer --x'),
    call: 'sweep',
    code: 1,
    says: ['exit code 127', 'hint: there is no program trainer here', 'SWEEP_SETUP'],
  },
  'a module that is not there': {
    range: one('python3 -c "import nothing_like_it"'),
    call: 'sweep',
    code: 1,
    says: ['config_001 failed', 'lacks nothing_like_it', "SWEEP_SETUP='source .venv/bin/activate'"],
  },
  'an environment that is not there': {
    range: `CONFIG_A=1\n${START}SWEEP_SETUP='source .venv/bin/activate'\n`,
    call: 'sweep',
    code: 1,
    says: ['SWEEP_SETUP failed', 'names .venv/bin/activate, which is not there', 'SWEEP_CWD'],
  },
  'a folder that is not there': {
    range: `CONFIG_A=1\n${START}SWEEP_CWD=nowhere\n`,
    call: 'sweep',
    code: 1,
    says: ['exit code 126', /there is no folder \S*nowhere|there is no folder .*nowhere/, '{{range_dir}}'],
  },
};

const SCRIPT =
  'import argparse\np = argparse.ArgumentParser()\np.add_argument("--learning-rate")\np.add_argument("--name", required=True)\np.parse_args()\n';

async function readByPerson(
  box: Sandbox,
  { range, call = 'list' }: Mistake,
): Promise<{ code: number | null; text: string }> {
  if (range !== undefined) box.write('r', range);
  box.write('t.py', SCRIPT);
  if (call === 'sweep') {
    const made = await box.script('generate-configs', ['r', 'sweep_configs', '--to-run']);
    if (made.code !== 0) return { code: made.code, text: made.stderr };
    const { code, stderr } = await box.script('run-test-matrix', ['--range-config', 'r', '--as-named']);
    return { code, text: made.stderr + stderr };
  }
  const [script, ...args] = call === 'list' ? (['list-configs', 'r'] as const) : call;
  const { code, stderr } = await box.script(script, args);
  return { code, text: stderr };
}

async function check(t: TestContext, mistake: Mistake): Promise<void> {
  if (!needs(t, 'python3')) return;
  const { code, text } = await readByPerson(sandbox(t), mistake);
  assert.equal(code, mistake.code, text);
  let at = 0;
  for (const words of mistake.says) {
    const found = typeof words === 'string' ? text.indexOf(words, at) : text.slice(at).search(words) + at;
    assert.ok(
      found >= at && (typeof words === 'string' || words.test(text.slice(at))),
      `${String(words)} is not said:\n${text}`,
    );
    at = found;
  }
}

test('forty mistakes and more are told with their place, their cause and what to write', () => {
  assert.ok(Object.keys(mistakes).length >= 40, `${Object.keys(mistakes).length}`);
});

for (const [name, mistake] of Object.entries(mistakes)) test(`${name} is answered in words`, (t) => check(t, mistake));
