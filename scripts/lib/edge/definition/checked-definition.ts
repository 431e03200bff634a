// SPDX-License-Identifier: MIT
import { checkKeyOf, type CheckPolicy, type ConfigCheck, recordedCheck, runningCheck } from './check-command.ts';
import type { CheckAnswer } from '../../config/check/answers.ts';
import { isWithin, type MeasureBound, parseMeasureBounds } from '../../config/check/bounds.ts';
import { checkedDesign, MOST_ASKED } from '../../config/check/checked-design.ts';
import { CHECK_RECORD, type CheckKey, printCheckRecord } from '../../config/check/record.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import { designOf } from '../../config/stage-definition.ts';
import { type Diagnostic, DiagnosticsError, hasErrors, valueOrThrow } from '../../core/diagnostic.ts';
import { type Settings, settingSource } from '../../core/settings/resolve.ts';
import { isDrawn, type Mode, openDesign } from '../../space/designs/index.ts';
import type { RangeSource } from './range-source.ts';
import { openParts, type SweepParts } from './sweep-parts.ts';
import { treeDesign } from '../../config/tree-design.ts';
import { openTreeSweep, type TreeSweep } from '../../config/tree-sweep.ts';
import { openTree } from './kconfig-tree.ts';

type Completed = ReturnType<typeof completedByTree>;

/** A definition with all that says which of its configurations there are: its Kconfig tree and its check. */
export interface CheckedDefinition extends Completed {
  readonly parts: SweepParts;
  /** To be called when the configurations have been gone through: what the check answered goes into the records. */
  record(): void;
}

/**
 * Returns a definition whose configurations its Kconfig tree completes and its SWEEP_CHECK_COMMAND passes; as it is where it
 * has neither. Throws DiagnosticsError.
 */
export function checkedDefinition(defined: DefinedSweep, range: RangeSource, policy: CheckPolicy): CheckedDefinition {
  const { settings, space } = defined;
  const key = checkKeyOf(settings);
  const bounds = boundsOf(defined, key);
  if (key === undefined) {
    const completed = completedByTree(defined, range);
    return { ...completed, parts: openParts(range, completed.definition), record: () => undefined };
  }
  refuseMode(defined);
  if (range.recorded === undefined && policy.kind === 'skip') {
    const completed = completedByTree(defined, range);
    const notes = [...completed.notes, NOT_ASKED];
    return { ...completed, notes, parts: openParts(range, completed.definition), record: () => undefined };
  }
  const options = designOf(settings);
  const drawn = isDrawn(options.mode);
  const opened = drawn ? valueOrThrow(openDesign(space, { ...options, samples: MOST_ASKED })) : defined.design;
  const completed = completedByTree({ ...defined, design: opened }, range);
  const parts = openParts(range, completed.definition);
  const check = openCheck(key, settings, range, policy);
  const design = checkedDesign(completed.definition.design, {
    samples: drawn ? options.samples : undefined,
    repeats: space.repeats?.count ?? 1,
    batchSize: () => check.batchSize(),
    ask: (points) => {
      const questions = points.map((point) => ({
        id: parts.idOf({ ...point, number: 0, swept: [] }),
        values: point.assignments,
      }));
      return check.ask(questions).map((answer) => bounded(answer, bounds));
    },
  });
  return {
    ...completed,
    definition: { ...completed.definition, design },
    parts,
    record: () => range.record(CHECK_RECORD, printCheckRecord(check.key, check.used)),
  };
}

function boundsOf({ settings, file }: DefinedSweep, key: CheckKey | undefined): readonly MeasureBound[] {
  const bounds = valueOrThrow(parseMeasureBounds(settingSource(settings, 'CHECK_BOUNDS')));
  const [first] = bounds;
  if (first === undefined || key !== undefined) return bounds;
  const line =
    settings.layer('CHECK_BOUNDS') === 'range file' ? file.settings.find((s) => s.name === 'CHECK_BOUNDS') : undefined;
  throw new DiagnosticsError([
    {
      code: 'E_CHECK_COMMAND',
      ...(line === undefined ? {} : { span: line.span }),
      message: `${first.name} has bounds, and no SWEEP_CHECK_COMMAND measures it`,
      hint: `SWEEP_CHECK_COMMAND names a program that answers {"id": ..., "ok": true, "measures": {"${first.name}": ...}} a line, in a range file that sources this one or on the command line (docs/range-language.md)`,
    },
  ]);
}

/** What a configuration is worth by its bounds, too: the answers that are kept are those of the command alone. */
function bounded(answer: CheckAnswer, bounds: readonly MeasureBound[]): CheckAnswer {
  if (!answer.ok || bounds.length === 0) return answer;
  const within = isWithin(answer.measures ?? {}, bounds);
  if (typeof within === 'boolean') return within ? answer : { ...answer, ok: false };
  throw new DiagnosticsError([
    {
      code: 'E_CHECK_COMMAND',
      message: `SWEEP_CHECK_BOUNDS bounds ${within.missing}, and an answer of SWEEP_CHECK_COMMAND has no such measure that is a number`,
      hint: `it has to answer {"id": ..., "ok": true, "measures": {"${within.missing}": ...}}`,
    },
  ]);
}

/** Where everything comes from records nothing is run. */
function openCheck(key: CheckKey, settings: Settings, range: RangeSource, policy: CheckPolicy): ConfigCheck {
  if (range.recorded !== undefined || policy.kind === 'skip') return recordedCheck(key, range.records());
  const cwd = settings.layer('CWD') === 'range file' ? range.folder : policy.cwd;
  return runningCheck(key, settings, { known: policy.known, cwd });
}

const NOT_ASKED =
  'SWEEP_CHECK_COMMAND is not asked here (ALLOW_CODE=1 does): configurations are shown as they are before it';

const MODES: readonly Mode[] = ['combination', 'random', 'sobol'];

function refuseMode({ settings, stages }: DefinedSweep): void {
  const mode = settings.get('MODE');
  if (stages === undefined && MODES.includes(mode)) return;
  throw new DiagnosticsError([stages === undefined ? wrongMode(mode) : WITH_STAGES]);
}

function wrongMode(mode: Mode): Diagnostic {
  return {
    code: 'E_CHECK_COMMAND',
    message: `SWEEP_CHECK_COMMAND cannot take configurations out of MODE=${mode}, which plans all of them together`,
    hint: `MODE=${MODES.join(', ')} can be checked`,
  };
}

const WITH_STAGES: Diagnostic = {
  code: 'E_CHECK_COMMAND',
  message: 'SWEEP_CHECK_COMMAND checks no configurations of a range file with stages',
  hint: 'write depends on lines, or sweep the lines of each stage in a range file of its own',
};

const TREE_WITH_STAGES: Diagnostic = {
  code: 'E_STAGE_SETTING',
  message: 'SWEEP_KCONFIG completes no configurations of a range file with stages',
  hint: 'take SWEEP_KCONFIG away, or sweep the lines of each stage in a range file of its own',
};

/**
 * Returns a definition whose configurations its Kconfig tree completes; as it is when it has none. Throws
 * DiagnosticsError when the tree is wrong, or when the lines of the range file cannot work in it.
 */
function completedByTree(
  definition: DefinedSweep,
  range: RangeSource,
): {
  readonly definition: DefinedSweep;
  /** Absent where there is no tree. */
  readonly sweep?: TreeSweep;
  readonly warnings: readonly Diagnostic[];
  readonly notes: readonly string[];
} {
  const { settings, space, file, design } = definition;
  const opened = openTree(range, settings);
  if (opened === undefined) return { definition, warnings: [], notes: [] };
  if (definition.stages !== undefined) throw new DiagnosticsError([TREE_WITH_STAGES]);
  const input = {
    file,
    swept: space.swept,
    tree: opened.tree,
    policy: settings.get('KCONFIG_POLICY'),
    output: settings.get('KCONFIG_OUTPUT'),
  } as const;
  const sweep = openTreeSweep(input);
  if (hasErrors(sweep.diagnostics)) throw new DiagnosticsError([...opened.warnings, ...sweep.diagnostics]);
  return {
    definition: { ...definition, design: treeDesign(design, sweep, input) },
    sweep,
    warnings: [...opened.warnings, ...sweep.diagnostics],
    notes: opened.notes,
  };
}
