// SPDX-License-Identifier: MIT
import type { REPORT_CHOICE, REPORT_FILES } from '../../core/settings/groups.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import type { PageDrawing } from '../../edge/page/page-drawing.ts';
import { writeReports } from '../../edge/page/report-writer.ts';
import { flatRows } from '../../report/flat-row.ts';
import { standingOf } from '../../report/standing.ts';
import { type Answer, EXIT } from '../call/answer.ts';
import type { Call } from '../call/call.ts';
import { chosenStage } from '../../run/stages/chosen.ts';
import { openReportSources, recordedRange, type ReportSource, sourceOf, tellNewest } from '../call/report-source.ts';
import { writeComparison } from './comparison.ts';
import { type ReportedStage, writeStagePages } from './stage-pages.ts';

/** A call of report. */
type ReportCall = Call<'FOLDER' | 'OUTPUT_DIR' | (typeof REPORT_CHOICE | typeof REPORT_FILES)[number]>;

/** Writes the reports of one sweep, or the comparison of several, and returns what is printed: tables, then the files. */
export function reportFolders(call: ReportCall, drawing: PageDrawing): Answer {
  const sources = openReportSources(call);
  const [source, ...further] = sources;
  tellNewest(call, source);
  const { columns } = call.streams.stdout;
  const { view, terminal, files, trouble } =
    further.length === 0
      ? writeReports(source.folder, source.settings, { columns, drawing })
      : writeComparison(sources, { columns: columns ?? 100, drawing, nowMs: SYSTEM_CLOCK.nowMs() });
  if (further.length === 0) writeStagePages(source.folder, ...stagesOfSource(call, source));
  const text = (): string => {
    const standing = further.length === 0 ? standingOf(view) : undefined;
    const title = further.length === 0 ? 'Reports' : 'Comparison';
    const list = files.length === 0 ? '' : `\n${title}:\n${files.map((f) => `  ${f}\n`).join('')}`;
    return `${terminal}${standing === undefined ? '' : `${standing}\n`}${list}`;
  };
  return { text, json: () => flatRows(view), exit: EXIT.done, trouble };
}

/** The stages of a sweep with the settings of each, and which of them a call reports. */
function stagesOfSource(
  call: ReportCall,
  { folder, settings }: ReportSource<(typeof REPORT_CHOICE | typeof REPORT_FILES)[number]>,
): readonly [stages: readonly ReportedStage[], reported: string | undefined] {
  const names = recordedRange(folder).stages.map(({ named }) => named.name);
  const given = call.given.filter(({ name }) => name !== 'STAGE');
  const stages = names.map((name): ReportedStage => {
    const own = sourceOf({ ...call, given: [...given, { name: 'STAGE', text: name, layer: 'flag' }] }, folder, false);
    return { name, settings: own.settings };
  });
  return [stages, chosenStage({ STAGE: settings.text('STAGE') }, names).value];
}
