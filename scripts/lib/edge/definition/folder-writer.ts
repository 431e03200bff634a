// SPDX-License-Identifier: MIT
import { lstatSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { joinInner } from '../../core/inner-path.ts';
import { MANIFEST_NAME, type Manifest, printManifest } from '../../config/manifest.ts';
import { makeFolder, readTextIfExists, writeFileAtomic, writing } from '../files.ts';

const AGAIN =
  'the folder is marked as incomplete, so nothing runs from it; when that is mended, the same command completes it';

/** Writes the files of one folder, marking it incomplete before the first change. */
export class FolderWriter {
  readonly #folder: string;
  readonly #present: ReadonlySet<string>;
  readonly #incomplete: Manifest;
  readonly #put = new Set<string>();
  #written = 0;
  #removed = 0;
  #marked = false;

  constructor(folder: string, present: ReadonlySet<string>, incomplete: Manifest) {
    this.#folder = folder;
    this.#present = present;
    this.#incomplete = incomplete;
  }

  put(name: string, text: string): void {
    const path = joinInner(this.#folder, name);
    this.#put.add(name);
    if (this.#present.has(name) && readTextIfExists(path) === text) return;
    this.#mark();
    if (name.includes('/')) writing(dirname(path), () => makeFolder(dirname(path)), AGAIN);
    if (this.#present.has(name) && lstatSync(path).isSymbolicLink()) unlinkSync(path); // what it leads to is not ours
    // The manifest says "incomplete" by now, so a half-written file is seen and made again: no rename is needed.
    writing(path, () => writeFileSync(path, text), AGAIN);
    this.#written += 1;
  }

  removeOthers(isOurFile: (name: string) => boolean): void {
    for (const name of this.#present) {
      if (!isOurFile(name) || this.#put.has(name) || name === MANIFEST_NAME || !isFile(join(this.#folder, name)))
        continue;
      this.#mark();
      writing(join(this.#folder, name), () => unlinkSync(join(this.#folder, name)), AGAIN);
      this.#removed += 1;
    }
  }

  finish(manifest: string): { written: number; unchanged: number; removed: number } {
    const path = join(this.#folder, MANIFEST_NAME);
    if (this.#marked || readTextIfExists(path) !== manifest) writeFileAtomic(path, manifest);
    return { written: this.#written, unchanged: this.#put.size - this.#written, removed: this.#removed };
  }

  #mark(): void {
    if (this.#marked) return;
    this.#marked = true;
    writeFileAtomic(join(this.#folder, MANIFEST_NAME), printManifest(this.#incomplete));
  }
}

/** Tells whether a path is a file, or a link to one. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
