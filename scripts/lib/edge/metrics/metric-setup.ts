// SPDX-License-Identifier: MIT
import type { MetricQuestion } from './read-options.ts';
import { type Checked, type Diagnostic, DiagnosticsError, hasErrors, valueOrThrow } from '../../core/diagnostic.ts';
import type { MetricViewSetting } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { parseCondition } from '../../report/conditions.ts';
import { parseDerived } from '../../report/derive.ts';
import { type LogPattern, parseLogPattern } from '../../results/readers/log-regex.ts';
import { parseMetricFiles } from '../../results/readers/metric-files.ts';
import { type MetricSpec, parseMetricSpec } from '../../results/readers/metric-spec.ts';
import { parseUnits, type Units } from '../../results/units.ts';
import { withinTime } from '../run-folder/within-time.ts';

/** How the settings ask for metrics to be read and shown. */
export interface MetricSetup extends MetricQuestion {
  /** What ranks; columns of SWEEP_DERIVE too. */
  readonly specs: readonly MetricSpec[];
  readonly units: Units;
  /** Names what is read from the files: the cache's key. */
  readonly question: string;
}

/** Returns the metric settings, checked. Throws DiagnosticsError with all that is wrong in them. */
export function metricSetup(settings: Settings<MetricViewSetting>): MetricSetup {
  const metric = settings.text('METRIC');
  const regex = settings.text('METRIC_REGEX');
  const specs = isOfAnother(settings)
    ? parseMetricSpec(metric, undefined, settings.get('GOAL'))
    : parseMetricSpec(metric, settings.get('GOAL'));
  const units = parseUnits(settings.text('UNITS'));
  const named = settings.text('METRIC_FILES');
  const ownReaders = parseMetricFiles(named);
  const pattern: Checked<LogPattern | undefined> =
    regex === undefined || regex === '' ? { value: undefined, diagnostics: [] } : parseLogPattern(regex, withinTime);
  const diagnostics = [...specs.diagnostics, ...units.diagnostics, ...pattern.diagnostics, ...ownReaders.diagnostics];
  if (hasErrors(diagnostics)) throw new DiagnosticsError(diagnostics);
  const ranking = valueOrThrow(specs);
  const filter = settings.text('FILTER') ?? '';
  if (filter.trim() !== '') parseCondition('FILTER', filter);
  const reported = reportedOf(ranking, new Set(parseDerived(settings.text('DERIVE')).map((column) => column.name)));
  return {
    specs: ranking,
    reported,
    units: valueOrThrow(units),
    logPattern: pattern.value,
    ownReaders: valueOrThrow(ownReaders),
    question: JSON.stringify([
      reported.map(({ text, name, source }) => [text, name, source]),
      regex ?? '',
      named ?? '',
    ]),
  };
}

/** A goal that the sweep was made with is that of its own metric: one that a call names instead goes by its name first. */
function isOfAnother(settings: Settings<MetricViewSetting>): boolean {
  return (
    ['make', 'flag', 'environment'].includes(settings.layer('METRIC')) &&
    ['sweep folder', 'range file'].includes(settings.layer('GOAL'))
  );
}

/** Returns what the runs have to report: all but the derived columns. Throws DiagnosticsError for a part of one: it is a number, not a list. */
function reportedOf(ranking: readonly MetricSpec[], derived: ReadonlySet<string>): readonly MetricSpec[] {
  const own = ranking.filter((spec) => spec.source === undefined && derived.has(spec.name));
  const diagnostics = own
    .filter((spec) => spec.text !== spec.name)
    .map(({ text, name }): Diagnostic => {
      const message = `SWEEP_METRIC has "${text}", but ${name} is a column of SWEEP_DERIVE: one number a run`;
      return { code: 'E_SETTING_VALUE', message, hint: `write ${name}, or give the column another name` };
    });
  if (diagnostics.length > 0) throw new DiagnosticsError(diagnostics);
  return ranking.filter((spec) => !own.includes(spec));
}
