// SPDX-License-Identifier: MIT
import { type ConfigId, sha256 } from '../../core/hash.ts';
import { type Diagnostic, DiagnosticsError, UsageError, valueOrThrow } from '../../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import { settingSpec } from '../../core/settings/index.ts';
import { type Configuration, configurationName, numberWidth } from '../../config/configuration.ts';
import { type DefinedSweep, defineSweep } from '../../config/definition.ts';
import { configIdOf, type ConfigurationContext } from '../../config/identity.ts';
import { checkNesting } from '../../config/nested.ts';
import { createRenderer, type Format, type Renderer } from '../../config/render.ts';
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
}

/** Checks a sweep whole before anything is written. Throws DiagnosticsError or UsageError. */
export function openSweep(range: RangeSource, given: readonly GivenSetting[]): OpenSweep {
  const checked = defineSweep({ source: range.source, load: range.load, given });
  const definition = valueOrThrow(checked);
  const { settings } = definition;
  const { renderer, context, warnings } = openRenderer(range, settings, definition);
  const counted = countUpTo(definition, context, settings.get('LIMIT'));
  const width = numberWidth(counted.count);
  return {
    definition,
    renderer,
    range,
    warnings: [...checked.diagnostics, ...warnings],
    ...counted,
    *configurations() {
      let number = 0;
      for (const point of definition.design.points()) {
        number += 1;
        const id = configIdOf(point.assignments, context);
        yield {
          number,
          name: configurationName(number, width),
          id,
          assignments: point.assignments,
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
): { renderer: Renderer; context: ConfigurationContext; warnings: readonly Diagnostic[] } {
  const format: Format =
    settings.isGiven('FORMAT') || settings.text('TEMPLATE') === undefined ? settings.get('FORMAT') : 'template';
  const base = loadSetting(range, settings, 'BASE');
  const template = format === 'template' ? loadSetting(range, settings, 'TEMPLATE') : undefined;
  const { symbols } = definition.space;
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
  return { renderer, context, warnings };
}

function loadSetting(
  range: RangeSource,
  settings: Settings,
  name: 'BASE' | 'TEMPLATE',
): ReturnType<RangeSource['loadNamed']> | undefined {
  const path = settings.text(name);
  if (path === undefined || path === '') return undefined;
  return range.loadNamed(path, settings.layer(name) === 'range file' ? 'range file' : 'caller');
}

interface Counted {
  readonly count: number;
  readonly idsSha256: ReturnType<typeof sha256>;
  readonly notes: readonly string[];
}

/** Walks the design, but no further than one past the limit. */
function countUpTo(definition: DefinedSweep, context: ConfigurationContext, limit: number): Counted {
  const ids: ConfigId[] = [];
  const points = definition.design.points();
  for (;;) {
    const step = points.next();
    if (step.done === true) {
      if (ids.length === 0) throw new DiagnosticsError([nothingLeft(step.value.complete)]);
      return { count: ids.length, idsSha256: sha256(ids.join('\n')), notes: step.value.notes };
    }
    if (ids.length >= limit) throw tooMany(limit, settingSpec('LIMIT').default ?? '');
    ids.push(configIdOf(step.value.assignments, context));
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
