// SPDX-License-Identifier: MIT
import { type CardId, isSlice } from './card.ts';

/** What GPUS asks for. */
export type GpuChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  /** Indices as nvidia-smi counts, or UUIDs. */
  | { readonly kind: 'list'; readonly names: readonly string[] };

/** A card as far as its naming goes. */
export interface NamedCard {
  readonly id: CardId;
  readonly index: number;
}

/** Returns what a GPUS setting asks for, or what is wrong with it ("expected ..."). */
export function parseGpus(text: string): GpuChoice | { readonly expected: string } {
  const trimmed = text.trim();
  if (trimmed === 'auto') return { kind: 'auto' };
  if (trimmed === '-1' || trimmed === 'none') return { kind: 'none' };
  const names: string[] = [];
  for (const part of trimmed.split(',').map((one) => one.trim())) {
    const range = /^(\d{1,3})-(\d{1,3})$/.exec(part);
    if (range !== null && Number(range[1]) <= Number(range[2])) {
      for (let i = Number(range[1]); i <= Number(range[2]); i += 1) names.push(String(i));
    } else if (/^\d{1,3}$/.test(part)) names.push(String(Number(part)));
    else if (/^(?:GPU-[0-9a-fA-F-]+|MIG-[0-9A-Za-z/-]+)$/.test(part)) names.push(part);
    else return { expected: 'auto, -1, or numbers such as 0,1,2,7' };
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? { kind: 'list', names } : { expected: `each GPU once (${twice} is named twice)` };
}

/** The cards that the caller's CUDA_VISIBLE_DEVICES leaves, and how it names them. */
export interface Visible<C> {
  readonly cards: readonly C[];
  /** It names cards by UUID, so runs are told UUIDs too. */
  readonly byUuid: boolean;
}

/**
 * Returns the cards a caller may use. As the CUDA runtime does: unset means all, empty or -1 none, and the list ends at the
 * first entry that names no card; an entry is an index or the beginning of a UUID.
 */
export function visibleCards<C extends NamedCard>(cards: readonly C[], cudaVisible: string | undefined): Visible<C> {
  if (cudaVisible === undefined) return { cards, byUuid: false };
  const left: C[] = [];
  let byUuid = false;
  for (const entry of cudaVisible.split(',').map((one) => one.trim())) {
    const card = findCard(cards, entry);
    if (card === undefined || (isNumber(entry) && isSlice(card))) break; // CUDA numbers slices in another way
    if (!left.includes(card)) left.push(card);
    byUuid ||= !isNumber(entry);
  }
  return { cards: left, byUuid };
}

function isNumber(entry: string): boolean {
  return /^\d+$/.test(entry);
}

/** Returns the card that an index or the beginning of a UUID names; undefined when none or several do. */
function findCard<C extends NamedCard>(cards: readonly C[], name: string): C | undefined {
  if (isNumber(name)) return cards.find((card) => card.index === Number(name));
  if (!/^(?:GPU-[0-9a-fA-F]|MIG-[0-9A-Za-z])/.test(name)) return undefined;
  const matches = cards.filter((card) => card.id.toLowerCase().startsWith(name.toLowerCase()));
  return matches.length === 1 ? matches[0] : undefined;
}

/** Returns the cards a sweep uses, or a sentence on what is wrong. `visible` is what CUDA_VISIBLE_DEVICES leaves of `all`. */
export function chooseCards<C extends NamedCard>(
  names: readonly string[],
  all: readonly C[],
  visible: readonly C[],
): { cards: readonly C[] } | { problem: string } {
  const cards: C[] = [];
  for (const name of names) {
    const card = findCard(all, name);
    if (card === undefined) return { problem: `GPU ${name} is not there; this machine has ${listOf(all)}` };
    if (!visible.includes(card))
      return { problem: `GPU ${name} is not among those CUDA_VISIBLE_DEVICES leaves (${listOf(visible)})` };
    if (!cards.includes(card)) cards.push(card);
  }
  return { cards };
}

function listOf(cards: readonly NamedCard[]): string {
  return cards.length === 0 ? 'none' : cards.map((card) => card.index).join(', ');
}

/** Returns what a run's environment adds so that it sees these cards only. */
export function cardEnvironment(cards: readonly NamedCard[], byUuid: boolean): Readonly<Record<string, string | null>> {
  if (byUuid || cards.some(isSlice)) return { CUDA_VISIBLE_DEVICES: cards.map((card) => card.id).join(',') };
  const list = cards.map((card) => card.index).join(',');
  // CUDA counts the fastest card first unless told to count as nvidia-smi does; with unequal cards 0 would be another one.
  // HIP reads its own variable first and the one of CUDA otherwise; ROCR_VISIBLE_DEVICES renumbers for both and stays as it is.
  return { CUDA_VISIBLE_DEVICES: list, CUDA_DEVICE_ORDER: 'PCI_BUS_ID', HIP_VISIBLE_DEVICES: list };
}
