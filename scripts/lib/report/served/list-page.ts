// SPDX-License-Identifier: MIT
import { escaped } from '../charts/tooltip.ts';
import { compileTemplate } from '../template.ts';
import type { ListRow } from './list-row.ts';
import type { ServedNow } from './now-form.ts';
import { pageAddress } from './routes.ts';

/** One sweep in the list. */
export interface ListedSweep {
  /** Name of its folder. */
  readonly name: string;
  readonly rangeFile: string;
  /** Epoch milliseconds of its first event; null while it has none. */
  readonly begunMs: number | null;
  /** Stages with a page of their own beside that of the sweep. */
  readonly stages: readonly string[];
  /** Null while it has not been read, and for a folder that cannot be. */
  readonly now: Pick<
    ServedNow,
    'state' | 'isLive' | 'ended' | 'total' | 'failed' | 'running' | 'left' | 'best' | 'failure' | 'remark'
  > | null;
  /** Why it cannot be shown; empty when it can. */
  readonly trouble: string;
  /** The sweep of the same range file before it; empty for none. */
  readonly before: string;
}

/** Returns the row of a sweep. */
export function listRow(sweep: ListedSweep): ListRow {
  const { name, now, before } = sweep;
  const isShown = sweep.trouble === '';
  return {
    name,
    address: isShown ? pageAddress(name) : '',
    stages: isShown ? sweep.stages.map((stage) => ({ name: stage, address: pageAddress(name, stage) })) : [],
    range: sweep.rangeFile,
    begun: sweep.begunMs === null ? '' : minuteText(sweep.begunMs),
    state: now?.state ?? (isShown ? 'not read yet' : 'cannot be shown'),
    isLive: now?.isLive ?? false,
    ended: now === null ? '' : `${now.ended} of ${now.total}${now.failed === 0 ? '' : `, ${now.failed} failed`}`,
    share: now === null || now.total === 0 ? 0 : Math.floor((100 * now.ended) / now.total),
    left: now?.left ?? '',
    best: now?.best ?? '',
    failure: now === null || now.failure === null ? '' : `${now.failure.name}: ${now.failure.why}`,
    trouble: sweep.trouble,
    time: isShown && now !== null && now.ended + now.running > 0 ? `${pageAddress(name)}#chart=timeline` : '',
    compare: before === '' || !isShown ? '' : comparisonAddress([name, before]),
  };
}

/** Returns the address of the page that shows sweeps beside each other; the first one's metrics count. */
function comparisonAddress(sweeps: readonly string[]): string {
  return `/compare/?${sweeps.map((name) => `sweep=${encodeURIComponent(name)}`).join('&')}`;
}

export interface ListPage {
  /** The folder, as the user named it. */
  readonly outputDir: string;
  readonly rows: readonly ListRow[];
  /** Sweeps that are left out; 0 mostly. */
  readonly further: number;
}

/** Returns the page that lists the sweeps: legible without its script, which keeps it up to date. */
export function renderList(page: ListPage, template: string): string {
  const data = JSON.stringify(page).replace(/</g, '\\u003c');
  return compileTemplate(template, escaped)({ ...page, data });
}

/** 2026-11-21 12:03 UTC */
function minuteText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
