// SPDX-License-Identifier: MIT

/** An object that a file holds: anybody may have written anything into it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Tells whether data of a file is an object, and no list. */
export function isJsonObject(data: unknown): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Returns the object that a text holds as JSON; undefined for a text that holds none, or is no JSON. */
export function parseJsonObject(text: string | undefined): JsonObject | undefined {
  try {
    const data: unknown = JSON.parse(text ?? '');
    return isJsonObject(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
