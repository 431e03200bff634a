// SPDX-License-Identifier: MIT
import type { CardId } from '../../run/gpu/card.ts';

/** One card as its driver tells. */
export interface DeviceReading {
  readonly id: CardId;
  readonly index: number;
  readonly name: string;
  /** Usable in all; null when the driver does not tell. */
  readonly capacityBytes: number | null;
  readonly usedBytes: number;
  /** 0 to 1 at this moment; null when the driver does not tell. */
  readonly load: number | null;
  readonly oneProcess: boolean;
  /** Why it cannot be used for now; null when it is fine. */
  readonly trouble: string | null;
  /** It is in MIG mode: programs use its slices. */
  readonly isSplit?: true;
}

/** A process that holds memory of a card. */
export interface DeviceProcess {
  readonly card: CardId;
  readonly pid: number;
  readonly bytes: number | null;
}

/** All cards at one moment. */
export interface DeviceReport {
  readonly devices: readonly DeviceReading[];
  readonly processes: readonly DeviceProcess[];
  /** Why there is no answer at all; null when there is one. Cards may be in trouble all the same. */
  readonly trouble: string | null;
  /** True when the driver itself says that the machine has no card: that is an answer. Any other trouble leaves open which there are. */
  readonly hasNone?: boolean;
}

/**
 * A kind of cards and how to look at them: NVIDIA by nvidia-smi now; AMD by rocm-smi would be
 * another object of this shape. `read` never throws and never takes longer than its time limit.
 */
export interface DeviceSource {
  readonly name: string;
  /** `known`: the cards seen before, so that the good ones can be asked one by one when one spoils the answer for all. */
  read(known: readonly CardId[]): Promise<DeviceReport>;
  /** Lets go of a look that is under way, so that a sweep need not wait for it to end. */
  close(): void;
}
