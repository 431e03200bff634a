// SPDX-License-Identifier: MIT
/** Digits of a configuration's number: as many as the count needs, at least three. */
export function numberWidth(count: number): number {
  return Math.max(3, String(count).length);
}

/** Returns config_017 for 17 at width 3. */
export function configurationName(number: number, width: number): string {
  return `config_${String(number).padStart(width, '0')}`;
}

/** What the name of a Kconfig symbol has in front in a .config, and so in a range file. */
export const CONFIG_PREFIX = 'CONFIG_';
