// SPDX-License-Identifier: MIT
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * Cuts the middle out of a log that has grown over its limit; its begin and its newest end stay. The job goes on
 * writing meanwhile: it appends, so it continues behind what is kept. Returns how many bytes went.
 */
export function boundLog(path: string, limitBytes: number, cutBefore: number): number {
  let fd: number;
  try {
    fd = openSync(path, 'r+');
  } catch {
    return 0; // not there yet, or not any more
  }
  try {
    const { size } = fstatSync(fd);
    if (size <= limitBytes) return 0;
    const head = Math.floor(limitBytes / 2);
    const tail = Buffer.alloc(Math.floor(limitBytes / 4));
    const tailLength = readSync(fd, tail, 0, tail.length, size - tail.length);
    const cut = size - head - tailLength;
    ftruncateSync(fd, head);
    const mark = `\n[... ${cutBefore + cut} bytes left out by SWEEP_LOG_LIMIT ...]\n`;
    const kept = Buffer.concat([Buffer.from(mark), tail.subarray(0, tailLength)]);
    for (let done = 0; done < kept.length; ) done += writeSync(fd, kept, done, null, head + done);
    return cut;
  } catch {
    return 0; // a full disk: tried again at the next look
  } finally {
    closeSync(fd);
  }
}
