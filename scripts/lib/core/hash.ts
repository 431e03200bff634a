// SPDX-License-Identifier: MIT
import * as crypto from 'node:crypto';

declare const brand: unique symbol;
/** Lower-case hex of a SHA-256. */
export type Sha256 = string & { readonly [brand]: 'sha256' };
/** Identity of a configuration (design: typed assignments, base, template, format). */
export type ConfigId = Sha256 & { readonly config: true };
/** Identity of a run: configuration, command template, code version, needed runs. */
export type RunId = Sha256 & { readonly run: true };

/** Made for short texts, and not there before Node 20.12. */
const hashAtOnce: typeof crypto.hash | undefined = crypto.hash;

/** Returns the SHA-256 of a text, as lower-case hex. */
export function sha256(text: string): Sha256 {
  return (hashAtOnce?.('sha256', text) ?? crypto.createHash('sha256').update(text).digest('hex')) as Sha256;
}

/** Returns JSON in which object keys are sorted, so that equal data gives equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
}

/** Returns the short form of an id that names folders and messages: its first 8 hex digits. */
export function shortId(id: Sha256): string {
  return id.slice(0, 8);
}
