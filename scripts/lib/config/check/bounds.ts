// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import type { Measures } from '../../core/measures.ts';
import type { Source } from '../../core/source.ts';
import { isNumberText } from '../../core/value.ts';

/** What a measure of SWEEP_CHECK_COMMAND has to lie between, both included; undefined: no bound on that side. */
export interface MeasureBound {
  readonly name: string;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

const FORM = /^([A-Za-z_][\w.-]*)=([^:]*):([^:]*)$/;

/** Returns the bounds of SWEEP_CHECK_BOUNDS: `flops=1.2e8:1.3e8 params=:2e6`. */
export function parseMeasureBounds(source: Source): Checked<readonly MeasureBound[]> {
  const { text } = source;
  const diagnostics: Diagnostic[] = [];
  const bounds: MeasureBound[] = [];
  for (const { 0: word, index } of text.matchAll(/[^\s,;]+/g)) {
    const [, name = '', low = '', high = ''] = FORM.exec(word) ?? [];
    const isSound = [low, high].every((side) => side === '' || isNumberText(side)) && low + high !== '' && name !== '';
    const isOpen = low === '' || high === '';
    if (isSound && (isOpen || Number(low) <= Number(high)) && !bounds.some((one) => one.name === name)) {
      bounds.push({
        name,
        low: low === '' ? undefined : Number(low),
        high: high === '' ? undefined : Number(high),
      });
      continue;
    }
    diagnostics.push({
      code: 'E_SETTING_VALUE',
      span: { source, offset: index, length: word.length },
      message: `SWEEP_CHECK_BOUNDS has ${word}, expected the name of a measure with its bounds, each name once`,
      hint: 'write flops=1.2e8:1.3e8, or flops=:1.3e8 for an upper bound alone',
    });
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: bounds, diagnostics };
}

/** Tells whether measures lie within bounds, or which measure is missing or no number. */
export function isWithin(measures: Measures, bounds: readonly MeasureBound[]): boolean | { readonly missing: string } {
  for (const { name, low = -Infinity, high = Infinity } of bounds) {
    const measure = measures[name];
    if (typeof measure !== 'number') return { missing: name };
    if (measure < low || measure > high) return false;
  }
  return true;
}
