// SPDX-License-Identifier: MIT
import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { LayoutItem } from '../../run/layouts/layout.ts';
import { replaceLink, makeFolder, writeFileAtomic, writing } from '../files.ts';
import { refuseWayOut } from '../inner-folder.ts';

/** Writes the links and files of a layout into a sweep folder; what is not a link of ours stays as it is. */
export function writeLayout(sweepDir: string, items: readonly LayoutItem[]): void {
  for (const item of items) {
    const path = join(sweepDir, item.path);
    refuseWayOut(sweepDir, dirname(item.path) === '.' ? item.path : dirname(item.path));
    if (item.kind === 'file') writing(path, () => writeFileAtomic(path, item.text));
    else placeLink(path, relative(dirname(path), join(sweepDir, item.to)));
  }
}

function placeLink(path: string, to: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && (!there.isSymbolicLink() || readlinkSync(path) === to)) return;
  writing(path, () => {
    makeFolder(dirname(path));
    replaceLink(path, to);
  });
}
