// SPDX-License-Identifier: MIT
/** Fails to compile while a case of a closed union is not handled; throws if one slips through at run time. */
export function unreachable(value: never): never {
  throw new Error(`internal: unexpected case ${JSON.stringify(value)}`);
}
