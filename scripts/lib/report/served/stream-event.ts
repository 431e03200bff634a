// SPDX-License-Identifier: MIT

/** An event as a stream carries it (HTML standard, 9.2.6). */
export interface StreamEvent {
  readonly name: string;
  /** What the reader asks to go on from when it was cut off; undefined to leave it as it is. */
  readonly id?: string;
  /** Anything that JSON holds. */
  readonly data: unknown;
}

/** Returns the text of an event. JSON has no line ends of its own, so each event has one line of data. */
export function eventText({ name, id, data }: StreamEvent): string {
  return `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** A line that says nothing: it keeps a quiet connection open, and finds out whether it still is. */
export const QUIET_LINE = ': \n\n';
