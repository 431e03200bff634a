// SPDX-License-Identifier: MIT
// Folders as proT's sweeper calls them: runs/combinations/combo_n_heads_2_lr_0.0001, runs/sweeps/sweep_lr/sweep_lr_0.0001, and
// combinations_data.json beside them. Values are spelled by Python.
import { pythonText } from '../../config/python-text.ts';
import { type Assignment, jsonText } from '../../core/value.ts';
import { slugPath } from '../folder-name.ts';
import type { LaidRun, LayoutContext, LayoutItem, FolderedRun, RunLayout } from './layout.ts';

export const PROT_LAYOUT: RunLayout = {
  folder: (run, context) => combinationsOf(run, context)[0]?.path ?? 'runs/baseline',
  items: (runs, context) => [...runs.flatMap((one) => linksOf(one, context)), combinationsData(runs, context)],
};

/** One entry of combinations_data.json: what a run changes of the base, and its name. */
interface Combination {
  readonly path: string;
  readonly name: string;
  readonly changes: readonly Assignment[];
}

/** A run has several names where one configuration is listed more than once: the base's value among those of two parameters. */
function combinationsOf(run: FolderedRun, { mode }: LayoutContext, folder?: string): readonly Combination[] {
  const swept = run.values.filter(({ name }) => run.swept.includes(name));
  const short = shortNames(run.swept);
  if (mode === 'independent') {
    const alone = swept.map((changed): Combination => {
      const sweep = `sweep_${short(changed.name)}`;
      const name = `${sweep}_${pythonText(changed.value)}`;
      return { path: `runs/sweeps/${part(sweep)}/${part(name)}`, name, changes: [changed] };
    });
    const listed = alone.filter(({ changes: [changed], path }) =>
      run.listedBy === undefined ? slugPath(path) === folder : run.listedBy.includes(changed?.name ?? ''),
    );
    if (listed.length > 0 || run.listedBy !== undefined) return listed;
  }
  const name = `combo_${swept.map((one) => `${short(one.name)}_${pythonText(one.value)}`).join('_')}`;
  return [{ path: `runs/combinations/${part(name)}`, name, changes: swept }];
}

/** A value with a slash makes no folder. */
function part(name: string): string {
  return name.replaceAll('/', '_');
}

/** The last part of a name, as proT has it; the whole name where two parameters end alike. */
function shortNames(names: readonly string[]): (name: string) => string {
  const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  return (name) => (names.filter((other) => lastOf(other) === lastOf(name)).length > 1 ? name : lastOf(name));
}

function linksOf({ run, folder }: LaidRun, context: LayoutContext): readonly LayoutItem[] {
  return combinationsOf(run, context, folder)
    .slice(1)
    .map(({ path }): LayoutItem => ({ kind: 'link', path: slugPath(path), to: folder }))
    .filter(({ path }) => path !== folder);
}

function combinationsData(runs: readonly LaidRun[], context: LayoutContext): LayoutItem {
  const combinations = runs.flatMap(({ run, folder }) =>
    combinationsOf(run, context, folder).map(({ name, changes }) => {
      const short = shortNames(run.swept);
      const categoryOf = (whole: string): string => whole.slice(0, Math.max(0, whole.lastIndexOf('.')));
      return {
        params: Object.fromEntries(changes.map((one) => [short(one.name), JSON.parse(jsonText(one.value)) as unknown])),
        categories: Object.fromEntries(changes.map((one) => [short(one.name), categoryOf(one.name)])),
        name,
        description: changes.map((one) => `${one.name}=${pythonText(one.value)}`).join(', '),
        folder,
      };
    }),
  );
  const data = { base_config: baseConfig(context.base, runs[0]?.run), combinations, sweep_mode: context.mode };
  return { kind: 'file', path: 'combinations_data.json', text: `${JSON.stringify(data, undefined, 2)}\n` };
}

/** The base with what is the same in all runs: its interpolations have been resolved. */
function baseConfig(base: unknown, run: FolderedRun | undefined): unknown {
  const config: unknown = structuredClone(base ?? {});
  for (const { name, value } of run?.values ?? [])
    if (run?.swept.includes(name) === false) put(config, name.split('.'), JSON.parse(jsonText(value)) as unknown);
  return config;
}

function put(node: unknown, [part = '', ...rest]: readonly string[], value: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const fields = node as Record<string, unknown>; // what is no list is an object
  if (rest.length > 0) {
    fields[part] ??= {};
    put(fields[part], rest, value);
  } else fields[part] = value;
}
