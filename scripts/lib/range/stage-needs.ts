// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Trouble } from './file.ts';
import { suggest } from './reader.ts';
import type { Named } from './tree.ts';

/** What a stage needs: the stages it names, and all that these are built upon too, in the order of the file. */
export interface ResolvedNeeds {
  readonly direct: readonly Named[];
  readonly ancestors: readonly string[];
}

interface Needing {
  readonly named: Named;
  readonly needs: readonly Named[];
}

/** Returns for each stage what it needs; what is unknown, named twice, stands below or leads round in a ring is noted. */
export function checkNeeds(
  stages: readonly Needing[],
  { diagnostics }: Pick<Trouble, 'diagnostics'>,
): readonly ResolvedNeeds[] {
  const at = new Map(stages.map((stage, i) => [stage.named.name, i]));
  const ancestorsOf: ReadonlySet<string>[] = [];
  return stages.map(({ named, needs }, index) => {
    const direct: Named[] = [];
    const ancestors = new Set<string>();
    for (const need of needs) {
      const found = at.get(need.name);
      if (direct.some(({ name }) => name === need.name)) diagnostics.push(twice(need));
      else if (found === undefined) diagnostics.push(unknown(need, [...at.keys()]));
      else if (found >= index) diagnostics.push(notAbove(need, named, stages));
      else {
        direct.push(need);
        ancestors.add(need.name);
        for (const name of ancestorsOf[found] ?? []) ancestors.add(name);
      }
    }
    ancestorsOf.push(ancestors);
    return { direct, ancestors: stages.map((s) => s.named.name).filter((name) => ancestors.has(name)) };
  });
}

function twice({ name, span }: Named): Diagnostic {
  const message = `"${name}" is named twice`;
  return { code: 'E_NEEDS', message, span, hint: 'name each stage once' };
}

function unknown({ name, span }: Named, names: readonly string[]): Diagnostic {
  const near = suggest({ diagnostics: [] }, name, names, '');
  return {
    code: 'E_NEEDS',
    message: `there is no stage "${name}"`,
    span,
    hint: near ?? `the stages are ${names.map((n) => `"${n}"`).join(', ')}`,
  };
}

function notAbove(need: Named, stage: Named, stages: readonly Needing[]): Diagnostic {
  const ring = pathTo(stages, need.name, stage.name);
  const { span } = need;
  if (need.name === stage.name)
    return {
      code: 'E_NEEDS_RING',
      message: `stage "${stage.name}" needs itself`,
      span,
      hint: 'delete this needs line',
    };
  if (ring !== undefined)
    return {
      code: 'E_NEEDS_RING',
      message: `stages need each other in a ring: ${[stage.name, ...ring].join(' needs ')}`,
      span,
      hint: 'one of these needs must go; a stage that both need can stand above them',
    };
  return {
    code: 'E_NEEDS',
    message: `stage "${need.name}" stands below stage "${stage.name}", which needs it`,
    span,
    notes: [
      {
        message: `"${need.name}" begins here`,
        span: stages.find((s) => s.named.name === need.name)?.named.span ?? span,
      },
    ],
    hint: `move stage "${need.name}" above stage "${stage.name}"`,
  };
}

/** The names on a way of needs from one stage to another, both included. */
function pathTo(
  stages: readonly Needing[],
  from: string,
  to: string,
  seen: ReadonlySet<string> = new Set(),
): readonly string[] | undefined {
  if (from === to) return [to];
  if (seen.has(from)) return undefined;
  for (const { name } of stages.find((s) => s.named.name === from)?.needs ?? []) {
    const rest = pathTo(stages, name, to, new Set([...seen, from]));
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}
