// SPDX-License-Identifier: MIT
import { copyFileSync, existsSync, readdirSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { makeLine } from '../core/make-line.ts';
import { sweepPlace } from './call/sweep-place.ts';
import { UsageError } from '../core/diagnostic.ts';
import type { FolderViewSetting } from '../core/settings/groups.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { groupKey, parametersOf } from '../report/grouping.ts';
import { renderMarkdown } from '../report/markdown.ts';
import type { ReportRun, SweepView } from '../report/view.ts';
import { makeFolder, removeQuietly, writing } from '../edge/files.ts';
import { refuseWayOut } from '../edge/inner-folder.ts';
import { gatherView, runFolderOf } from '../edge/metrics/gather-view.ts';
import { readSweepState } from '../edge/journal/journal-file.ts';
import { neededRuns } from '../run/stages/needed.ts';
import type { SweepState } from '../run/state.ts';
import { commandOf, EXIT } from './call/command.ts';
import { openReportSource, tellNewest } from './call/report-source.ts';
import { PROMOTE_SPEC } from './specs/results.ts';
import { groupBy } from '../core/grouped.ts';

/** Plots, and the small files that say what the run was. */
const PLOT = /\.(png|svg|pdf|jpe?g|webp|gif)$/i;
const RECORD =
  /^(config\.[A-Za-z0-9]+|training_metrics\.json|metrics\.(jsonl?|csv)|performance_overview\.txt|analysis\.json)$/;

const USUAL_TOP = 3;

export const PROMOTE = commandOf(PROMOTE_SPEC, (call) => {
  const source = openReportSource(call);
  tellNewest(call, source);
  const to = call.settings.text('TO');
  if (to === undefined || to === '')
    throw new UsageError(
      'TO says where to copy to',
      makeLine('sweep-promote', sweepPlace(call, source.folder), 'TOP=3 TO=best'),
    );
  const promoted = promoteBest(source.folder, source.settings, { to: resolve(call.cwd, to), nowMs: Date.now() });
  const { runs, files, markdown } = promoted;
  return {
    text: () => `${markdown}\n${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, ${files} files copied to ${to}\n`,
    json: () => ({ runs: runs.map((r) => r.configFile), files }),
    exit: EXIT.done,
  };
});

export interface Promoted {
  readonly runs: readonly ReportRun[];
  readonly files: number;
  readonly markdown: string;
}

/** Copies configuration, metrics and plots of the best runs (of each group of BY), and of what they are built upon, into a folder, with a README.md that shows them. */
function promoteBest(
  sweepDir: string,
  settings: Settings<FolderViewSetting | 'TOP' | 'BY'>,
  options: { readonly to: string; readonly nowMs: number },
): Promoted {
  const { to } = options;
  const view = gatherView(sweepDir, settings, options.nowMs);
  const runs = chosenRuns(view, settings.isGiven('TOP') ? settings.get('TOP') : USUAL_TOP, settings.text('BY'));
  if (runs.length === 0) throw new UsageError('no run is ranked, so none can be promoted', whyUnranked(view));
  if (existsSync(to) && !statSync(to).isDirectory())
    throw new UsageError(`${to} is a file`, 'TO=DIR names a new folder');
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new UsageError(`${to} is not empty`, 'TO=DIR names a new folder');
  const state = readSweepState(sweepDir);
  const copies: Copies[] = [];
  const sections: string[] = [];
  for (const run of runs) {
    const own = copiesOf(sweepDir, run.folder, run.configFile);
    const { names } = own;
    copies.push(own, ...neededCopies(sweepDir, run, state));
    const images = names.filter((n) => PLOT.test(n) && !n.endsWith('.pdf')).map((n) => imageOf(run.configFile, n));
    if (images.length > 0) sections.push(`## ${run.configFile}\n\n${images.join('')}`);
  }
  const markdown = [`# Best of ${view.name}\n`, renderMarkdown(view, runs), ...sections].join('\n');
  copyAll(to, copies, markdown);
  return { runs, files: copies.reduce((sum, { names }) => sum + names.length, 0), markdown };
}

/** The same of the runs that it is built upon, in a folder for each stage inside its own. */
function neededCopies(sweepDir: string, { folder, configFile }: ReportRun, { runs }: SweepState): readonly Copies[] {
  const run = [...runs.values()].find((one) => one.folder === folder);
  return neededRuns({ needs: run?.needs ?? [] }, runs).map((need) =>
    copiesOf(sweepDir, need.folder, join(configFile, need.stage ?? '')),
  );
}

function copiesOf(sweepDir: string, folder: string, target: string): Copies {
  const source = runFolderOf(sweepDir, folder);
  refuseWayOut(sweepDir, relative(sweepDir, source));
  return { source, target, names: existsSync(source) ? promotedNames(source) : [] };
}

/** A file may have any name: what would end the text or the path is escaped. */
function imageOf(folder: string, name: string): string {
  return `![${name.replace(/[\\[\]]/g, '\\$&')}](<${`${folder}/${name}`.replace(/[\\<>]/g, '\\$&')}>)\n`;
}

/** Files of a run folder that go to a folder inside the target. */
interface Copies {
  readonly source: string;
  readonly target: string;
  readonly names: readonly string[];
}

/** The folder appears complete, by rename: where the disk fills up there is none, and the same call does it later. */
function copyAll(to: string, copies: readonly Copies[], markdown: string): void {
  const beside = `${to}.tmp-${process.pid}`;
  try {
    writing(to, () => {
      for (const { source, target, names } of copies) {
        makeFolder(join(beside, target));
        for (const name of names) {
          makeFolder(dirname(join(beside, target, name)));
          copyFileSync(join(source, name), join(beside, target, name));
        }
      }
      writeFileSync(join(beside, 'README.md'), markdown);
      renameSync(beside, existsSync(to) ? realpathSync(to) : to); // onto an empty folder, or none
    });
  } finally {
    removeQuietly(beside);
  }
}

function chosenRuns(view: SweepView, top: number, by: string | undefined): readonly ReportRun[] {
  const names = parametersOf(view, by ?? '');
  return [...groupBy(view.ranked, (run) => groupKey(run, names)).values()].flatMap((group) => group.slice(0, top));
}

function whyUnranked(view: SweepView): string {
  const [metric] = view.metrics;
  return metric === undefined
    ? 'METRIC=NAME says what ranks'
    : `no run that ended${view.runs.length === 0 ? ' and that FILTER leaves' : ''} has ${metric.column}; METRIC=NAME ranks by another`;
}

/** Plots anywhere in the run folder, records at its top; attempts and links are left out. */
function promotedNames(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name).slice(folder.length + 1))
    .filter((name) => !name.startsWith('attempts/') && (PLOT.test(name) || RECORD.test(name)))
    .sort();
}
