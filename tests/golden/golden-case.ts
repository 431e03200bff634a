// SPDX-License-Identifier: MIT
// What ksweep 0.1 made of many range files, and what the code of today makes of them.
import { type Configuration, sweptAssignments } from '../../scripts/lib/config/configuration.ts';
import { formatDiagnostics, DiagnosticsError, UsageError } from '../../scripts/lib/core/diagnostic.ts';
import { sha256 } from '../../scripts/lib/core/hash.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import { openSweep, type OpenSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { argumentWords } from '../../scripts/lib/run/arguments.ts';
import { runEnvironment } from '../../scripts/lib/run/environment.ts';
import { rangeOfText } from '../rig/range-text.ts';

export const FORMATS = ['kconfig', 'yaml', 'json'] as const;
export type GoldenFormat = (typeof FORMATS)[number];

/** A range file with all it needs. */
export interface GoldenInput {
  readonly name: string;
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
  /** Settings from outside: SET, MODE, SAMPLES, REPEATS, BASE. */
  readonly settings: Readonly<Record<string, string>>;
  readonly formats: readonly GoldenFormat[];
}

/** One configuration: its id, the start of the hash of its file, and what a run is given. */
export interface GoldenConfiguration {
  readonly id: string;
  readonly file: string;
  /** The first configurations are kept whole. `file` and `text` are without the header's comment. */
  readonly text?: string;
  readonly args: string;
  /** The start of the hash of what the environment gets. */
  readonly environment: string;
}

export type GoldenOutcome =
  | { readonly errors: readonly string[] }
  | { readonly idsSha256: string; readonly count: number; readonly first: readonly GoldenConfiguration[] };

/** Configurations that are compared one by one, and whole. */
const COMPARED = 40;
const WHOLE = 2;

const PLACE = { run: 'RUN', number: 1, config: '/c', runDir: '/r', attemptDir: '/a', sweepDir: '/s' } as const;

/** Returns what the code of today makes of a range file in a format. */
export function outcomeOf(input: GoldenInput, format: GoldenFormat): GoldenOutcome {
  let sweep: OpenSweep;
  try {
    const given: GivenSetting[] = Object.entries({ LIMIT: '100000', ...input.settings, FORMAT: format }).map(
      ([name, text]) => ({ name, text, layer: 'flag' }),
    );
    sweep = openSweep(rangeOfText(input.text, input.files), given);
  } catch (error) {
    if (error instanceof DiagnosticsError) return { errors: error.diagnostics.map((d) => d.code) };
    if (error instanceof UsageError) return { errors: [error.message] };
    throw error;
  }
  const first: GoldenConfiguration[] = [];
  for (const configuration of sweep.configurations()) {
    if (first.length >= COMPARED) break;
    const rendered = sweep.renderer.render(configuration);
    const text =
      'text' in rendered ? withoutHeader(rendered.text, configuration) : formatDiagnostics([rendered.diagnostic]);
    const environment = runEnvironment(configuration.assignments, sweep.definition.space.symbols, PLACE);
    first.push({
      id: configuration.id,
      file: sha256(text).slice(0, 16),
      ...(first.length < WHOLE ? { text } : {}),
      args: argumentWords(configuration.assignments),
      environment: sha256(JSON.stringify(environment)).slice(0, 16),
    });
  }
  return { idsSha256: sweep.idsSha256, count: sweep.count, first };
}

/** The header's first line names the configuration, its second one the swept values, where there are any. */
function withoutHeader(text: string, configuration: Configuration): string {
  if (!text.startsWith('# config_')) return text;
  const lines = sweptAssignments(configuration).length > 0 ? 2 : 1;
  return text.split('\n').slice(lines).join('\n');
}
