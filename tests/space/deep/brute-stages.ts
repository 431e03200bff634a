// SPDX-License-Identifier: MIT
// An oracle of range files with stages that knows no joins and no designs: it tries every choice of one run of each need with every value
// of every symbol, and keeps what agrees and breaks no rule.
import assert from 'node:assert/strict';
import type { Rng } from '../../../scripts/lib/core/rng.ts';
import { openSweep } from '../../../scripts/lib/edge/definition/sweep-definition.ts';
import { wantedRuns } from '../../../scripts/lib/commands/run/wanted-runs.ts';

/** `name != value || other = value`: what a rule may say here. */
interface Clause {
  readonly name: string;
  readonly not: number;
  readonly other: string;
  readonly is: number;
}

interface Axis {
  readonly name: string;
  readonly values: readonly number[];
  /** It is there only where this holds. */
  readonly condition: { readonly name: string; readonly is: number } | undefined;
}

interface Stage {
  readonly name: string;
  readonly needs: readonly string[];
  readonly symbols: readonly Axis[];
  readonly rules: readonly Clause[];
}

export interface Plan {
  readonly shared: readonly Axis[];
  readonly stages: readonly Stage[];
}

/** Returns a random file of up to four stages. */
export function randomPlan(rng: Rng): Plan {
  const pick = (n: number): number => Math.floor(rng.float() * n);
  const values = (): number[] => Array.from({ length: 1 + pick(3) }, (_, i) => i + 1);
  const shared = Array.from({ length: pick(3) }, (_, i) => ({ name: `G${i}`, values: values(), condition: undefined }));
  const stages: Stage[] = [];
  const seenBy = (needs: readonly string[]): string[] => {
    const above = new Set<string>();
    const add = (name: string): void => {
      if (above.has(name)) return;
      above.add(name);
      for (const need of stages.find((s) => s.name === name)?.needs ?? []) add(need);
    };
    needs.forEach(add);
    return [...above].flatMap((name) =>
      [...shared, ...(stages.find((s) => s.name === name)?.symbols ?? [])].map((s) => `${name}.${s.name}`),
    );
  };
  for (let i = 0, count = 1 + pick(4); i < count; i += 1) {
    const needs = stages.map((s) => s.name).filter(() => rng.float() < 0.5);
    const visible = [...shared.map((s) => s.name), ...seenBy(needs)];
    const symbols: Axis[] = [];
    for (let j = 0, own = pick(3); j < own; j += 1) {
      const isConditional = visible.length > 0 && rng.float() < 0.3;
      const condition = isConditional ? { name: visible[pick(visible.length)] ?? '', is: 1 + pick(3) } : undefined;
      symbols.push({ name: `V${j}`, values: values(), condition });
      visible.push(`V${j}`);
    }
    const name = (): string => visible[pick(visible.length)] ?? '';
    const rules = Array.from({ length: visible.length === 0 ? 0 : pick(3) }, () => ({
      name: name(),
      not: 1 + pick(3),
      other: name(),
      is: 1 + pick(3),
    }));
    stages.push({ name: `s${i}`, needs, symbols, rules });
  }
  return { shared, stages };
}

/** Returns its text; `more` are further lines of a stage. */
export function textOf({ shared, stages }: Plan, more: (stage: string) => readonly string[] = () => []): string {
  const line = ({ name, values, condition }: Axis): string =>
    `${name}=${values.join('|')}${condition === undefined ? '' : ` if ${condition.name} = ${condition.is}`}`;
  const lines = [...shared.map(line)];
  for (const { name, needs, symbols, rules } of stages) {
    lines.push(`stage "${name}"`, `SWEEP_COMMAND="run ${name}"`, ...more(name));
    if (needs.length > 0) lines.push(`needs ${needs.map((need) => `"${need}"`).join(', ')}`);
    lines.push(...symbols.map(line), ...rules.map((r) => `depends on ${r.name} != ${r.not} || ${r.other} = ${r.is}`));
    lines.push('endstage');
  }
  return `${lines.join('\n')}\n`;
}

type Values = ReadonlyMap<string, number>;

/** A run by everything that makes it: told as text, so that two are one when their texts are. */
export interface BruteRun {
  readonly stage: string;
  readonly values: Values;
  readonly shared: string;
  /** Every run that it is built upon, by stage, itself included. */
  readonly above: ReadonlyMap<string, BruteRun>;
  readonly text: string;
}

/** Returns every run of a file, those of a stage behind all that they need. */
export function bruteRuns({ shared, stages }: Plan): readonly BruteRun[] {
  const runs: BruteRun[] = [];
  for (const stage of stages) {
    const choices = product(stage.needs.map((need) => runs.filter((run) => run.stage === need)));
    const start: { above: Map<string, BruteRun>; values: Map<string, number> }[] = [];
    for (const chosen of choices) {
      const above = new Map<string, BruteRun>();
      let agrees = new Set(chosen.map((run) => run.shared)).size < 2;
      for (const run of chosen)
        for (const [name, other] of run.above) {
          if ((above.get(name) ?? other) !== other) agrees = false;
          above.set(name, other);
        }
      if (!agrees) continue;
      const [first] = chosen;
      if (first !== undefined)
        start.push({ above, values: new Map([...first.values].filter(([name]) => name.startsWith('G'))) });
      else
        for (const row of product(shared.map((s) => s.values)))
          start.push({ above, values: new Map(shared.map((s, i) => [s.name, row[i] ?? 0])) });
    }
    for (const { above, values } of start) {
      const seen = new Map(values);
      for (const [name, run] of above) for (const [symbol, value] of run.values) seen.set(`${name}.${symbol}`, value);
      for (const row of product(stage.symbols.map((s) => [...s.values]))) {
        const all = new Map(seen);
        const own = new Map(values);
        const text = new Map<string, number>();
        for (const [i, symbol] of stage.symbols.entries()) {
          const { condition } = symbol;
          if (condition !== undefined && all.get(condition.name) !== condition.is) continue;
          for (const map of [all, own, text]) map.set(symbol.name, row[i] ?? 0);
        }
        // A comparison with an absent symbol is false, but != is true.
        const holds = (r: Clause): boolean => all.get(r.name) !== r.not || all.get(r.other) === r.is;
        if (!stage.rules.every(holds)) continue;
        const words = [...own].sort().map(([name, value]) => `${name}=${value}`);
        const needs = stage.needs.map((need) => above.get(need)?.text ?? '').sort();
        const made = `${stage.name}(${words.join(',')})[${needs.join(';')}]`;
        if (runs.some((other) => other.text === made)) continue;
        const run: BruteRun = {
          stage: stage.name,
          values: own,
          shared: JSON.stringify([...values]),
          above: new Map(),
          text: made,
        };
        runs.push(Object.assign(run, { above: new Map([...above, [stage.name, run]]) }));
      }
    }
  }
  return runs;
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])), [[]]);
}

/** Returns the runs that ksweep makes of a text; `commandOf` is what their ids hold. */
export function runsOf(
  text: string,
  commandOf: (stage: string) => string = (stage) => `run ${stage}`,
  read: (path: string) => string = () => assert.fail('no other file is read'),
): ReturnType<typeof wantedRuns> {
  const range = {
    source: { path: 'x.range', text },
    load: (): never => assert.fail('nothing is included'),
    loadNamed: (path: string) => ({ path, text: read(path) }),
    name: 'x.range',
    folder: '/',
    records: () => [],
    record: () => undefined,
  };
  return wantedRuns(openSweep(range, []), {
    commandOf: (stage) => commandOf(stage ?? ''),
    argsOf: () => undefined,
    codeVersion: undefined,
    configFile: 'config.txt',
  });
}
