// SPDX-License-Identifier: MIT
const PREFIX = '#run=';

/** Returns the end of an address that opens the panel of a run. */
export function runHash(name: string): string {
  return `${PREFIX}${encodeURIComponent(name)}`;
}

/** Returns the run that an address opens; undefined when it opens none. */
export function runOfHash(hash: string): string | undefined {
  if (!hash.startsWith(PREFIX)) return undefined;
  try {
    return decodeURIComponent(hash.slice(PREFIX.length));
  } catch {
    return undefined; // somebody's own address
  }
}
