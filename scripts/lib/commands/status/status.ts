// SPDX-License-Identifier: MIT
import { sweepPlace } from '../call/sweep-place.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { readStatus } from '../../edge/sweep-folder/sweep-status.ts';
import { processTerminal } from '../../edge/tty/watch-terminal.ts';
import { commandOf, EXIT } from '../call/command.ts';
import { openReportSource, tellNewest } from '../call/report-source.ts';
import { STATUS_SPEC } from '../specs/results.ts';
import { leaderboard, statusJson, statusText } from './show-status.ts';
import { watchSweep } from './watch.ts';

/** Says where a sweep stands, once or live. */
export const STATUS = commandOf(STATUS_SPEC, async (call) => {
  const isWatching = call.switches.has('watch');
  if (call.asJson && isWatching) throw new UsageError('--json prints one answer, --watch goes on', 'give one of them');
  const source = openReportSource(call);
  const { folder, settings } = source;
  if (!call.asJson) tellNewest(call, source);
  if (isWatching) {
    await watchSweep(folder, settings, { terminal: processTerminal(call.streams) });
    return { text: () => '', json: () => null, exit: EXIT.done };
  }
  const status = readStatus(folder);
  const nowMs = Date.now();
  const place = sweepPlace(call, folder);
  const columns = call.streams.stdout.columns ?? 100;
  return {
    text: () =>
      `${statusText(status, { nowMs, place })}${leaderboard(folder, status, settings, { nowMs, columns, place })}`,
    json: () => statusJson(status),
    exit: EXIT.done,
  };
});
