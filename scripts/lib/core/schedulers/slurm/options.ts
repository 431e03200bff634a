// SPDX-License-Identifier: MIT
import { type ClusterOption, type FurtherOptions, optionWords, reservedOptions } from '../../scheduling/option.ts';
import type { SlurmSetting, SlurmValues } from './settings.ts';

const NAME_LIST = /^[A-Za-z0-9_][A-Za-z0-9_.,+-]*$/;
const COUNT = /^[1-9]\d*$/;
const SIZE = /^[1-9]\d*[KMGT]?$/i;

/** Options of sbatch that have a setting of their own (man sbatch, 22.05), with their names where the value is all that they hold. */
export const SLURM_OPTIONS: readonly (ClusterOption<SlurmSetting> & { readonly flag?: string })[] = [
  {
    setting: 'SLURM_PARTITION',
    flag: 'partition',
    pattern: NAME_LIST,
    expected: 'partition names, separated by commas',
  },
  { setting: 'SLURM_ACCOUNT', flag: 'account', pattern: NAME_LIST, expected: 'an account name' },
  { setting: 'SLURM_QOS', flag: 'qos', pattern: NAME_LIST, expected: 'a QOS name' },
  { setting: 'SLURM_RESERVATION', flag: 'reservation', pattern: NAME_LIST, expected: 'a reservation name' },
  {
    setting: 'SLURM_EXCLUDE',
    flag: 'exclude',
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_.,[\]-]*$/,
    expected: 'node names such as n[1-3],n7',
  },
  {
    setting: 'SLURM_CONSTRAINT',
    pattern: /^[A-Za-z0-9_(![][A-Za-z0-9_.&|!*()[\],:=-]*$/,
    expected: 'features such as a100&nvlink',
  },
  {
    setting: 'SLURM_GRES',
    pattern: /^[A-Za-z_][A-Za-z0-9_./-]*(:[A-Za-z0-9_.-]+){0,2}(,[A-Za-z_][A-Za-z0-9_./-]*(:[A-Za-z0-9_.-]+){0,2})*$/,
    expected: 'a list such as gpu:2,license:1',
  },
  { setting: 'SLURM_GPUS', pattern: COUNT, expected: 'a number of GPUs' },
  { setting: 'SLURM_GPU_TYPE', pattern: /^[A-Za-z0-9_.-]+$/, expected: 'a GPU type such as a100' },
  { setting: 'SLURM_GPU_MEM', pattern: SIZE, expected: 'a size such as 24G' },
  { setting: 'SLURM_MEM_PER_GPU', flag: 'mem-per-gpu', pattern: SIZE, expected: 'a size such as 800M or 16G' },
  { setting: 'SLURM_CPUS', flag: 'cpus-per-task', pattern: COUNT, expected: 'a number of CPUs' },
  { setting: 'SLURM_MEM', flag: 'mem', pattern: /^(0|[1-9]\d*[KMGT]?)$/i, expected: 'a size such as 800M or 8G' },
  { setting: 'SLURM_MEM_PER_CPU', flag: 'mem-per-cpu', pattern: SIZE, expected: 'a size such as 800M or 2G' },
  {
    setting: 'SLURM_TIME',
    flag: 'time',
    pattern: /^(\d+|\d+:\d{2}|\d+:\d{2}:\d{2}|\d+-\d+(:\d{2}){0,2})$/,
    expected: 'minutes, mm:ss, hh:mm:ss, days-hours or days-hh:mm:ss',
  },
  {
    setting: 'SLURM_NODES',
    flag: 'nodes',
    pattern: /^[1-9]\d*(-[1-9]\d*)?$/,
    expected: 'a number of nodes, or least-most',
  },
  {
    setting: 'SLURM_COMMENT',
    pattern: /^[^"'\\`$\u0000-\u001f\u007f]{1,200}$/,
    expected: 'at most 200 characters without quotes, $ or backslashes',
  },
  {
    setting: 'SLURM_DEPENDENCY',
    pattern: /^(singleton|[a-z]+:\d[\d_+:]*)([,?](singleton|[a-z]+:\d[\d_+:]*))*$/,
    expected: 'dependencies such as afterok:123',
  },
  {
    setting: 'SLURM_MAIL_USER',
    flag: 'mail-user',
    pattern: /^[A-Za-z0-9_.+@-]+$/,
    expected: 'a mail address or user name',
  },
  {
    setting: 'SLURM_MAIL_TYPE',
    flag: 'mail-type',
    pattern: /^[A-Z][A-Z0-9_]*(,[A-Z][A-Z0-9_]*)*$/,
    expected: 'words such as END,FAIL',
  },
  { setting: 'SLURM_NICE', flag: 'nice', pattern: /^-?\d+$/, expected: 'a whole number' },
  {
    setting: 'SLURM_SIGNAL',
    pattern: /^(none|(USR1|USR2|INT|HUP)@[1-9]\d{0,4})$/,
    expected: 'a signal and seconds such as USR1@120, or none',
  },
];

/** Returns the options of the `#SBATCH` lines for checked values, in a fixed order, so that equal values give equal text. */
export function slurmDirectives(values: SlurmValues): readonly string[] {
  const lines: string[] = [];
  for (const { setting, flag } of SLURM_OPTIONS)
    if (flag !== undefined && values[setting] !== undefined) lines.push(`--${flag}=${values[setting]}`);
  // Inside quotes, `#` starts no comment and blanks end no word.
  if (values.SLURM_CONSTRAINT !== undefined) lines.push(`--constraint="${values.SLURM_CONSTRAINT}"`);
  if (values.SLURM_COMMENT !== undefined) lines.push(`--comment="${values.SLURM_COMMENT}"`);
  const gres = gresList(values);
  if (gres !== '') lines.push(`--gres=${gres}`);
  const signal = slurmSignal(values);
  if (signal !== null) lines.push(`--signal=B:${signal.name}@${signal.leadS}`);
  lines.push(...optionWords(values.SLURM_EXTRA));
  return lines;
}

/** GPUs, their memory and other resources share one --gres: a second one would replace the first. */
function gresList(values: SlurmValues): string {
  const pieces: string[] = [];
  if (values.SLURM_GPUS !== undefined || values.SLURM_GPU_TYPE !== undefined) {
    pieces.push(
      ['gpu', values.SLURM_GPU_TYPE, values.SLURM_GPUS ?? '1'].filter((piece) => piece !== undefined).join(':'),
    );
  }
  if (values.SLURM_GPU_MEM !== undefined) pieces.push(`gpumem:${values.SLURM_GPU_MEM}`);
  if (values.SLURM_GRES !== undefined) pieces.push(values.SLURM_GRES);
  return pieces.join(',');
}

/** The signal before the time limit. A default lead that a short limit cannot hold shrinks to a quarter of it. */
export function slurmSignal(values: SlurmValues): { readonly name: string; readonly leadS: number } | null {
  const match = /^([A-Z0-9]+)@(\d+)$/.exec(values.SLURM_SIGNAL ?? 'none');
  if (match === null) return null;
  const leadS = Number(match[2]);
  const limitS = values.SLURM_TIME === undefined ? null : slurmTimeS(values.SLURM_TIME);
  return {
    name: match[1] ?? '',
    leadS: limitS === null || leadS * 2 <= limitS ? leadS : Math.max(1, Math.floor(limitS / 4)),
  };
}

/** Returns the seconds of a SLURM time: `90` is minutes, `1-12` days and hours (man sbatch, --time). */
export function slurmTimeS(text: string): number | null {
  const match = /^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$/.exec(text);
  if (match === null) return null;
  const [days, first, second, third] = [match[1], match[2], match[3], match[4]].map((piece) =>
    piece === undefined ? null : Number(piece),
  );
  if (days !== null && days !== undefined)
    return days * 86400 + (first ?? 0) * 3600 + (second ?? 0) * 60 + (third ?? 0);
  if (third !== null && third !== undefined) return (first ?? 0) * 3600 + (second ?? 0) * 60 + third;
  return (first ?? 0) * 60 + (second ?? 0);
}

/** Options that SWEEP_SLURM_EXTRA may not hold: they are ksweep's own, or there is a setting for them. */
const RESERVED = reservedOptions({
  'ksweep makes the array': 'array a',
  'ksweep finds its jobs by name': 'job-name J',
  'logs lie in the sweep folder': 'output o error e',
  'ksweep appends': 'open-mode',
  'ksweep writes the script': 'wrap',
  'ksweep reads the id': 'parsable quiet Q',
  'use DETACH': 'wait W',
  'use SWEEP_CWD': 'chdir D',
  'ksweep sets the environment': 'export export-file',
  'ksweep requeues': 'requeue no-requeue',
  'use SWEEP_SLURM_SIGNAL': 'signal',
  'use SWEEP_SLURM_DEPENDENCY': 'dependency d',
  'use SWEEP_SLURM_GRES': 'gres',
  'use DRY_RUN': 'test-only',
  'it submits nothing': 'help usage version V',
  'use SWEEP_SLURM_TIME': 'time t',
  'a run is one task': 'ntasks n',
  'one sweep, one cluster': 'clusters M',
});

/** What SWEEP_SLURM_EXTRA may hold. */
export const SLURM_FURTHER: FurtherOptions<SlurmSetting> = {
  setting: 'SLURM_EXTRA',
  expectedOf: (word) => {
    const match = /^--?([A-Za-z][A-Za-z0-9-]*)(=[A-Za-z0-9_.,:@%+*&|!()[\]/=~^-]*)?$/.exec(word);
    if (match === null) return 'options of the form --name or --name=value, separated by blanks';
    const why = RESERVED.get(match[1] ?? '');
    return why === undefined ? undefined : `other options than this one (${why})`;
  },
};
