// SPDX-License-Identifier: MIT

/** So many odd letters in neighbouring lines, and more than one in eight of each: that is a file of bytes, not a text in another encoding. */
const MOST_ODD = 8;
const ODD_SHARE = 1 / 8;

/** Letters that no program prints for people: control characters but tab, return and escape, and what was no UTF-8. */
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\ufffd]/g;

/**
 * Returns lines of a log as they are shown: each by `show`, and neighbouring lines that hold bytes instead of text (a model or
 * an archive that was printed) as one that says so.
 */
export function shownLines(lines: readonly string[], show: (line: string) => string): readonly string[] {
  const shown: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let [end, odd] = [at, 0];
    while (end < lines.length) {
      const line = lines[end] ?? '';
      const count = line.match(ODD)?.length ?? 0;
      if (count <= line.length * ODD_SHARE) break;
      odd += count;
      end += 1;
    }
    const taken = Math.max(1, end - at);
    if (odd > MOST_ODD) shown.push(`(${taken} ${taken === 1 ? 'line' : 'lines'} of bytes that are no text)`);
    else shown.push(...lines.slice(at, at + taken).map(show));
    at += taken;
  }
  return shown;
}
