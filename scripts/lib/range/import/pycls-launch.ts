// SPDX-License-Identifier: MIT
// LAUNCH of a sweep of pycls (tools/sweep_launch.py): what it asks SLURM for, by our settings. Only what stands in the file is taken
// over: the defaults of pycls are those of the cluster that it was written on.
import { shellQuote } from '../../core/shell-quote.ts';
import { foreignFields, textIn, wholeIn } from './fields.ts';
import type { ForeignEntry } from './node.ts';
import { type ImportTrouble, type NativeLine, refuse } from './system.ts';
import { settingLine } from './value.ts';

const LAUNCH_KEYS = [
  'MODE',
  'CONDA_ENV',
  'PARALLEL_JOBS',
  'MAX_RETRY',
  'COMMENT',
  'NUM_GPUS',
  'CPUS_PER_GPU',
  'MEM_PER_GPU',
  'PARTITION',
  'GPU_TYPE',
  'TIME_LIMIT',
] as const;

/** Returns the lines that start the runs. `place` is what the command stands for where there is no LAUNCH. */
export function launchLines(
  launch: ForeignEntry | undefined,
  place: NativeLine['span'],
  trouble: ImportTrouble,
): readonly NativeLine[] {
  const lines: NativeLine[] = [];
  const fields = foreignFields(launch?.value, { what: 'LAUNCH', known: LAUNCH_KEYS }, trouble);
  const of = (name: (typeof LAUNCH_KEYS)[number]): ForeignEntry | undefined => fields?.get(name);
  const put = (entry: ForeignEntry | undefined, name: string, text: string | undefined): void => {
    if (text !== undefined) lines.push({ text: settingLine(name, text), span: entry?.value.span ?? place });
  };
  const word = (entry: ForeignEntry | undefined): string | undefined =>
    entry === undefined || isEmpty(entry) ? undefined : textIn(entry, trouble);
  const whole = (entry: ForeignEntry | undefined, least = 0): number | undefined => wholeIn(entry, least, trouble);
  const mode = of('MODE');
  const modeWord = mode === undefined ? 'train' : word(mode);
  if (modeWord !== undefined && !/^[\w-]+$/.test(modeWord) && mode !== undefined)
    refuse(trouble, {
      code: 'E_IMPORT_VALUE',
      span: mode.value.span,
      message: `MODE is ${modeWord}, expected a word such as train, test or time`,
      hint: 'it is the --mode of tools/run_net.py',
    });
  put(mode, 'COMMAND', `python tools/run_net.py --mode ${modeWord ?? 'train'} --cfg {{config}} OUT_DIR {{out_dir}}`);
  const conda = of('CONDA_ENV');
  const environment = word(conda);
  put(conda, 'SETUP', environment === undefined ? undefined : `source activate ${shellQuote(environment)}`);
  put(of('PARALLEL_JOBS'), 'PARALLEL', textOf(whole(of('PARALLEL_JOBS'), 1)));
  put(of('MAX_RETRY'), 'RETRIES', textOf(whole(of('MAX_RETRY'))));
  put(of('COMMENT'), 'SLURM_COMMENT', word(of('COMMENT')));
  put(of('PARTITION'), 'SLURM_PARTITION', word(of('PARTITION')));
  put(of('GPU_TYPE'), 'SLURM_CONSTRAINT', word(of('GPU_TYPE')));
  const gpus = whole(of('NUM_GPUS'));
  put(of('NUM_GPUS'), 'SLURM_GPUS', textOf(gpus));
  if (gpus !== undefined && gpus > 1) put(of('NUM_GPUS'), 'GPUS_PER_RUN', String(gpus));
  const [cpus, memory] = [whole(of('CPUS_PER_GPU'), 1), whole(of('MEM_PER_GPU'), 1)];
  put(of('CPUS_PER_GPU'), 'SLURM_CPUS', cpus === undefined ? undefined : String(cpus * Math.max(1, gpus ?? 1)));
  put(of('MEM_PER_GPU'), 'SLURM_MEM', memory === undefined ? undefined : `${memory * Math.max(1, gpus ?? 1)}G`);
  put(of('TIME_LIMIT'), 'SLURM_TIME', textOf(whole(of('TIME_LIMIT'), 1)));
  return lines;
}

function isEmpty({ value }: ForeignEntry): boolean {
  return value.kind === 'scalar' && value.text === '';
}

function textOf(whole: number | undefined): string | undefined {
  return whole === undefined ? undefined : String(whole);
}
