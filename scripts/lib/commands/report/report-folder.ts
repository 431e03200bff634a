// SPDX-License-Identifier: MIT
import type { REPORT_CHOICE, REPORT_FILES } from '../../core/settings/groups.ts';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import type { WriteError } from '../../edge/files.ts';
import { startPageDrawing } from '../../edge/page/page-drawing.ts';
import { flatRows } from '../../report/flat-row.ts';
import { type Answer, type Call, EXIT } from '../call/command.ts';
import { chosenStage } from '../../run/stages/chosen.ts';
import { openReportSources, recordedRange, type ReportSource, sourceOf, tellNewest } from '../call/report-source.ts';
import { writeComparison } from './comparison.ts';
import { makeReports, type ReportedStage, writeStagePages } from './make-reports.ts';

/** A call of report. */
type ReportCall = Call<'FOLDER' | 'OUTPUT_DIR' | (typeof REPORT_CHOICE | typeof REPORT_FILES)[number]>;

/** Writes the reports of one sweep, or the comparison of several, and returns what is printed: tables, then the files. What is as it was is not made again. */
export function reportFolders(call: ReportCall): Answer {
  const sources = openReportSources(call);
  const [source, ...further] = sources;
  tellNewest(call, source);
  const { columns } = call.streams.stdout;
  if (further.length > 0) {
    const drawing = startPageDrawing(); // its thread loads the charts while this one reads the sweeps
    const made = writeComparison(sources, { columns: columns ?? 100, drawing, nowMs: SYSTEM_CLOCK.nowMs() });
    return answerOf({ ...made, standing: null, title: 'Comparison', rows: () => flatRows(made.view) });
  }
  const made = makeReports(source.folder, source.settings, columns);
  writeStagePages(source.folder, ...stagesOfSource(call, source));
  return answerOf({ ...made, title: 'Reports' });
}

/** What a call says. */
interface Said {
  readonly title: string;
  readonly terminal: string;
  readonly standing: string | null;
  readonly files: readonly string[];
  readonly trouble: WriteError | undefined;
  readonly rows: () => unknown;
}

function answerOf({ title, terminal, standing, files, trouble, rows }: Said): Answer {
  const list = files.length === 0 ? '' : `\n${title}:\n${files.map((f) => `  ${f}\n`).join('')}`;
  const text = (): string => `${terminal}${standing === null ? '' : `${standing}\n`}${list}`;
  return { text, json: rows, exit: EXIT.done, trouble };
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
