// SPDX-License-Identifier: MIT
import { isToldAnew } from '../core/earlier-value.ts';
import type { Settings } from '../core/settings/resolve.ts';
import type { Assignment } from '../core/value.ts';
import { type CommandPlace, compileCommand } from './command.ts';

/** Where a run would work: the same for both texts that are compared. */
const SOMEWHERE: CommandPlace = { config: 'c', outDir: 'o', number: 1, name: 'n', rangeDir: 'r' };

/**
 * Returns whether SWEEP_COMMAND says something else of a configuration than it said in ksweep 0.1, which read `false` and
 * `null` as texts: {{#if amp}} held for both, and {{args}} had them. A style of arguments that 0.1 had not is in the
 * identity of a run already.
 */
export function startedAnew(settings: Settings<'COMMAND'>): (assignments: readonly Assignment[]) => boolean {
  const command = settings.text('COMMAND') ?? '';
  if (!command.includes('{{')) return () => false;
  const { value: template } = compileCommand(command);
  if (template === undefined) return () => false; // it is refused where runs are planned, with its place
  const textOf = (values: readonly Assignment[]): string | undefined => {
    const rendered = template.render(values, SOMEWHERE);
    return 'text' in rendered ? rendered.text : undefined;
  };
  return (assignments) => isToldAnew(assignments, textOf);
}
