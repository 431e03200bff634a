// SPDX-License-Identifier: MIT
import { compileStrict } from '../../scripts/lib/config/strict-template.ts';
import { printedText, templateContext } from '../../scripts/lib/config/template-context.ts';
import { readWord, textValue } from '../../scripts/lib/core/value.ts';

/** A configuration whose values are of every kind. */
export const CONTEXT = templateContext(
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

/** Returns what a strict template prints with it, or its problem with the place. */
export function renderStrict(template: string): string {
  const rendered = compileStrict(template, {
    escape: (value) => `[${printedText(value)}]`,
    helpers: { twice: (value) => printedText(value).repeat(2) },
  })(CONTEXT);
  return 'text' in rendered
    ? rendered.text
    : `${rendered.problem.line ?? '?'}:${rendered.problem.column ?? '?'} ${rendered.problem.message}`;
}
