// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import type { REPORT_CHOICE, REPORT_FILES } from '../core/settings/groups.ts';
import { renderHtml } from '../report/page/html.ts';
import { gatherLooking } from '../edge/metrics/gather-view.ts';
import { metricSetup } from '../edge/metrics/metric-setup.ts';
import { servedSources } from '../edge/serve/assets.ts';
import { startServer } from '../edge/serve/server.ts';
import { EXIT } from './call/answer.ts';
import { type Call, tell } from './call/call.ts';
import { commandOf } from './call/command.ts';
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
    compare: (folders) => comparisonPage(folders.map((folder) => sourceOf<ServeSetting>(call, folder, false))),
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

function comparisonPage(sources: readonly ReportSource<ServeSetting>[]): string {
  const [first, ...further] = sources;
  if (first === undefined) throw new UsageError('no sweep is named');
  const { view, parts } = compareSweeps([first, ...further], { gather: gatherLooking, nowMs: Date.now() });
  return renderHtml(view, parts, servedSources({ since: '', hasData: true }));
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
