// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';

/** Files of ours that the pages load. */
const ASSETS = ['live.js', 'list.js', 'live.css'] as const;
export type AssetName = (typeof ASSETS)[number];

/** A sweep as an address names it: by the name of its folder, which the server looks up, and a stage of it. */
export interface NamedSweep {
  readonly sweep: string;
  /** Undefined for the one that is reported. */
  readonly stage: string | undefined;
}

/** Sweeps that are put beside each other, by the names of their folders. */
export interface NamedSweeps {
  readonly sweeps: readonly string[];
}

/** What an address asks for. Names in it are looked up among what is known; none of them is ever used as a path. */
export type Route =
  | { readonly kind: 'list' }
  | { readonly kind: 'list events' }
  | { readonly kind: 'asset'; readonly name: AssetName }
  | ({ readonly kind: 'page' } & NamedSweep)
  | ({ readonly kind: 'sections' } & NamedSweep)
  | ({ readonly kind: 'page events'; readonly since: string } & NamedSweep)
  | ({ readonly kind: 'log events'; readonly run: RunId } & NamedSweep)
  /** `name` is empty for the list of its files. */
  | ({ readonly kind: 'run file'; readonly folder: string; readonly name: string } & NamedSweep)
  | ({ readonly kind: 'comparison' } & NamedSweeps)
  | ({ readonly kind: 'comparison sections' } & NamedSweeps)
  | ({ readonly kind: 'comparison events'; readonly since: string } & NamedSweeps);

/** A request's address: what stands before the `?`, and the values behind it. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Returns the parts of a request line's target. */
export function addressOf(target: string): Address {
  const at = target.indexOf('?');
  return {
    path: at < 0 ? target : target.slice(0, at),
    query: new URLSearchParams(at < 0 ? '' : target.slice(at + 1)),
  };
}

/** Returns what an address asks for; undefined where there is no such page. */
export function routeOf({ path, query }: Address): Route | undefined {
  if (path === '/') return { kind: 'list' };
  if (path === '/events') return { kind: 'list events' };
  const sweeps = query.getAll('sweep');
  if (path === '/compare/') return { kind: 'comparison', sweeps };
  if (path === '/compare/sections') return { kind: 'comparison sections', sweeps };
  if (path === '/compare/events') return { kind: 'comparison events', sweeps, since: query.get('since') ?? '' };
  const asset = ASSETS.find((name) => path === `/${name}`);
  if (asset !== undefined) return { kind: 'asset', name: asset };
  const parts = /^\/sweeps\/([^/]+)\/(.*)$/.exec(path);
  const sweep = decoded(parts?.[1] ?? '');
  const rest = decoded(parts?.[2] ?? '');
  if (parts === null || sweep === undefined || sweep === '' || rest === undefined) return undefined;
  const named: NamedSweep = { sweep, stage: query.get('stage') ?? undefined };
  if (rest === '') return { kind: 'page', ...named };
  if (rest === 'sections') return { kind: 'sections', ...named };
  if (rest === 'events') return { kind: 'page events', since: query.get('since') ?? '', ...named };
  const run = /^log\/([0-9a-f]{8,64})$/.exec(rest)?.[1];
  if (run !== undefined) return { kind: 'log events', run: run as RunId, ...named }; // a brand over the same text
  const slash = rest.lastIndexOf('/');
  if (slash <= 0) return undefined;
  return { kind: 'run file', folder: rest.slice(0, slash), name: rest.slice(slash + 1), ...named };
}

/** Returns the address of a sweep's page. */
export function pageAddress(sweep: string, stage?: string): string {
  return `/sweeps/${encodeURIComponent(sweep)}/${stage === undefined ? '' : `?stage=${encodeURIComponent(stage)}`}`;
}

/** Undefined for what is no text in percent encoding. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
