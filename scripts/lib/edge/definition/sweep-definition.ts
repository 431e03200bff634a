// SPDX-License-Identifier: MIT
import { plainValue } from '../../core/earlier-value.ts';
import { type ConfigId, sha256 } from '../../core/hash.ts';
import { type Diagnostic, DiagnosticsError, UsageError, valueOrThrow } from '../../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import type { Assignment } from '../../core/value.ts';
import { settingSpec } from '../../core/settings/index.ts';
import { type Configuration, configurationName, numberWidth } from '../../config/configuration.ts';
import { audible, type DefinedSweep, defineSweep } from '../../config/definition.ts';
import { configIdOf, type ConfigurationContext } from '../../config/identity.ts';
import { createRenderer, type Format, type Renderer } from '../../config/render.ts';
import { formatOf, refuseBadBases } from '../../config/sweep-bases.ts';
import { whyWrittenAnew } from '../../config/written-anew.ts';
import type { RangeSource } from './range-source.ts';

/** A sweep that is fully checked: nothing in it can fail any more but a template for a single configuration. */
export interface OpenSweep {
  readonly definition: DefinedSweep;
  readonly renderer: Renderer;
  readonly range: RangeSource;
  readonly warnings: readonly Diagnostic[];
  /** How many configurations there are; counted by walking them, so at most LIMIT. */
  readonly count: number;
  /** Over all ids in order. */
  readonly idsSha256: ReturnType<typeof sha256>;
  /** What the design has to say of itself: collapsed duplicates, fewer samples than asked for. */
  readonly notes: readonly string[];
  /** The configurations, lazily, each time from the start. */
  configurations(): Generator<Configuration>;
  /** The configurations whose files hold other values than ksweep 0.1 wrote, with the ids that 0.1 gave them. */
  writtenAnew(): Generator<WrittenAnew>;
}

export interface WrittenAnew {
  readonly name: string;
  readonly earlierId: ConfigId;
  readonly reasons: readonly string[];
}

/** Checks a sweep whole before anything is written. Throws DiagnosticsError or UsageError. */
export function openSweep(range: RangeSource, given: readonly GivenSetting[]): OpenSweep {
  const checked = defineSweep({ source: range.source, load: range.load, loadNamed: range.loadNamed, given });
  const definition = valueOrThrow(checked);
  const { settings } = definition;
  const { renderer, context } = openRenderer(range, settings, definition);
  const idOf = (assignments: readonly Assignment[]): ConfigId =>
    configIdOf(assignments, { ...context, ...renderer.identityOf(assignments) }, renderer.writesAnew(assignments));
  const counted = countUpTo(definition, idOf, settings.get('LIMIT'));
  refuseBadBases(definition.bases);
  const width = numberWidth(counted.count);
  return {
    definition,
    renderer,
    range,
    warnings: audible([...new Set([...checked.diagnostics, ...(definition.bases?.diagnostics() ?? [])])], settings),
    ...counted,
    *writtenAnew() {
      let number = 0;
      for (const { assignments } of definition.design.points()) {
        number += 1;
        if (!renderer.writesAnew(assignments)) continue;
        const { base } = renderer.identityOf(assignments);
        const earlierId = configIdOf(assignments, { ...context, ...(base === undefined ? {} : { base }) });
        const merge = definition.bases?.merge(assignments);
        const writing = { format: context.format, quoted: definition.file.kinds.quoted, merge };
        yield { name: configurationName(number, width), earlierId, reasons: whyWrittenAnew(assignments, writing) };
      }
    },
    *configurations() {
      let number = 0;
      for (const point of definition.design.points()) {
        number += 1;
        const { assignments } = point;
        const id = idOf(assignments);
        yield {
          number,
          name: configurationName(number, width),
          id,
          assignments: assignments.map(({ name, value }) => ({ name, value: plainValue(value) })),
          swept: definition.space.swept,
        };
      }
    },
  };
}

function openRenderer(
  range: RangeSource,
  settings: Settings,
  definition: DefinedSweep,
): { renderer: Renderer; context: ConfigurationContext & { readonly format: Format } } {
  const format = formatOf(settings);
  const template = format === 'template' ? loadTemplate(range, settings) : undefined;
  const { renderer, diagnostics } = createRenderer({
    format,
    rangeName: range.name,
    bases: definition.bases,
    template,
    quoted: definition.file.kinds.quoted,
  });
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  return { renderer, context: { format, ...(template === undefined ? {} : { template: template.text }) } };
}

function loadTemplate(range: RangeSource, settings: Settings): ReturnType<RangeSource['loadNamed']> | undefined {
  const path = settings.text('TEMPLATE');
  if (path === undefined || path === '') return undefined;
  return range.loadNamed(path, settings.layer('TEMPLATE') === 'range file' ? 'range file' : 'caller');
}

interface Counted {
  readonly count: number;
  readonly idsSha256: ReturnType<typeof sha256>;
  readonly notes: readonly string[];
}

/** Walks the design, but no further than one past the limit. */
function countUpTo(
  definition: DefinedSweep,
  idOf: (assignments: readonly Assignment[]) => ConfigId,
  limit: number,
): Counted {
  const ids: ConfigId[] = [];
  const points = definition.design.points();
  for (;;) {
    const step = points.next();
    if (step.done === true) {
      if (ids.length === 0) throw new DiagnosticsError([nothingLeft(step.value.complete)]);
      return { count: ids.length, idsSha256: sha256(ids.join('\n')), notes: step.value.notes };
    }
    if (ids.length >= limit) throw tooMany(limit, settingSpec('LIMIT').default ?? '');
    ids.push(idOf(step.value.assignments));
  }
}

function nothingLeft(isKnown: boolean): Diagnostic {
  const message = isKnown
    ? 'no configuration is left: the rules exclude every one'
    : 'no configuration was found that satisfies the rules; there are too many to try them all';
  const counts = 'make sweep-list shows the count after each rule';
  return {
    severity: 'error',
    code: 'E_EMPTY',
    message,
    hint: isKnown ? counts : `write fewer values, or rules that look at fewer of them; ${counts}`,
  };
}

function tooMany(limit: number, usual: string): UsageError {
  const more = `the sweep has more than ${limit.toLocaleString('en-US')} configurations`;
  const why = String(limit) === usual ? 'larger sweeps must be asked for' : 'that is the LIMIT given';
  return new UsageError(
    `${more}; ${why}; nothing was written`,
    'LIMIT=N allows more; make sweep-list shows the counts; MODE=random SAMPLES=N draws some',
  );
}
