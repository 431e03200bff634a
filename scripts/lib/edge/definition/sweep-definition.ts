// SPDX-License-Identifier: MIT
import { plainValue } from '../../core/earlier-value.ts';
import { type ConfigId, sha256 } from '../../core/hash.ts';
import { type Diagnostic, DiagnosticsError, hasErrors, UsageError, valueOrThrow } from '../../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import type { Source } from '../../core/source.ts';
import { settingSpec } from '../../core/settings/index.ts';
import { type Configuration, configurationName, numberWidth } from '../../config/configuration.ts';
import { audible, type DefinedSweep, defineSweep } from '../../config/definition.ts';
import { builtInWords, namesOutOfFormat } from '../../config/format-names.ts';
import { helperUses } from '../../config/helper-uses.ts';
import { configIdOf, type ConfigurationContext } from '../../config/identity.ts';
import { createRenderer, type Format, type Renderer } from '../../config/render.ts';
import { formatOf, refuseBadBases } from '../../config/sweep-bases.ts';
import { whyWrittenAnew } from '../../config/written-anew.ts';
import type { Point } from '../../space/designs/index.ts';
import type { RangeSource } from './range-source.ts';
import { completedByTree } from './tree-definition.ts';

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
  const completed = completedByTree(valueOrThrow(checked), range);
  const { definition } = completed;
  const { settings } = definition;
  const { renderer, context, warnings } = openRenderer(range, settings, definition);
  // A configuration that a Kconfig tree completed is all that stands in its .config; 0.1 wrote none.
  const idOf = ({ assignments, completed: text }: Point): ConfigId =>
    text === undefined
      ? configIdOf(assignments, { ...context, ...renderer.identityOf(assignments) }, renderer.writesAnew(assignments))
      : configIdOf(assignments, { ...context, completed: text });
  const counted = countUpTo(definition, idOf, settings.get('LIMIT'), audible(checked.diagnostics, settings));
  refuseBadBases(definition.bases);
  const width = numberWidth(counted.count);
  const swept = definition.space.swept.filter((name) => !definition.file.helpers.has(name));
  return {
    definition,
    renderer,
    range,
    ...counted,
    warnings: audible(
      [
        ...new Set([...checked.diagnostics, ...(definition.bases?.diagnostics() ?? []), ...warnings]),
        ...completed.warnings,
        ...counted.warnings,
      ],
      settings,
    ),
    notes: [...completed.notes, ...counted.notes],
    *writtenAnew() {
      let number = 0;
      for (const { assignments, completed: text } of definition.design.points()) {
        number += 1;
        if (text !== undefined || !renderer.writesAnew(assignments)) continue;
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
        const id = idOf(point);
        yield {
          number,
          name: configurationName(number, width),
          id,
          assignments: assignments.map(({ name, value }) => ({ name, value: plainValue(value) })),
          swept,
          ...(point.helpers === undefined ? {} : { helpers: point.helpers }),
          ...(point.completed === undefined ? {} : { completed: point.completed }),
          ...(point.requested === undefined
            ? {}
            : { requested: point.requested.map((each) => ({ ...each, value: plainValue(each.value) })) }),
        };
      }
    },
  };
}

function openRenderer(
  range: RangeSource,
  settings: Settings,
  definition: DefinedSweep,
): {
  renderer: Renderer;
  context: ConfigurationContext & { readonly format: Format };
  warnings: readonly Diagnostic[];
} {
  const format = formatOf(settings);
  const template = format === 'template' ? loadTemplate(range, settings) : undefined;
  const { renderer, diagnostics } = createRenderer({
    format,
    rangeName: range.name,
    bases: definition.bases,
    template,
    quoted: definition.file.kinds.quoted,
  });
  const uses = template === undefined ? [] : helperUses(template, definition.file.helpers);
  const trouble = [...diagnostics, ...uses, ...namesOutOfFormat(definition.file, format)];
  if (trouble.length > 0) throw new DiagnosticsError(trouble);
  const symbols = new Set(definition.space.symbols);
  const warnings = [...commandsOf(settings), ...(template === undefined ? [] : [template])].flatMap((one) =>
    builtInWords(one, symbols),
  );
  return { renderer, context: { format, ...(template === undefined ? {} : { template: template.text }) }, warnings };
}

/** What a run is started with and named after. */
function commandsOf(settings: Settings): Source[] {
  return (['COMMAND', 'SETUP', 'RUN_NAME', 'CWD'] as const).map((name) => ({
    path: `SWEEP_${name}`,
    text: settings.text(name) ?? '',
  }));
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
  readonly warnings: readonly Diagnostic[];
}

/** Walks the design, but no further than one past the limit. A warning may be why nothing is left, so it is told with that. */
function countUpTo(
  definition: DefinedSweep,
  idOf: (point: Point) => ConfigId,
  limit: number,
  warned: readonly Diagnostic[],
): Counted {
  const ids: ConfigId[] = [];
  const points = definition.design.points();
  for (;;) {
    const step = points.next();
    if (step.done === true) {
      const { diagnostics = [], notes, complete } = step.value;
      if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
      if (ids.length === 0) throw new DiagnosticsError([nothingLeft(complete, notes), ...diagnostics, ...warned]);
      return { count: ids.length, idsSha256: sha256(ids.join('\n')), notes, warnings: diagnostics };
    }
    if (ids.length >= limit) throw tooMany(limit, settingSpec('LIMIT').default ?? '');
    ids.push(idOf(step.value));
  }
}

function nothingLeft(isKnown: boolean, notes: readonly string[]): Diagnostic {
  const message = isKnown
    ? 'no configuration is left: the rules exclude every one'
    : 'no configuration was found that satisfies the rules; there are too many to try them all';
  const counts = 'make sweep-list shows the count after each rule';
  return {
    severity: 'error',
    code: 'E_EMPTY',
    message,
    notes: notes.map((note) => ({ message: note })),
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
