// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import { hasLaws } from '../count.ts';
import { dimensionsOf } from '../draw.ts';
import type { Line } from '../model.ts';
import type { Space } from '../space.ts';
import { combinationDesign } from './combination.ts';
import type { Design, DesignOptions, Mode } from './design.ts';
import { drawsDesign } from './draws.ts';
import { randomDesign, sobolDesign } from './drawn.ts';
import { independentDesign } from './independent.ts';
import { latinDesign, MAX_LATIN_NUMBERS } from './latin.ts';
import { pairwiseDesign } from './pairwise.ts';

export type { Design, DesignOptions, DesignSummary, Mode, Point } from './design.ts';
export type { Count } from '../space.ts';

/** Modes that draw configurations: they can draw from distributions, and must be told how many. */
export const SAMPLING_MODES: readonly Mode[] = ['random', 'sobol', 'latin'];

/** Returns the configurations of a space by a mode; lazy: nothing is drawn before points() is read. */
export function openDesign(space: Space, options: DesignOptions): Checked<Design> {
  const { mode, samples, seed } = options;
  if (mode === 'combination' && samples !== undefined && hasLaws(space.model))
    return { value: drawsDesign(space, samples, seed), diagnostics: [] };
  if (mode === 'combination' || mode === 'independent' || mode === 'pairwise') {
    const diagnostics = space.model.levels.flatMap(({ group, lines }) =>
      lines.flatMap((line) => lawTrouble(line, group.names, mode)),
    );
    if (diagnostics.length > 0) return { diagnostics };
    if (mode === 'independent') return independentDesign(space, options.baseline ?? []);
    return mode === 'pairwise' ? pairwiseDesign(space, seed) : { value: combinationDesign(space), diagnostics: [] };
  }
  if (samples === undefined) {
    const message = `MODE=${mode} draws configurations, but SAMPLES does not say how many`;
    return samplesTrouble('E_SAMPLES_MISSING', message, 'add SAMPLES=50, or SWEEP_SAMPLES=50 to the range file');
  }
  if (mode === 'random') return { value: randomDesign(space, samples, seed), diagnostics: [] };
  if (mode === 'sobol') return { value: sobolDesign(space, samples, seed), diagnostics: [] };
  if (samples * dimensionsOf(space.model).total > MAX_LATIN_NUMBERS) {
    const message = `SAMPLES=${samples} is too many for MODE=latin, which plans all of them together`;
    return samplesTrouble('E_LATIN_SIZE', message, 'take fewer samples, or MODE=sobol, which has no bound');
  }
  return { value: latinDesign(space, samples, seed), diagnostics: [] };
}

function lawTrouble({ values, span }: Line, names: readonly string[], mode: Mode): Diagnostic[] {
  if (values.kind !== 'law') return [];
  return [
    {
      severity: 'error',
      code: 'E_DISTRIBUTION_MODE',
      span,
      message: `${names.join(',')} is drawn from ${values.law.text}, but MODE=${mode} lists all values`,
      hint: `${mode === 'combination' ? 'SAMPLES=N draws N values for every combination of the other symbols; ' : ''}MODE=${SAMPLING_MODES.join(', ')} draw (with SAMPLES=N); or write a range or alternatives instead`,
    },
  ];
}

function samplesTrouble(code: 'E_SAMPLES_MISSING' | 'E_LATIN_SIZE', message: string, hint: string): Checked<Design> {
  return { diagnostics: [{ severity: 'error', code, message, hint }] };
}
