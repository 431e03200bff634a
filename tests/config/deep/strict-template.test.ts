// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileStrict } from '../../../scripts/lib/config/strict-template.ts';
import { printedText, templateContext } from '../../../scripts/lib/config/template-context.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { readWord, textValue } from '../../../scripts/lib/core/value.ts';

const CONTEXT = templateContext(
  [
    { name: 'LR', value: readWord('1e-5') },
    { name: 'AMP', value: readWord('n') },
    { name: 'AMSGRAD', value: readWord('y') },
    { name: 'ZERO', value: readWord('0') },
    { name: 'EMPTY', value: textValue('') },
    { name: 'L', value: { kind: 'list', text: '[1,2e5,"a \\"b\\"",[3,["x"]],true]' } },
    { name: 'EMPTY_LIST', value: { kind: 'list', text: '[]' } },
    { name: 'opt.name', value: textValue(`a'b"<&={{`) },
    { name: 'opt.lr', value: readWord('0.10') },
  ],
  { number: '17' },
);

function render(template: string): string {
  const rendered = compileStrict(template, {
    escape: (value) => `[${printedText(value)}]`,
    helpers: { twice: (value) => printedText(value).repeat(2) },
  })(CONTEXT);
  return 'text' in rendered
    ? rendered.text
    : `${rendered.problem.line ?? '?'}:${rendered.problem.column ?? '?'} ${rendered.problem.message}`;
}

test('a template without blocks is filled in as Handlebars itself fills it in', () => {
  const names = [
    'LR',
    'opt.name',
    'opt',
    'opt.nope',
    'nope.x',
    'number',
    'number.length',
    'L.0',
    'L.text',
    'symbols.LR',
  ];
  names.push(
    'toString',
    'if',
    'each',
    'this',
    'this.LR',
    './LR',
    '@root.LR',
    '[LR]',
    'symbols.[opt]',
    'twice',
    '../LR',
    'EMPTY',
  );
  const rng = createRng('templates');
  const pick = <T>(list: readonly T[]): T => list[rng.below(list.length)] ?? assert.fail();
  let [plain, wrong] = [0, 0];
  for (let i = 0; i < 3000; i += 1) {
    const piece = (): string =>
      pick([` ${pick(['$(x)', '"q"', "it's\n", '\\', ''])} `, `{{${pick(names)}}}`, `{{~${pick(names)} ~}}`, '{{!c}}']);
    const template = Array.from({ length: 1 + rng.below(4) }, piece).join('');
    // A block that prints nothing is enough to have Handlebars do it.
    const whole = `x${template}x{{#if NOPE}}{{/if}}`;
    assert.equal(render(`x${template}x`), render(whole), template);
    if (compileStrict(template, { escape: String }).roots !== undefined) plain += 1;
    if (/^\d/.test(render(template))) wrong += 1;
    assert.equal(compileStrict(whole, { escape: String }).roots, undefined);
  }
  assert.ok(plain > 1000 && wrong > 500, `${plain} plain, ${wrong} wrong`);
});
