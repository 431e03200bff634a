// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from 'node:fs';
import { attribute } from '../../run/gpu/attribute.ts';
import type { CardId } from '../../run/gpu/card.ts';
import type { CardReading, FleetReading, Planner } from '../../run/gpu/planner.ts';
import type { DeviceReading, DeviceReport } from './device.ts';
import type { OthersOnCard } from './reservations.ts';
import { ATTEMPT_MARK } from '../../edge/holding/kill.ts';

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

/** A running attempt as far as its processes go. */
interface Owner {
  readonly run: string;
  /** Its process group; null before it has started. */
  readonly group: number | null;
  readonly attemptDir: string;
}

/** Ancestors looked at before a process counts as foreign. */
const MOST_ANCESTORS = 16;

/**
 * Returns the run a process belongs to: by its process group, by the mark in its environment (which survives a child that
 * leaves the group or its parents), or by its ancestors; null for a process of somebody else or of another pid namespace.
 */
export function ownerOf(pid: number, owners: readonly Owner[]): string | null {
  let at = pid;
  for (let step = 0; step < MOST_ANCESTORS && at > 1; step += 1) {
    const stat = readStat(at);
    if (stat === null) return null;
    const byGroup = owners.find((owner) => owner.group !== null && owner.group === stat.group);
    if (byGroup !== undefined) return byGroup.run;
    const mark = step === 0 ? readMark(pid) : null;
    const byMark = mark === null ? undefined : owners.find((owner) => owner.attemptDir === mark);
    if (byMark !== undefined) return byMark.run;
    at = stat.parent;
  }
  return null;
}

function readStat(pid: number): { readonly parent: number; readonly group: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything, so fields are counted behind the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), group: Number(fields[2]) };
  } catch {
    return null; // gone, or of another pid namespace
  }
}

function readMark(pid: number): string | null {
  try {
    const entry = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .find((one) => one.startsWith(`${ATTEMPT_MARK}=`));
    return entry?.slice(ATTEMPT_MARK.length + 1) ?? null;
  } catch {
    return null; // gone, or of another user
  }
}
