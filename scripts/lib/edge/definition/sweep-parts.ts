// SPDX-License-Identifier: MIT
import type { Bases } from '../../config/bases.ts';
import type { DefinedSweep } from '../../config/definition.ts';
import { builtInWords, helperUses, namesOutOfFormat } from '../../config/format-names.ts';
import { configIdOf, type ConfigurationContext } from '../../config/identity.ts';
import { type Inputs, openInputs } from '../../config/inputs.ts';
import { createRenderer, type Format, type Renderer } from '../../config/render.ts';
import { formatOf } from '../../config/sweep-bases.ts';
import { startedAnew } from '../../run/started-anew.ts';
import { whyWrittenAnew } from '../../config/written-anew.ts';
import { type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import { type ConfigId, sha256, type Sha256 } from '../../core/hash.ts';
import { type Settings, settingSource } from '../../core/settings/resolve.ts';
import type { Assignment } from '../../core/value.ts';
import type { Source } from '../../core/source.ts';
import type { RangeFile } from '../../range/parse.ts';
import type { NumberedPoint } from './numbered-points.ts';
import type { RangeSource } from './range-source.ts';

/** How the points of a sweep become files and ids, by their stages where it has some. */
export interface SweepParts {
  readonly renderer: Renderer;
  readonly warnings: readonly Diagnostic[];
  /** What its files are merged into: one, or one of each stage that has some. */
  readonly bases: readonly Bases[];
  /** Throws DiagnosticsError where a file that SWEEP_INPUTS names cannot be told or read. */
  idOf(point: NumberedPoint): ConfigId;
  /** Returns the id that ksweep 0.1 gave a configuration whose file it wrote otherwise, and why; undefined where it wrote the same. */
  writtenAnew(point: NumberedPoint): { readonly earlierId: ConfigId; readonly reasons: readonly string[] } | undefined;
}

/** One stage, or the whole of a sweep without stages. */
interface Part extends Pick<SweepParts, 'renderer' | 'warnings' | 'idOf' | 'writtenAnew'> {}

/** What a part is made of. */
interface PartInput {
  readonly settings: Settings;
  readonly file: Pick<RangeFile, 'definitions' | 'helpers' | 'kinds'>;
  readonly symbols: readonly string[];
  readonly bases: Bases | undefined;
}

/** Opens templates and inputs of a sweep. Throws DiagnosticsError when one of them cannot serve. */
export function openParts(range: RangeSource, definition: DefinedSweep): SweepParts {
  const { settings, space, file, bases, stages } = definition;
  if (stages === undefined)
    return {
      ...openPart(range, { settings, file, symbols: space.symbols, bases }),
      bases: bases === undefined ? [] : [bases],
    };
  const parts = new Map(stages.stages.map((stage) => [stage.name, openPart(range, { ...stage, file: stage.whole })]));
  const partOf = (stage: string | undefined): Part => {
    const part = parts.get(stage ?? '');
    if (part === undefined) throw new Error(`internal: no stage ${stage}`);
    return part;
  };
  const [first] = parts.values();
  if (first === undefined) throw new Error('internal: a sweep with stages has none');
  const warnings = [...parts.values()].flatMap((part) => part.warnings);
  // Runs of a stage that differ in what they need have one list of values, and so one id.
  const known = new Map(stages.stages.map(({ name }) => [name, new WeakMap<object, ConfigId>()]));
  return {
    renderer: { ...first.renderer, render: (c) => partOf(c.stage).renderer.render(c) },
    warnings: warnings.filter((w, i) => warnings.findIndex((other) => other.message === w.message) === i),
    bases: stages.stages.flatMap((stage) => stage.bases ?? []),
    writtenAnew: () => undefined, // 0.1 had no stages
    idOf: (point) => {
      const ids = known.get(point.stage ?? '');
      const before = ids?.get(point.assignments);
      if (before !== undefined) return before;
      const id = partOf(point.stage).idOf(point);
      ids?.set(point.assignments, id);
      return id;
    },
  };
}

function openPart(range: RangeSource, { settings, file, symbols, bases }: PartInput): Part {
  const format = formatOf(settings);
  const template = format === 'template' ? loadTemplate(range, settings) : undefined;
  const { quoted } = file.kinds;
  const { renderer, diagnostics } = createRenderer({ format, rangeName: range.name, bases, template, quoted });
  const uses = template === undefined ? [] : helperUses(template, file.helpers);
  const trouble = [...diagnostics, ...uses, ...namesOutOfFormat(file, format)];
  if (trouble.length > 0) throw new DiagnosticsError(trouble);
  const names = new Set(symbols);
  const warnings = [...commandsOf(settings), ...(template === undefined ? [] : [template])].flatMap((one) =>
    builtInWords(one, names),
  );
  const context: ConfigurationContext & { readonly format: Format } = {
    format,
    ...(template === undefined ? {} : { template: template.text }),
  };
  const inputs = settingSource(settings, 'INPUTS');
  const startsAnew = startedAnew(settings);
  const isAnew = (assignments: readonly Assignment[]): boolean =>
    renderer.writesAnew(assignments) || startsAnew(assignments);
  const inputsOf =
    inputs.text.trim() === '' ? () => ({}) : inputReader(range, openInputs(inputs), namedBy(settings, 'INPUTS'));
  return {
    renderer,
    warnings,
    // A configuration that a Kconfig tree completed is all that stands in its .config; 0.1 wrote none.
    idOf: (point) => {
      const { assignments, completed } = point;
      const inputs = inputsOf(point);
      return completed === undefined
        ? configIdOf(assignments, { ...context, ...renderer.identityOf(assignments), ...inputs }, isAnew(assignments))
        : configIdOf(assignments, { ...context, completed, ...inputs });
    },
    writtenAnew: ({ assignments, completed }) => {
      if (completed !== undefined || !isAnew(assignments)) return undefined;
      const { base } = renderer.identityOf(assignments);
      const earlierId = configIdOf(assignments, { ...context, ...(base === undefined ? {} : { base }) });
      const writing = {
        format,
        quoted,
        merge: bases?.merge(assignments),
        isStartedAnew: startsAnew(assignments),
      };
      return { earlierId, reasons: whyWrittenAnew(assignments, writing) };
    },
  };
}

/** What a run is started with and named after. */
function commandsOf(settings: Settings): Source[] {
  return (['COMMAND', 'SETUP', 'RUN_NAME', 'CWD'] as const).map((name) => settingSource(settings, name));
}

/** Each file is read once, and recorded with the sources of the sweep. */
function inputReader(
  range: RangeSource,
  inputs: Inputs,
  by: NamedBy,
): (point: NumberedPoint) => Pick<ConfigurationContext, 'inputs'> {
  const hashes = new Map<string, Sha256>();
  return ({ assignments }) => {
    const found = inputs.pathsOf(assignments);
    if ('diagnostic' in found) throw new DiagnosticsError([found.diagnostic]);
    return {
      inputs: found.paths.map((path) => {
        const hash = hashes.get(path) ?? sha256(range.loadNamed(path, by).text);
        hashes.set(path, hash);
        return hash;
      }),
    };
  };
}

type NamedBy = Parameters<RangeSource['loadNamed']>[1];

function namedBy(settings: Settings, name: 'TEMPLATE' | 'INPUTS'): NamedBy {
  return settings.layer(name) === 'range file' ? 'range file' : 'caller';
}

function loadTemplate(range: RangeSource, settings: Settings): ReturnType<RangeSource['loadNamed']> | undefined {
  const path = settings.text('TEMPLATE');
  return path === undefined || path === '' ? undefined : range.loadNamed(path, namedBy(settings, 'TEMPLATE'));
}
