// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBottomLine, type ProgressSink } from '../../../scripts/lib/edge/tty/progress.ts';

/** A terminal that lays its lines anew when its width changes, as tmux and most others do; the cursor stays in the last line. */
class ReflowingTerminal implements ProgressSink {
  readonly isTerminal = true;
  readonly reflows = true;
  width = 80;
  readonly lines: string[] = [''];
  #at = 0;

  columns(): number {
    return this.width;
  }

  write(text: string): void {
    for (const part of text.match(/\u001b\[\d*[A-Z]|[\r\n]|[^\u001b\r\n]+/g) ?? []) this.#put(part);
  }

  #put(part: string): void {
    const line = this.lines.at(-1) ?? '';
    const rowStart =
      Math.floor(Math.max(0, this.#at - (this.#at === line.length && this.#at > 0 ? 1 : 0)) / this.width) * this.width;
    if (part === '\r') this.#at = rowStart;
    else if (part === '\n') this.#at = this.lines.push('') * 0;
    else if (/A$/.test(part)) this.#at = Math.max(0, this.#at - this.width * Number(part.slice(2, -1)));
    else if (/[JK]$/.test(part)) this.lines[this.lines.length - 1] = line.slice(0, this.#at);
    else {
      this.lines[this.lines.length - 1] = line.slice(0, this.#at) + part + line.slice(this.#at + part.length);
      this.#at += part.length;
    }
  }
}

const long = 'x'.repeat(75);

test('the bottom line leaves nothing behind when the terminal becomes narrow and wide again', () => {
  const terminal = new ReflowingTerminal();
  const bottom = openBottomLine(terminal);
  bottom.print('first');
  bottom.draw(long);
  terminal.width = 20;
  bottom.draw('short');
  assert.deepEqual(terminal.lines, ['first', 'short']);
  terminal.width = 80;
  bottom.draw(long);
  terminal.width = 30;
  bottom.print('second');
  assert.deepEqual(terminal.lines.slice(0, 2), ['first', 'second']);
  assert.ok((terminal.lines[2] ?? '').length < 30, 'what is drawn again fits');
  terminal.width = 10;
  bottom.clear();
  assert.deepEqual(terminal.lines, ['first', 'second', '']);
});

test('a terminal that cuts its lines instead loses nothing above the bottom line', () => {
  const written: string[] = [];
  let width = 80;
  const bottom = openBottomLine({
    isTerminal: true,
    reflows: false,
    columns: () => width,
    write: (text) => void written.push(text),
  });
  bottom.draw(long);
  width = 20;
  bottom.draw('short');
  assert.deepEqual(written, [long, '\r\u001b[J', 'short']);
});

test('without a terminal lines are printed plainly', () => {
  const written: string[] = [];
  const bottom = openBottomLine({
    isTerminal: false,
    reflows: false,
    columns: () => 80,
    write: (text) => void written.push(text),
  });
  bottom.draw(long);
  bottom.print('line');
  bottom.clear();
  assert.deepEqual(written, ['line\n']);
});
