// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { attribute } from '../../run/gpu/attribute.ts';
import type { CardId } from '../../run/gpu/card.ts';
import type { CardReading, FleetReading, Planner } from '../../run/gpu/planner.ts';
import type { DeviceReading, DeviceReport } from './device.ts';
import { type Owner, ownerOf } from './owners.ts';
import type { OthersOnCard } from './reservations.ts';

/** Turns reports of the driver into readings for the planner; remembers what a card held before our runs came. */
export class Fleet {
  readonly #cards: readonly DeviceReading[];
  readonly #baselines = new Map<CardId, number>();
  readonly #say: (text: string) => void;
  #troubles = new Map<CardId, string>();

  constructor(cards: readonly DeviceReading[], say: (text: string) => void) {
    this.#cards = cards;
    this.#say = say;
  }

  /** The cards a source is asked for. */
  get ids(): readonly CardId[] {
    return this.#cards.map((card) => card.id);
  }

  /** Returns a card as it was when it was found; undefined for one the sweep does not use. */
  card(id: CardId): DeviceReading | undefined {
    return this.#cards.find((card) => card.id === id);
  }

  /** Returns the reading of a report. Cards that it lacks are in trouble; what it has beyond them is not ours to use. */
  reading(
    report: DeviceReport,
    context: { nowMs: number; planner: Planner; owners: readonly Owner[]; others: ReadonlyMap<CardId, OthersOnCard> },
  ): FleetReading {
    const cards = this.#cards.map((known): CardReading => {
      const device =
        report.devices.find((one) => one.id === known.id) ??
        report.devices.find((one) => one.index === known.index && one.trouble !== null);
      const trouble =
        report.trouble ?? (device === undefined ? 'nvidia-smi does not list it any more' : device.trouble);
      const other = context.others.get(known.id) ?? { promisedBytes: 0, runs: 0, lastStartMs: null };
      const base = {
        id: known.id,
        index: known.index,
        name: known.name,
        capacityBytes: known.capacityBytes,
        oneProcess: known.oneProcess,
        trouble,
        promisedBytes: other.promisedBytes,
        otherRuns: other.runs,
        otherStartMs: other.lastStartMs,
      };
      // What nobody measures has no use: 0 bytes would be learnt from.
      if (device === undefined || trouble !== null || device.capacityBytes === null)
        return { ...base, usedBytes: 0, foreignBytes: 0, load: null, byRun: new Map(), measured: 'process' };
      return { ...base, ...this.#contentOf(device, report, context), usedBytes: device.usedBytes, load: device.load };
    });
    this.#tellChanges(cards);
    return { atMs: context.nowMs, cards };
  }

  #contentOf(
    device: DeviceReading,
    report: DeviceReport,
    context: { planner: Planner; owners: readonly Owner[] },
  ): Pick<CardReading, 'foreignBytes' | 'byRun' | 'measured'> {
    const ownRuns = context.planner.running.filter((one) => one.cards.includes(device.id)).map((one) => one.run);
    // A pid that is not here belongs to another pid namespace, perhaps to a run of ours under another number: no evidence.
    const processes = report.processes.filter((one) => one.card === device.id && existsSync(`/proc/${one.pid}`));
    const content = {
      usedBytes: device.usedBytes,
      processes,
      ownRuns,
      baselineBytes: this.#baselines.get(device.id) ?? null,
    };
    if (ownRuns.length === 0) this.#baselines.set(device.id, device.usedBytes);
    return attribute(content, (pid) => ownerOf(pid, context.owners));
  }

  /** A card that goes or comes back is told once. */
  #tellChanges(cards: readonly CardReading[]): void {
    const troubles = new Map(
      cards.flatMap((card) => (card.trouble === null ? [] : [[card.id, card.trouble] as const])),
    );
    for (const card of cards) {
      const before = this.#troubles.get(card.id);
      if (card.trouble !== null && before === undefined)
        this.#say(`GPU ${card.index} is not used for now: ${card.trouble}`);
      if (card.trouble === null && before !== undefined) this.#say(`GPU ${card.index} is used again`);
    }
    this.#troubles = troubles;
  }
}
