// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { type Assignment, textValue } from '../../scripts/lib/core/value.ts';
import { argumentWords } from '../../scripts/lib/run/arguments.ts';
import { compileCommand, compileRaw } from '../../scripts/lib/run/command.ts';
import { assignments } from '../rig/sweep-rig.ts';

const PLACE = {
  config: '/tmp/a sweep/config.txt',
  outDir: '/tmp/a sweep',
  number: 7,
  name: 'config_007',
  rangeDir: '/home/me/my project',
};

function rendered(template: string, values: Readonly<Record<string, string>> = {}): string {
  const compiled = compileCommand(template);
  assert.deepEqual(compiled.diagnostics, []);
  const result = compiled.value?.render(assignments(values), PLACE);
  assert.ok(result !== undefined && 'text' in result, JSON.stringify(result));
  return result.text;
}

/** The words bash makes of a command line. */
function bashWords(command: string): readonly string[] {
  return wordsOfEach([command])[0] ?? [];
}

/** The words that one bash makes of each of some command lines. */
function wordsOfEach(commands: readonly string[]): readonly (readonly string[])[] {
  const script = commands.map((command) => `set -- ${command}\nprintf '%s\\0' "$#" "$@"\n`).join('');
  const out = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0');
  const found: string[][] = [];
  for (let at = 0; at < out.length - 1; at += 1 + Number(out[at]))
    found.push(out.slice(at + 1, at + 1 + Number(out[at])));
  assert.equal(found.length, commands.length);
  return found;
}

const HOSTILE = [
  '',
  ' ',
  "it's",
  '"',
  '$(touch /tmp/ks-hole)',
  '`touch /tmp/ks-hole`',
  '\\',
  '\\n',
  '; rm -rf x',
  '../..',
  '-rf',
  '--',
  '*',
  '~',
  '~root',
  '{a,b}',
  '!x',
  '#',
  '# x',
  'a\tb',
  '$HOME',
  '${HOME}',
  'x'.repeat(10_000),
  '😀 ünï',
  '&',
  '|',
  '<x',
  '>x',
  '()',
  '[[',
  '%s',
  '%n',
  '\u200b',
  '=',
  'a=b',
  '<b>&amp;</b>',
  '{{x}}',
  "'\\''",
  '$',
  "$'",
];

test('every value arrives as the exact text of one word', () => {
  const template =
    "{{V}} {{{V}}} --v={{V}} pre{{V}}post {{V}}{{V}} $(printf %s {{V}})'x' '{{' {{#if V}}{{V}}{{else}}none{{/if}}".replace(
      "'{{' ",
      '',
    );
  const words = wordsOfEach(HOSTILE.map((text) => rendered(template, { V: `"${text}` })));
  for (const [i, text] of HOSTILE.entries()) {
    assert.deepEqual(
      words[i]?.slice(0, 5),
      [text, text, `--v=${text}`, `pre${text}post`, text + text],
      JSON.stringify(text),
    );
  }
});

test('{{args}} is one word a symbol: y as a flag, n as nothing', () => {
  const values = {
    CONFIG_LR: '0.1',
    CONFIG_AMP: 'y',
    CONFIG_OFF: 'n',
    CONFIG_MOD: 'm',
    'training.lr': '1e-3',
    CONFIG_NAME: '"a b; rm $(x)',
    CONFIG_EMPTY: '"',
    lower: '"-x',
  };
  assert.deepEqual(bashWords(rendered('{{args}}', values)), [
    '--lr=0.1',
    '--amp',
    '--mod=m',
    '--training.lr=1e-3',
    '--name=a b; rm $(x)',
    '--empty=',
    '--lower=-x',
  ]);
  assert.equal(argumentWords([{ name: 'CONFIG_N', value: { kind: 'tristate', text: 'n' } }]), '');
});

test('places, dotted names and the folder of the range file can be named', () => {
  const words = bashWords(
    rendered('{{config}} {{out_dir}}/x {{number}} {{name}} {{range_dir}} {{training.opt.lr}}', {
      'training.opt.lr': '0.5',
    }),
  );
  assert.deepEqual(words, [PLACE.config, `${PLACE.outDir}/x`, '7', 'config_007', PLACE.rangeDir, '0.5']);
});

const REFUSED: readonly (readonly [template: string, why: RegExp])[] = [
  ['echo "{{x}}"', /inside double quotes/],
  ["echo '{{x}}'", /inside single quotes/],
  ["echo $'{{x}}'", /inside \$'\.\.\.'/],
  ['echo `echo {{x}}`', /inside backticks/],
  ['echo "$(echo {{x}})"', /inside double quotes/],
  ['echo "${A:-{{x}} }"', /inside double quotes|inside \$\{\.\.\.\}/],
  ['echo ${A:-{{x}} }', /inside \$\{/],
  ['echo $(( {{x}} + 1 ))', /inside \(\(/],
  ['(( {{x}} > 1 )) && run', /inside \(\(/],
  ['cat <<EOF\n{{x}}\nEOF', /inside a here-document/],
  ["cat <<-'END'\n\t{{x}}\n\tEND\n", /inside a here-document/],
  ['echo ${{x}}', /right behind a \$/],
  ['echo \\\\{{x}}', /right behind a backslash/],
  ['{{#if x}}"{{/if}}{{x}}"', /inside double quotes/],
];

for (const [template, why] of REFUSED) {
  test(`a value where a quoted word would be none is refused: ${JSON.stringify(template)}`, () => {
    const { diagnostics, value } = compileCommand(template);
    assert.equal(value, undefined);
    assert.match(diagnostics[0]?.message ?? '', why);
    assert.ok(diagnostics[0]?.span !== undefined && diagnostics[0].hint !== undefined);
    assert.equal(
      template.slice(diagnostics[0].span.offset).startsWith('{{x}}'),
      true,
      'the position is that of the value',
    );
  });
}

const ALLOWED = [
  `echo "it is" {{x}} 'and' {{x}}`,
  "echo it\\'s {{x}}",
  'cat <<EOF\nplain\nEOF\necho {{x}}',
  'cat <<<{{x}}',
  "# don't\necho {{x}}",
  'echo $(echo {{x}})',
  'echo a#b"c" {{x}}',
  'for f in a b; do echo $f {{x}}; done',
  '( cd /tmp && echo {{x}} )',
  'if [ {{x}} = 1 ]; then :; fi',
  'echo $((1+1)) {{x}}',
  'echo "${A}" {{x}}',
  'x={{x}} env',
  'echo >{{x}}.log 2>&1',
];

test('ordinary shell text around values is left alone', () => {
  for (const template of ALLOWED) assert.deepEqual(compileCommand(template).diagnostics, [], template);
});

test('what the scanner lets through bash reads as the exact text', () => {
  // An independent check: whatever is accepted must hold for bash itself, with a value that would do harm.
  for (const template of ALLOWED.filter((t) => t.startsWith('echo') || t.startsWith('cat <<<'))) {
    const harm = '\'; echo HARM; "$(echo HARM)`echo HARM`';
    const out = execFileSync(
      'bash',
      ['-c', rendered(template.replace('echo >', 'true >/dev/null; true '), { x: `"${harm}` })],
      { encoding: 'utf8' },
    );
    assert.equal(out.split(harm).join('').includes('HARM'), false, template);
  }
});

test('a symbol that a configuration lacks is an error with its place, not an empty word', () => {
  const compiled = compileCommand('run {{CONFIG_LR}} {{CONFIG_X}}');
  const result = compiled.value?.render(assignments({ CONFIG_LR: '1' }), PLACE);
  assert.ok(result !== undefined && 'problem' in result);
  const diagnostic = compiled.value?.diagnose(result, 'config_007');
  assert.match(diagnostic?.message ?? '', /CONFIG_X/);
  assert.equal(diagnostic?.span?.offset, 'run {{CONFIG_LR}} '.length);
});

test('an empty command, a NUL and broken braces are refused', () => {
  for (const template of ['', '  ', 'a\0b', 'run {{x', 'run {{#if x}}'])
    assert.equal(compileCommand(template).value, undefined, JSON.stringify(template));
});

test('SWEEP_CWD takes values as they are, since no shell reads it', () => {
  const result = compileRaw('runs/{{CONFIG_M}}', { path: 'SWEEP_CWD' }).render(
    [{ name: 'CONFIG_M', value: textValue("a b'c") }],
    PLACE,
  );
  assert.deepEqual(result, { text: "runs/a b'c" });
});

test('braces of JSON around a value are told with their place and what to do', () => {
  const { value, diagnostics } = compileCommand('printf {"loss": {{CONFIG_A}}}');
  assert.equal(value, undefined);
  assert.deepEqual(
    diagnostics.map((d) => [d.message, d.hint, d.span?.offset]),
    [['`}}}` closes more braces than were opened', 'put a blank between }} and }', 28 - 2]],
  );
});

test('a folder of names is no word of a command', () => {
  const result = compileCommand('run {{opt}}').value?.render(assignments({ 'opt.lr': '1' }), PLACE);
  assert.ok(result !== undefined && 'problem' in result);
  assert.equal(result.problem.message, '{{opt}} is a folder of names: opt.lr');
});

test('a word of a stage that this one is not built upon is answered with the line that would give it', () => {
  const { value } = compileCommand('x {{b.out_dir}}');
  const hintOf = (needs: readonly Assignment[]): string | undefined => {
    const filled = value?.render([], { ...PLACE, needs });
    return filled !== undefined && 'problem' in filled ? filled.problem.hint : undefined;
  };
  const text = { kind: 'text', text: '/a' } as const;
  assert.equal(
    hintOf([{ name: 'a.out_dir', value: text }]),
    'if "b" is a stage, a line needs "b" in this one gives it what that has',
  );
  assert.equal(hintOf([]), undefined, 'without stages a name with a dot is a symbol like any other');
});
