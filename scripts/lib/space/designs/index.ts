// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import { hasLaws } from '../count.ts';
import { dimensionsOf } from '../draw.ts';
import type { Line } from '../model.ts';
import type { Space } from '../space.ts';
import { combinationDesign } from './combination.ts';
import type { Design, DesignOptions, Mode } from '../design.ts';
import { drawsDesign } from './draws.ts';
import { randomDesign, sobolDesign } from './drawn.ts';
import { independentDesign } from './independent.ts';
import { latinDesign, MAX_LATIN_NUMBERS } from './latin.ts';
import { pairwiseDesign } from './pairwise.ts';

export type { Design, DesignOptions, DesignSummary, Mode, Point } from '../design.ts';
export type { Count } from '../space.ts';

/** What a mode does with a space: lists what it holds, or draws so many of it. */
type DesignKind =
  | { readonly draws: false; open(space: Space, options: DesignOptions): Checked<Design> }
  | { readonly draws: true; open(space: Space, samples: number, seed: string): Checked<Design> };

/** Every mode. A word of MODE without a line here does not compile. */
const DESIGNS: Readonly<Record<Mode, DesignKind>> = {
  combination: { draws: false, open: (space) => good(combinationDesign(space)) },
  independent: { draws: false, open: independentDesign },
  random: { draws: true, open: (space, samples, seed) => good(randomDesign(space, samples, seed)) },
  sobol: { draws: true, open: (space, samples, seed) => good(sobolDesign(space, samples, seed)) },
  latin: { draws: true, open: boundedLatin },
  pairwise: { draws: false, open: (space, { seed }) => pairwiseDesign(space, seed) },
};

/** Tells whether a mode draws configurations: it can draw from distributions, and must be told how many. */
export function isDrawn(mode: Mode): boolean {
  return DESIGNS[mode].draws;
}

/** Returns the configurations of a space by a mode; lazy: nothing is drawn before points() is read. */
export function openDesign(space: Space, options: DesignOptions): Checked<Design> {
  const { mode, samples, seed } = options;
  const kind = DESIGNS[mode];
  if (!kind.draws) {
    if (mode === 'combination' && samples !== undefined && hasLaws(space.model))
      return good(drawsDesign(space, samples, seed));
    const diagnostics = space.model.levels.flatMap(({ group, lines }) =>
      lines.flatMap((line) => lawTrouble(line, group.names, mode)),
    );
    return diagnostics.length > 0 ? { diagnostics } : kind.open(space, options);
  }
  if (samples !== undefined) return kind.open(space, samples, seed);
  const message = `MODE=${mode} draws configurations, but SAMPLES does not say how many`;
  return samplesTrouble('E_SAMPLES_MISSING', message, 'add SAMPLES=50, or SWEEP_SAMPLES=50 to the range file');
}

function good(design: Design): Checked<Design> {
  return { value: design, diagnostics: [] };
}

function boundedLatin(space: Space, samples: number, seed: string): Checked<Design> {
  if (samples * dimensionsOf(space.model).total <= MAX_LATIN_NUMBERS) return good(latinDesign(space, samples, seed));
  const message = `SAMPLES=${samples} is too many for MODE=latin, which plans all of them together`;
  return samplesTrouble('E_LATIN_SIZE', message, 'take fewer samples, or MODE=sobol, which has no bound');
}

function lawTrouble({ values, span }: Line, names: readonly string[], mode: Mode): Diagnostic[] {
  if (values.kind !== 'law') return [];
  return [
    {
      code: 'E_DISTRIBUTION_MODE',
      span,
      message: `${names.join(',')} is drawn from ${values.law.text}, but MODE=${mode} lists all values`,
      hint: `${mode === 'combination' ? 'SAMPLES=N draws N values for every combination of the other symbols; ' : ''}MODE=${drawingModes().join(', ')} draw (with SAMPLES=N); or write a range or alternatives instead`,
    },
  ];
}

function drawingModes(): readonly string[] {
  return Object.entries(DESIGNS).flatMap(([mode, { draws }]) => (draws ? [mode] : []));
}

function samplesTrouble(code: 'E_SAMPLES_MISSING' | 'E_LATIN_SIZE', message: string, hint: string): Checked<Design> {
  return { diagnostics: [{ code, message, hint }] };
}
