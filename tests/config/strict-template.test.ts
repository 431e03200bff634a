// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTEXT, renderStrict } from './strict-render.ts';
import { compileStrict } from '../../scripts/lib/config/strict-template.ts';
import { printedText } from '../../scripts/lib/config/template-context.ts';

for (const [template, text] of [
  ['{{LR}} {{{LR}}} {{&LR}} {{[LR]}}', '[1e-5] [1e-5] [1e-5] [1e-5]'],
  ['{{opt.name}}', `[a'b"<&={{]`],
  ['{{opt.lr}} {{number}}', '[0.10] [17]'],
  ['{{twice LR}}{{{twice LR}}}', '1e-51e-51e-51e-5'],
  ['{{#if AMP}}on{{else}}off{{/if}}{{#if AMSGRAD}}on{{/if}}', 'offon'],
  ['{{#if ZERO}}zero is a value{{/if}}{{#if EMPTY}}x{{else}} empty is not{{/if}}', 'zero is a value empty is not'],
  ['{{#if NOPE}}x{{else}}absent{{/if}}{{#unless a.b.c}}!{{/unless}}', 'absent!'],
  ['{{#with opt}}{{lr}}{{/with}}', '[0.10]'],
  ['{{#each opt}}{{@key}}={{this}} {{/each}}', `[name]=[a'b"<&={{] [lr]=[0.10] `],
  ['{{#each L}}<{{@index}} {{this}}>{{/each}}', '<[0] [1]><[1] [2e5]><[2] [a "b"]><[3] [[3,["x"]]]><[4] [true]>'],
  ['{{#each EMPTY_LIST}}x{{else}}nothing{{/each}}{{#each NOPE}}x{{else}} nothing{{/each}}', 'nothing nothing'],
  ['\\{{LR}} {{!-- a comment --}}', '{{LR}} '],
  ['no braces: $(x) `y` "z"', 'no braces: $(x) `y` "z"'],
] as const) {
  test(`${template} is ${text}`, () => assert.equal(renderStrict(template), text));
}

for (const [template, problem] of [
  ['a\n  {{NOPE}}', '2:2 {{NOPE}} is printed, but this configuration has no such symbol'],
  ['{{opt.nope}}', '1:0 {{opt.nope}} is printed, but this configuration has no such symbol'],
  ['{{nope.deep.er}}', '1:0 {{nope.deep.er}} is printed, but this configuration has no such symbol'],
  ['{{toString}}', '1:0 {{toString}} is printed, but this configuration has no such symbol'],
  ['{{constructor}}', '1:0 {{constructor}} is printed, but this configuration has no such symbol'],
  ['{{twice NOPE}}', '1:0 {{twice NOPE}} is printed, but this configuration has no such symbol'],
  ['x {{opt}}', '1:2 {{opt}} is a folder of names: opt.name, opt.lr'],
  ['{{#with opt}}\n{{this}}{{/with}}', '2:0 {{this}} is a folder of names: name, lr'],
  ['x {{twice opt}}', '1:2 what {{twice}} is to print is a folder of names: name, lr'],
  ['{{LR.text}}', '1:0 {{LR.text}} is printed, but this configuration has no such symbol'],
  ['{{#with LR}}{{kind}}{{/with}}', '1:12 {{kind}} is printed, but this configuration has no such symbol'],
  [' {{#each LR}}{{this}}{{/each}}', '1:1 {{#each}} goes through a list or a folder of names, and this is one value'],
  ['{{log LR}}', '?:? there is no helper log'],
  [' {{thrice LR}}', '1:1 there is no helper thrice'],
] as const) {
  test(`${template} is refused with its place`, () => assert.equal(renderStrict(template), problem));
}

for (const [template, problem] of [
  ['x\n {{LR', '2:1 `{{` is never closed'],
  ['{{LR {{LR}}', '1:0 `{{` is never closed'],
  ['{"loss": {{LR}}}', '1:13 `}}}` closes more braces than were opened'],
  ['{{#if LR}}\n{{LR}}}{{/if}}', '2:4 `}}}` closes more braces than were opened'],
  ['{{{LR}}', '1:0 `{{{` is closed by `}}` only'],
  ['a {{#if LR}}', '1:2 {{#if LR}} is never closed'],
  ['a {{/if}}', '1:2 {{/if}} closes nothing'],
  ['{{#if LR}}\n{{/each}}', '2:0 {{/each}} stands where {{#if LR}} must be closed first'],
  ['{{LR}} {{else}}', '1:7 {{else}} stands outside of any block'],
  ['{{LR}}\n{{a b%}}', '2:0 {{a b%}} is nothing that a template can hold'],
  ['{{}}', '1:0 {{}} is nothing that a template can hold'],
  ['\\{{x {{!-- }} --}}{{!x}} {{#if LR}}{{else if AMP}}{{/if}} {{}}', '1:58 {{}} is nothing that a template can hold'],
] as const) {
  test(`a template that does not parse says why and where: ${JSON.stringify(template)}`, () =>
    assert.equal(renderStrict(template), problem));
}

function hintOf(template: string): string | undefined {
  const rendered = compileStrict(template, {
    escape: printedText,
    helpers: { twice: (value) => printedText(value).repeat(2) },
  })(CONTEXT);
  return 'text' in rendered ? assert.fail(rendered.text) : rendered.problem.hint;
}

for (const [template, hint] of [
  ['{{NOPE}}', undefined], // whoever compiles it knows what to say of a symbol that is absent
  ['{{twice NOPE}}', undefined],
  ['{{opt}}', 'write {{opt.name}}, or {{#each opt}}{{@key}} {{this}}{{/each}} for all of them'],
  ['{{#with opt}}{{this}}{{/with}}', 'write {{name}}, or {{#each this}}{{@key}} {{this}}{{/each}} for all of them'],
  ['{{twice opt}}', 'write {{twice NAME}} with one of them'],
  ['{{#each LR}}{{this}}{{/each}}', 'print it with {{NAME}}'],
  ['{{log LR}}', 'there are twice, if, unless, each, with, lookup'],
  ['{{thrice LR}}', 'there are twice, if, unless, each, with, lookup'],
  ['{{#thrice LR}}x{{/thrice}}', 'there are twice, if, unless, each, with, lookup'],
  ['{{> other}}', 'partials are not read: write the text of the other file here'],
] as const) {
  test(`${template} is refused with the hint ${hint}`, () => assert.equal(hintOf(template), hint));
}

test('a partial is refused', () => assert.match(renderStrict('{{> other}}'), /partial other/));
