// SPDX-License-Identifier: MIT
import { unreachable } from '../../core/unreachable.ts';
import type { SweepDesign } from './design.ts';

/** How the settings of a sweep were compared, for one line. */
export interface Comparing {
  readonly method: 'tukey' | 'welch' | 'none';
  readonly blocks: string | null;
  /** Why nothing is tested, where nothing is. */
  readonly seedsChangeNothing: boolean;
  /** Whether the setting in front has a spread of its own. */
  readonly isFrontWild: boolean;
}

/** Returns which design a sweep is and which method fits it, in one line. */
export function designSentence(design: SweepDesign, comparing: Comparing): string {
  return `${designWords(design)}; ${methodWords(comparing)}.`;
}

function designWords({ kind, settings, cells, factors }: SweepDesign): string {
  const drawn = factors.filter((f) => f.isDrawn);
  const listed = factors.filter((f) => !f.isDrawn).map((f) => f.symbols.join(' with '));
  const draws = drawn.map((f) => f.symbols.join()).join(', ');
  const names = [
    ...listed,
    ...(drawn.length === 0 ? [] : [`${drawn[0]?.factor.levels.length} draws of ${draws}`]),
  ].join(', ');
  const count = `${settings} ${settings === 1 ? 'setting' : 'settings'}`;
  switch (kind) {
    case 'single':
      return 'One setting';
    case 'full':
      return `A full grid of ${count} in ${names}`;
    case 'holes':
      // Nothing was left out, but some gave no value.
      if (settings === cells) return `A grid of ${count} in ${names}, some without a value`;
      return `A grid with holes in ${names}, ${count} of ${cells}`;
    case 'one_at_a_time':
      return `${count} that differ from one of them in one factor each (${names})`;
    case 'fraction':
      return `A fraction of a grid in ${names}, ${count} of ${cells}`;
    case 'samples':
      return `${count} drawn from ${names}`;
    default:
      return unreachable(kind);
  }
}

function methodWords({ method, blocks, seedsChangeNothing, isFrontWild }: Comparing): string {
  switch (method) {
    case 'tukey':
      return blocks === null
        ? "settings are compared by one analysis of variance with Tukey and Kramer's test"
        : `settings are compared by least squares on setting and ${blocks} with Tukey and Kramer's test`;
    case 'welch': {
      const why = isFrontWild
        ? 'the best scatters too widely for one spread with the others'
        : 'settings share no seeds with the best';
      return `${why}, so they are compared by Welch's test with Games and Howell's correction`;
    }
    case 'none':
      return seedsChangeNothing
        ? 'the seeds change nothing, so no setting is tested against another'
        : 'too little is repeated for a test of one setting against another';
    default:
      return unreachable(method);
  }
}
