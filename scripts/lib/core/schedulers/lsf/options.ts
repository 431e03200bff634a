// SPDX-License-Identifier: MIT
import { type ClusterOption, type FurtherOptions, optionWords, reservedOptions } from '../../scheduling/option.ts';
import type { LsfSetting, LsfValues } from './settings.ts';

/** Options of bsub that have a setting of their own (IBM Spectrum LSF 10.1, command reference). */
export const LSF_OPTIONS: readonly ClusterOption<LsfSetting>[] = [
  {
    setting: 'LSF_QUEUE',
    pattern: /^[A-Za-z0-9_.-]+( [A-Za-z0-9_.-]+)*$/,
    expected: 'queue names, separated by blanks',
  },
  { setting: 'LSF_PROJECT', pattern: /^[A-Za-z0-9_.:-]+$/, expected: 'a project name' },
  { setting: 'LSF_CPUS', pattern: /^[1-9]\d*(,[1-9]\d*)?$/, expected: 'a number of slots, or least,most' },
  { setting: 'LSF_MEM', pattern: /^[1-9]\d*([KMGTEkmgte][Bb]?)?$/, expected: 'a size such as 800MB or 8GB' },
  { setting: 'LSF_TIME', pattern: /^\d+(:\d{2})?$/, expected: 'minutes, or hours:minutes' },
  {
    setting: 'LSF_GPU',
    pattern: /^(-|[A-Za-z0-9_.]+=[A-Za-z0-9_.,-]+(:[A-Za-z0-9_.]+=[A-Za-z0-9_.,-]+)*)$/,
    expected: 'requirements such as num=1:mode=exclusive_process',
  },
  {
    setting: 'LSF_RESOURCES',
    pattern: /^[A-Za-z0-9_.:=<>()[\] &|!*+,/{}-]+$/,
    expected: 'a requirement such as rusage[mem=4000] span[hosts=1]',
  },
  {
    setting: 'LSF_SIGNAL',
    pattern: /^(none|(USR1|USR2|INT|HUP)@[1-9]\d{0,3})$/,
    expected: 'a signal and minutes such as USR1@2, or none',
  },
];

/** The exit code by which the task asks LSF to run it again (`bsub -Q`). */
export const LSF_REQUEUE_EXIT = 85;

/** Returns the options of the `#BSUB` lines for checked values, in a fixed order, so that equal values give equal text. */
export function lsfDirectives(values: LsfValues): readonly string[] {
  const lines: string[] = [];
  const add = (flag: string, text: string | undefined, quoted = false): void => {
    if (text !== undefined) lines.push(`-${flag} ${quoted ? `"${text}"` : text}`);
  };
  add('q', values.LSF_QUEUE, true);
  add('P', values.LSF_PROJECT);
  add('n', values.LSF_CPUS);
  add('M', values.LSF_MEM);
  add('W', values.LSF_TIME);
  add('gpu', values.LSF_GPU, true);
  add('R', values.LSF_RESOURCES, true);
  const signal = lsfSignal(values);
  if (signal !== null) lines.push(`-wa ${signal.name}`, `-wt ${Math.ceil(signal.leadS / 60)}`);
  lines.push(...extraOptions(values.LSF_EXTRA));
  return lines;
}

/** The signal before the time limit; LSF knows minutes only, and refuses a warning without a limit. */
export function lsfSignal(values: LsfValues): { readonly name: string; readonly leadS: number } | null {
  const match = /^([A-Z0-9]+)@(\d+)$/.exec(values.LSF_SIGNAL ?? 'none');
  if (match === null || values.LSF_TIME === undefined) return null;
  const limitM = lsfTimeS(values.LSF_TIME) / 60;
  const leadM = Math.min(Number(match[2]), Math.max(1, Math.floor(limitM / 4)));
  return leadM >= limitM ? null : { name: match[1] ?? '', leadS: leadM * 60 };
}

/** Returns the seconds of an LSF run limit: `90` is minutes, `2:30` hours and minutes. */
function lsfTimeS(text: string): number {
  const [first = '0', second] = text.split(':');
  return second === undefined ? Number(first) * 60 : Number(first) * 3600 + Number(second) * 60;
}

/** Options that SWEEP_LSF_EXTRA may not hold. */
const RESERVED = reservedOptions({
  'ksweep makes the array': 'J',
  'logs lie in the sweep folder': 'o e oo eo',
  'use DETACH': 'K I Is Ip',
  'use SWEEP_CWD': 'cwd',
  'ksweep sets the environment': 'env',
  'ksweep requeues': 'Q r rn',
  'runs read /dev/null': 'i is',
  'ksweep writes the script': 'Zs',
  'use SWEEP_LSF_TIME': 'W',
  'use SWEEP_LSF_SIGNAL': 'wa wt',
  'it submits nothing': 'h V',
  'a held sweep never starts': 'H',
});

/** An option is a word with a dash; the words without one behind it are its values. */
function extraOptions(text: string | undefined): readonly string[] {
  const lines: string[] = [];
  for (const word of optionWords(text)) {
    if (/^-[A-Za-z]/.test(word)) lines.push(word);
    else lines[lines.length - 1] += ` ${word}`;
  }
  return lines;
}

/** What SWEEP_LSF_EXTRA may hold. */
export const LSF_FURTHER: FurtherOptions<LsfSetting> = {
  setting: 'LSF_EXTRA',
  expectedOf: (word, place) => {
    const isName = /^-[A-Za-z]/.test(word);
    if (!/^[A-Za-z0-9_.:,=/[\]<>+-]+$/.test(word) || (place === 0 && !isName))
      return 'options of the form -name value, separated by blanks';
    const why = isName ? RESERVED.get(word.slice(1)) : undefined;
    return why === undefined ? undefined : `other options than this one (${why})`;
  },
};
