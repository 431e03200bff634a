// SPDX-License-Identifier: MIT
import type { Assignment } from './value.ts';

/** A value that a Kconfig tree changed: what the range file asked for, and why it is another. */
export interface RequestedValue extends Assignment {
  readonly why: string;
}
