// SPDX-License-Identifier: MIT
import { basename } from 'node:path';
import type { ServedNow } from '../../report/served/now-form.ts';
import type { GatheredSweep } from '../metrics/gather-view.ts';
import { type LivePage, openLivePage, type PageLook, type PageWords } from './live-page.ts';
import { openSweepReading, type ReadSweep, type SweepLook } from './sweep-reading.ts';

/** How sweeps that were read are put beside each other; `gathered` has each of them by its folder. */
export type SweepComparer = (
  folders: readonly string[],
  gathered: (folder: string) => GatheredSweep | undefined,
) => PageWords;

interface ComparisonLook extends PageLook {
  readonly compared: () => PageWords;
}

/** Returns the page of several sweeps beside each other, not yet read. All are read by the settings of the first, since they are to be compared. */
export function openLiveComparison(
  folders: readonly string[],
  options: Parameters<typeof openLivePage>[1] & {
    readonly open: (folder: string) => ReadSweep;
    readonly compare: SweepComparer;
  },
): LivePage {
  const [first = ''] = folders;
  const { settings } = options.open(first);
  const readings = folders.map((folder) => ({ folder, reading: openSweepReading({ folder, settings }) }));
  let words: PageWords | undefined;
  return openLivePage<ComparisonLook, PageWords>(
    {
      look: (nowMs, asks) => {
        const looks = readings.map(({ folder, reading }) => ({ folder, look: reading.look(nowMs, asks) }));
        const hasChanged = looks.some(({ look }) => look.hasChanged);
        if (hasChanged) words = undefined;
        return {
          hasChanged,
          now: together(looks),
          compared: () => {
            const found = new Map(looks.map(({ folder, look }) => [folder, look.gathered]));
            words ??= options.compare(folders, (folder) => found.get(folder));
            return words;
          },
        };
      },
      words: (look) => look.compared(),
      numbers: (look) => look.compared().parts.data,
    },
    options,
  );
}

/** Where several sweeps stand, one after the other. */
function together(looks: readonly { readonly folder: string; readonly look: SweepLook }[]): ServedNow {
  const all = looks.map(({ look }) => look.now);
  const sum = (of: (now: ServedNow) => number): number => all.reduce((total, now) => total + of(now), 0);
  return {
    state: looks.map(({ folder, look }) => `${basename(folder)}: ${look.now.state}`).join('; '),
    isLive: all.some((now) => now.isLive),
    ended: sum((now) => now.ended),
    total: sum((now) => now.total),
    failed: sum((now) => now.failed),
    running: sum((now) => now.running),
    left: '',
    best: '',
    lanes: [],
    further: 0,
    failure: null,
    waiting: [],
    remark: '',
  };
}
