// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import type { REPORT_CHOICE, REPORT_FILES } from '../core/settings/groups.ts';
import type { GatheredSweep } from '../edge/metrics/gather-view.ts';
import { metricSetup } from '../edge/metrics/metric-setup.ts';
import type { PageWords } from '../edge/serve/live-page.ts';
import { startServer } from '../edge/serve/server.ts';
import { type Call, commandOf, EXIT, tell } from './call/command.ts';
import { type ReportSource, sourceOf } from './call/report-source.ts';
import { compareSweeps } from './report/comparison.ts';
import { SERVE_SPEC } from './specs/results.ts';

type ServeSetting = (typeof REPORT_CHOICE)[number] | (typeof REPORT_FILES)[number];

/** Serves the pages of the sweeps in OUTPUT_DIR until somebody ends it. */
export const SERVE = commandOf(SERVE_SPEC, async (call) => {
  const { settings } = call;
  if (call.asJson) throw new UsageError('--json prints one answer, a server goes on', 'leave --json out');
  metricSetup(settings); // what makes no sense for any sweep is told at once
  const shownDir = settings.get('OUTPUT_DIR');
  const outputDir = resolve(call.cwd, shownDir);
  const wanted = settings.get('PORT');
  const server = await startServer({
    outputDir,
    shownDir,
    port: wanted,
    nowMs: Date.now,
    open: (folder, stage) => sourceOf<ServeSetting>(ofStage(call, stage), folder, false),
    compare: (folders, gathered) =>
      comparedPage(
        folders.map((folder) => ({ ...sourceOf<ServeSetting>(call, folder, false), folder })),
        gathered,
      ),
  });
  const over = ended(server.close);
  if (wanted !== 0 && server.port !== wanted)
    tell(call, `Port ${wanted} is taken: ${server.port} is the next free one.`);
  if (!existsSync(outputDir)) tell(call, `${shownDir}/ is not there yet: the first sweep makes it.`);
  tell(call, `The sweeps of ${shownDir}/, for this machine alone, until Ctrl-C:\n${server.address}`);
  await over;
  return { text: () => '', json: () => undefined, exit: EXIT.done };
});

/** The page of a stage is made by the settings of that stage. */
function ofStage<C extends Pick<Call, 'given'>>(call: C, stage: string | undefined): C {
  if (stage === undefined) return call;
  return { ...call, given: [{ name: 'STAGE', text: stage, layer: 'flag' }, ...call.given] };
}

/** Returns several sweeps on one page, whose runs lie at the addresses of their sweeps. Throws UsageError for none. */
export function comparedPage(
  [first, ...further]: readonly ReportSource<ServeSetting>[],
  gathered: (folder: string) => GatheredSweep | undefined,
): PageWords {
  if (first === undefined) throw new UsageError('no sweep is named');
  return compareSweeps([first, ...further], {
    gather: (folder) => {
      const read = gathered(folder);
      if (read === undefined) throw new Error(`internal: ${folder} was not read`);
      return read;
    },
    nowMs: Date.now(),
    folderOf: (sweepDir, folder) => `../sweeps/${basename(sweepDir)}/${folder}`,
  });
}

/** Ctrl-C, TERM and a closed terminal end it; a second one does not wait for anything. */
function ended(close: () => Promise<void>): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  return new Promise((over) => {
    let isEnding = false;
    for (const signal of signals)
      process.on(signal, () => {
        if (isEnding) process.exit(EXIT.interrupted);
        isEnding = true;
        void close().then(over);
      });
  });
}
