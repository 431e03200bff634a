// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileStrict, printedText, templateContext } from '../../scripts/lib/config/strict-template.ts';
import { readWord, textValue } from '../../scripts/lib/core/value.ts';

const CONTEXT = templateContext(
  [
    { name: 'LR', value: readWord('1e-5') },
    { name: 'AMP', value: readWord('n') },
    { name: 'AMSGRAD', value: readWord('y') },
    { name: 'ZERO', value: readWord('0') },
    { name: 'EMPTY', value: textValue('') },
    { name: 'opt.name', value: textValue(`a'b"<&={{`) },
    { name: 'opt.lr', value: readWord('0.10') },
  ],
  { number: '17' },
);

function render(template: string): string {
  const rendered = compileStrict(template, { escape: (value) => `[${printedText(value)}]`, helpers: { twice: (value) => printedText(value).repeat(2) } })(CONTEXT);
  return 'text' in rendered ? rendered.text : `${rendered.problem.line ?? '?'}:${rendered.problem.column ?? '?'} ${rendered.problem.message}`;
}

for (const [template, text] of [
  ['{{LR}} {{{LR}}} {{&LR}} {{[LR]}}', '[1e-5] [1e-5] [1e-5] [1e-5]'],
  ['{{opt.name}}', `[a'b"<&={{]`],
  ['{{opt.lr}} {{number}}', '[0.10] [17]'],
  ['{{twice LR}}{{{twice LR}}}', '1e-51e-51e-51e-5'],
  ['{{#if AMP}}on{{else}}off{{/if}}{{#if AMSGRAD}}on{{/if}}', 'offon'],
  ['{{#if ZERO}}zero is a value{{/if}}{{#if EMPTY}}x{{else}} empty is not{{/if}}', 'zero is a value empty is not'],
  ['{{#if NOPE}}x{{else}}absent{{/if}}{{#unless a.b.c}}!{{/unless}}', 'absent!'],
  ['{{#with opt}}{{lr}}{{/with}}', '[0.10]'],
  ['\\{{LR}} {{!-- a comment --}}', '{{LR}} '],
  ['no braces: $(x) `y` "z"', 'no braces: $(x) `y` "z"'],
] as const) {
  test(`${template} is ${text}`, () => assert.equal(render(template), text));
}

for (const [template, problem] of [
  ['a\n  {{NOPE}}', '2:2 {{NOPE}} is printed, but this configuration has no such symbol'],
  ['{{opt.nope}}', '1:0 {{opt.nope}} is printed, but this configuration has no such symbol'],
  ['{{nope.deep.er}}', '1:0 {{nope.deep.er}} is printed, but this configuration has no such symbol'],
  ['{{toString}}', '1:0 {{toString}} is printed, but this configuration has no such symbol'],
  ['{{constructor}}', '1:0 {{constructor}} is printed, but this configuration has no such symbol'],
  ['{{twice NOPE}}', '1:0 {{twice}} is printed, but this configuration has no such symbol'],
  ['{{log LR}}', '?:? there is no helper log'],
] as const) {
  test(`${template} is refused with its place`, () => assert.equal(render(template), problem));
}

test('a template that does not parse says on which line', () => {
  assert.match(render('x\n{{LR'), /^2:\? /);
  assert.match(render('{{#if LR}}'), /^1:\? /);
  assert.match(render('{{> other}}'), /partial other/);
});
