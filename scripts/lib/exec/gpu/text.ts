// SPDX-License-Identifier: MIT
import type { DeviceProcess, DeviceReading } from './device.ts';
import { isJsonObject, parseJsonObject } from '../../core/json-object.ts';

/** Fields every driver of the last decade knows. */
export const BASIC_FIELDS = [
  'index',
  'uuid',
  'name',
  'memory.total',
  'memory.used',
  'memory.free',
  'utilization.gpu',
] as const;
/** Fields that older ones may not; asked for first, left out when refused. */
export const FURTHER_FIELDS = ['compute_mode', 'mig.mode.current'] as const;
/** Fields of --query-compute-apps. */
export const PROCESS_FIELDS = ['gpu_uuid', 'pid', 'used_memory'] as const;

const MIB = 1024 ** 2;

/** Fields after the name, which may itself hold a comma. */
const AFTER_NAME = 4;

/**
 * Reads the answer of `nvidia-smi --query-gpu=<BASIC_FIELDS[,FURTHER_FIELDS]> --format=csv,noheader,nounits`. A card whose
 * memory is no number is in trouble, in nvidia-smi's own words; lines that are no card at all are left out.
 */
export function parseDevices(text: string, hasFurtherFields: boolean): readonly DeviceReading[] {
  const devices: DeviceReading[] = [];
  for (const line of text.split('\n')) {
    const cells = line.split(',').map((cell) => cell.trim());
    const tail = AFTER_NAME + (hasFurtherFields ? FURTHER_FIELDS.length : 0);
    if (cells.length < 3 + tail || !/^\d+$/.test(cells[0] ?? '')) continue;
    devices.push(deviceOf(cells, cells.length - tail));
  }
  return devices;
}

function deviceOf(cells: readonly string[], nameEnd: number): DeviceReading {
  const index = Number(cells[0]);
  const uuid = cells[1] ?? '';
  const [total = '', used = '', free = '', load = '', mode = '', mig = ''] = cells.slice(nameEnd);
  const isKnown = /^GPU-/.test(uuid);
  const odd = [isKnown ? undefined : uuid, total, used].find((cell) => cell !== undefined && !isAmount(cell));
  const trouble = odd !== undefined ? `nvidia-smi says ${odd === '' ? 'nothing' : odd}` : troubleOf(mode, mig);
  // Total less what the driver keeps for itself; older drivers count that as used.
  const capacity = isAmount(used) && isAmount(free) ? Number(used) + Number(free) : Number(total);
  return {
    id: isKnown ? uuid : `index ${index}`,
    index,
    name: cells.slice(2, nameEnd).join(', '),
    capacityBytes: trouble !== null && odd !== undefined ? null : capacity * MIB,
    usedBytes: isAmount(used) ? Number(used) * MIB : 0,
    load: isAmount(load) ? Math.min(1, Number(load) / 100) : null,
    oneProcess: /^Exclusive/i.test(mode),
    trouble,
    ...(/^Enabled/i.test(mig) ? { isSplit: true } : {}),
  };
}

function isAmount(cell: string): boolean {
  return /^\d+(\.\d+)?$/.test(cell);
}

function troubleOf(mode: string, mig: string): string | null {
  if (/^Prohibited/i.test(mode)) return 'its compute mode is Prohibited';
  if (/^Enabled/i.test(mig)) return 'it is in MIG mode and has no slices';
  return null;
}

/**
 * Reads the answer of `nvidia-smi -L`, which alone lists slices, below their card: `  MIG 1g.10gb     Device  0: (UUID: MIG-c738...)`.
 * Their memory is told nowhere that a program may rely on, so only the number of runs on them counts. They are numbered from `first` on.
 */
export function parseSlices(text: string, first: number): readonly DeviceReading[] {
  const slices: DeviceReading[] = [];
  for (const line of text.split('\n')) {
    const [, profile = '', id = ''] = /^\s*MIG\s+(\S+)\s+Device\s+\d+:\s*\(UUID:\s*(MIG-[^)\s]+)\)/.exec(line) ?? [];
    if (id === '') continue;
    const index = first + slices.length;
    const memory = { capacityBytes: null, usedBytes: 0, load: null };
    slices.push({ id, index, name: `MIG ${profile}`, ...memory, oneProcess: false, trouble: null });
  }
  return slices;
}

/** Returns the numbers of the cards that have slices, from the same answer: `GPU 0: ...` stands above those of a card. */
export function slicedCards(text: string): ReadonlySet<number> {
  const cards = new Set<number>();
  let card = -1;
  for (const line of text.split('\n')) {
    const number = /^GPU (\d+):/.exec(line)?.[1];
    if (number !== undefined) card = Number(number);
    else if (/^\s*MIG\s/.test(line)) cards.add(card);
  }
  return cards;
}

/** Tells whether nvidia-smi says that there is no card at all. */
export function isNoCard(text: string): boolean {
  return /^no devices were found/im.test(text);
}

/** Reads the answer of `nvidia-smi --query-compute-apps=<PROCESS_FIELDS> --format=csv,noheader,nounits`. */
export function parseProcesses(text: string): readonly DeviceProcess[] {
  const processes: DeviceProcess[] = [];
  for (const line of text.split('\n')) {
    const [card = '', pid = '', used = ''] = line.split(',').map((cell) => cell.trim());
    if (!/^GPU-/.test(card) || !/^\d+$/.test(pid)) continue;
    processes.push({ card, pid: Number(pid), bytes: isAmount(used) ? Number(used) * MIB : null });
  }
  return processes;
}

/** Tells whether nvidia-smi refused a field it does not know. */
export function isFieldRefused(text: string): boolean {
  return /is not a valid field to query/i.test(text);
}

/** Returns what a failed nvidia-smi said, in one line for people. */
export function failureText(output: string, exitCode: number | null): string {
  const line = output
    .split('\n')
    .map((one) => one.trim())
    .find((one) => one !== '');
  return line === undefined
    ? `nvidia-smi failed with exit code ${exitCode ?? '?'}`
    : `nvidia-smi says: ${line.slice(0, 160)}`;
}

/** One run of a sweep as other sweeps of the machine are told. */
export interface ReservedRun {
  readonly cards: readonly string[];
  /** On each card; null: the whole card. */
  readonly reservedBytes: number | null;
  readonly usedBytes: number;
  readonly startedAtMs: number;
}

/** What one runner has reserved. */
export interface ReservationEntry {
  readonly pid: number;
  /** Its start time in clock ticks, which tells it from a later process with the same pid. */
  readonly start: string;
  readonly boot: string;
  /** Its pid namespace. */
  readonly space: string;
  readonly runs: readonly ReservedRun[];
}

/** Reads a reservation file; null when it is none. Another user may have written anything into it. */
export function parseEntry(text: string): ReservationEntry | null {
  const { ksweep, pid, start, boot, space, runs } = parseJsonObject(text) ?? {};
  if (ksweep !== 1 || !Array.isArray(runs)) return null;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return null;
  if (typeof start !== 'string' || typeof boot !== 'string' || typeof space !== 'string') return null;
  return { pid, start, boot, space, runs: runs.flatMap((one: unknown) => reservedRun(one)) };
}

function reservedRun(value: unknown): readonly ReservedRun[] {
  if (!isJsonObject(value) || !Array.isArray(value['cards'])) return [];
  const cards = value['cards'].filter((card): card is string => typeof card === 'string');
  const { reservedBytes, usedBytes, startedAtMs } = value;
  if (!isCount(usedBytes) || !isCount(startedAtMs) || !(reservedBytes === null || isCount(reservedBytes))) return [];
  return [{ cards, reservedBytes, usedBytes, startedAtMs }];
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
