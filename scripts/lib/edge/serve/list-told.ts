// SPDX-License-Identifier: MIT
import type { ListRow } from '../../report/served/list-row.ts';
import { eventText } from '../../report/served/stream-event.ts';
import type { EventStream } from './event-stream.ts';
import type { SweepList } from './sweep-list.ts';

/** The list is looked at this often while somebody reads it, less often the longer a look takes. */
const EVERY_MS = 1000;
const LOOK_PART = 4;

/** Tells a reader of the list what changes in it: `rows` events with the rows that are new, and the names of all in their order. */
export function listTold(list: Pick<SweepList, 'rows'>, stream: EventStream): void {
  const told = new Map<string, string>();
  let toldOrder = '';
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const began = performance.now();
    const { rows, further, isPartial } = list.rows();
    const changed: ListRow[] = [];
    for (const row of rows) {
      const text = JSON.stringify(row);
      if (told.get(row.name) !== text) changed.push(row);
      told.set(row.name, text);
    }
    const order = rows.map((row) => row.name);
    const orderText = JSON.stringify(order);
    if (changed.length > 0 || orderText !== toldOrder)
      stream.send(eventText({ name: 'rows', data: { changed, order, further } }));
    toldOrder = orderText;
    const tookMs = performance.now() - began;
    timer = setTimeout(look, isPartial ? tookMs : Math.max(EVERY_MS, LOOK_PART * tookMs));
  };
  stream.onEnd(() => clearTimeout(timer));
  look();
}
