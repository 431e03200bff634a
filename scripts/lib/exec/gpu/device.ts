// SPDX-License-Identifier: MIT
import type { Card, CardId } from '../../run/gpu/card.ts';

/** One card as its driver tells; `load` is that of this moment. */
export interface DeviceReading
  extends Pick<Card, 'id' | 'index' | 'name' | 'capacityBytes' | 'usedBytes' | 'load' | 'oneProcess' | 'trouble'> {
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
