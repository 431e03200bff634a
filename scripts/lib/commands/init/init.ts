// SPDX-License-Identifier: MIT
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rangeLine } from '../../core/make-line.ts';
import { UsageError } from '../../core/diagnostic.ts';
import { errorInWords, writeFileAtomic, writing } from '../../edge/files.ts';
import { guessLogMetrics, type LogGuess } from '../../results/log-guess.ts';
import { shownPath } from '../call/shown-path.ts';
import { commandOf, EXIT } from '../call/command.ts';
import { INIT_SPEC } from '../specs/configurations.ts';
import { optionsOfHelp } from './help-options.ts';
import { draftRange } from './range-draft.ts';
import { readScript } from './script-reading.ts';
import type { ScriptReading } from './script-parameter.ts';

/** Writes a commented range file for a script, read without running it: to standard output, or to TO. */
export const INIT = commandOf(INIT_SPEC, async (call) => {
  const named = call.settings.text('SCRIPT') ?? '';
  if (named === '')
    throw new UsageError('no script is named', 'make sweep-init SCRIPT=train.py [LOG=train.log] [TO=my-range]');
  const path = resolve(call.cwd, named);
  if (!existsSync(path)) throw new UsageError(`there is no script ${named}`, 'SCRIPT= names it as seen from here');
  const script = shownPath(path, call.cwd);
  const read = readScript(path);
  const reading = call.settings.get('ALLOW_CODE') ? await withHelp(read, path) : read;
  const text = draftRange({
    script,
    reading: { ...reading, from: shownPath(reading.from, call.cwd) },
    metric: guessOf(call.settings.text('LOG'), call.cwd),
  });
  const to = call.settings.text('TO') ?? '';
  if (to === '')
    return { text: () => text, json: () => ({ range: text, parameters: reading.parameters }), exit: EXIT.done };
  const target = resolve(call.cwd, to);
  if (existsSync(target))
    throw new UsageError(`${to} is there already`, 'name another file, or take it away: sweep-init overwrites nothing');
  writing(target, () => writeFileAtomic(target, text), 'nothing was written');
  return {
    text: () =>
      `${to}: ${reading.parameters.length} parameters of ${script}; ${rangeLine('sweep-check', to)} tries one run\n`,
    json: () => ({ file: target, parameters: reading.parameters }),
    exit: EXIT.done,
  };
});

/** Undefined: no log was named; null: it holds nothing that looks like a metric. */
function guessOf(log: string | undefined, cwd: string): LogGuess | null | undefined {
  if (log === undefined || log === '') return undefined;
  try {
    return guessLogMetrics(readFileSync(resolve(cwd, log), 'utf8'))[0] ?? null;
  } catch (error) {
    throw new UsageError(
      `the log ${log} cannot be read: ${errorInWords(error)}`,
      'LOG= names what the script printed in an earlier run',
    );
  }
}

/** Adds the options that only running the script tells. */
async function withHelp(reading: ScriptReading, path: string): Promise<ScriptReading> {
  const known = new Set(reading.parameters.map(({ flag }) => flag));
  const found = (await optionsOfHelp(path)).filter(
    (flag) => !known.has(flag) && !known.has(`--${flag.replace(/^--no-/, '')}`),
  );
  if (found.length === 0) return reading;
  const isOptions = reading.takes === 'options' || reading.takes === 'unknown';
  const parameters = found.map((flag) => ({
    flag,
    line: 0,
    default: { t: 'none' as const },
    kind: '',
    choices: null,
    action: '',
    list: '' as const,
  }));
  if (!isOptions) return { ...reading, notes: [...reading.notes, `--help names further options: ${found.join(', ')}`] };
  return {
    ...reading,
    takes: 'options',
    by: reading.by === '' ? 'its --help' : reading.by,
    parameters: [...reading.parameters, ...parameters],
    notes: reading.notes.filter((note) => !note.includes('no parameters were found')),
  };
}
