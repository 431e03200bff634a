// SPDX-License-Identifier: MIT
import type { Span } from '../../core/source.ts';
import { readWord } from '../../core/value.ts';
import { printName, reservedReason, templateWord, WRITTEN_NAME } from '../names.ts';
import { quoted } from '../reader.ts';
import { type ImportTrouble, refuse } from './trouble.ts';

/** Returns a name of another system as a line of ours gives it a value. */
export function nativeName(name: string, span: Span, trouble: ImportTrouble): string | undefined {
  WRITTEN_NAME.lastIndex = 0;
  const isName = WRITTEN_NAME.exec(name)?.[0] === name && !name.endsWith('.') && !name.includes('..');
  if (!isName)
    return refuse(trouble, {
      code: 'E_NAME',
      span,
      message: `${quoted(name)} cannot be a name of a symbol`,
      hint: 'names are letters, digits, _, - and dots, and begin with a letter or _',
    });
  const reason = reservedReason(name);
  if (reason === undefined) return printName(name);
  return refuse(trouble, {
    code: 'E_NAME_RESERVED',
    span,
    message: `a symbol cannot be called ${name}: ${reason}`,
    hint: 'give it another name, there and in the script',
  });
}

/** Returns a name as a template prints it: {{lr}}, {{symbols.[learning-rate]}}. */
export function templateName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) && templateWord(name) === undefined && readWord(name).kind === 'text')
    return name;
  const parts = name.split('.').map((part) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? part : `[${part}]`));
  return `symbols.${parts.join('.')}`;
}
