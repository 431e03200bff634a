// SPDX-License-Identifier: MIT
import type { DefinedSweep } from '../../config/definition.ts';
import { configIdOf, type ConfigurationContext } from '../../config/identity.ts';
import { type Inputs, openInputs } from '../../config/inputs.ts';
import { checkNesting } from '../../config/nested.ts';
import { createRenderer, type Format, type Renderer } from '../../config/render.ts';
import { type Diagnostic, DiagnosticsError } from '../../core/diagnostic.ts';
import { type ConfigId, sha256, type Sha256 } from '../../core/hash.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { NumberedPoint } from './numbered-points.ts';
import type { RangeSource } from './range-source.ts';

/** How the points of a sweep become files and ids, by their stages where it has some. */
export interface SweepParts {
  readonly renderer: Renderer;
  readonly warnings: readonly Diagnostic[];
  /** Throws DiagnosticsError where a file that SWEEP_INPUTS names cannot be told or read. */
  idOf(point: NumberedPoint): ConfigId;
}

/** One stage, or the whole of a sweep without stages. */
interface Part {
  readonly renderer: Renderer;
  readonly context: ConfigurationContext;
  readonly warnings: readonly Diagnostic[];
  inputsOf(point: NumberedPoint): Pick<ConfigurationContext, 'inputs'>;
}

/** Opens base, template and inputs of a sweep. Throws DiagnosticsError when one of them cannot serve. */
export function openParts(range: RangeSource, definition: DefinedSweep): SweepParts {
  const { settings, space, stages } = definition;
  if (stages === undefined) {
    const part = openPart(range, settings, space.symbols);
    return {
      renderer: part.renderer,
      warnings: part.warnings,
      idOf: (point) => configIdOf(point.assignments, { ...part.context, ...part.inputsOf(point) }),
    };
  }
  const parts = new Map(stages.stages.map((stage) => [stage.name, openPart(range, stage.settings, stage.symbols)]));
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
    idOf: (point) => {
      const ids = known.get(point.stage ?? '');
      const before = ids?.get(point.assignments);
      if (before !== undefined) return before;
      const { context, inputsOf } = partOf(point.stage);
      const id = configIdOf(point.assignments, { ...context, ...inputsOf(point) });
      ids?.set(point.assignments, id);
      return id;
    },
  };
}

function openPart(range: RangeSource, settings: Settings, symbols: readonly string[]): Part {
  const format: Format =
    settings.isGiven('FORMAT') || settings.text('TEMPLATE') === undefined ? settings.get('FORMAT') : 'template';
  const base = loadSetting(range, settings, 'BASE');
  const template = format === 'template' ? loadSetting(range, settings, 'TEMPLATE') : undefined;
  const nesting = format === 'kconfig' ? [] : checkNesting(symbols);
  const { renderer, diagnostics, warnings } = createRenderer({
    format,
    rangeName: range.name,
    base,
    template,
    symbols: nesting.length > 0 ? [] : symbols,
  });
  if (diagnostics.length + nesting.length > 0) throw new DiagnosticsError([...diagnostics, ...nesting]);
  const context = {
    format,
    ...(renderer.baseValue === undefined ? {} : { base: renderer.baseValue }),
    ...(template === undefined ? {} : { template: template.text }),
  };
  const text = settings.text('INPUTS') ?? '';
  const inputsOf = text.trim() === '' ? () => ({}) : inputReader(range, openInputs(text), namedBy(settings, 'INPUTS'));
  return { renderer, context, warnings, inputsOf };
}

/** Each file is read once, and recorded with the sources of the sweep. */
function inputReader(range: RangeSource, inputs: Inputs, by: NamedBy): Part['inputsOf'] {
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

function namedBy(settings: Settings, name: 'BASE' | 'TEMPLATE' | 'INPUTS'): NamedBy {
  return settings.layer(name) === 'range file' ? 'range file' : 'caller';
}

function loadSetting(
  range: RangeSource,
  settings: Settings,
  name: 'BASE' | 'TEMPLATE',
): ReturnType<RangeSource['loadNamed']> | undefined {
  const path = settings.text(name);
  return path === undefined || path === '' ? undefined : range.loadNamed(path, namedBy(settings, name));
}
