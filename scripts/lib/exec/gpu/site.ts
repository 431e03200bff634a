// SPDX-License-Identifier: MIT
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DiagnosticsError } from '../../core/diagnostic.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import { abilitiesOf } from '../../core/schedulers/index.ts';
import { isSlice } from '../../run/gpu/card.ts';
import { chooseCards, type GpuChoice, parseGpus, visibleCards } from '../../run/gpu/selection.ts';
import type { DeviceReading, DeviceSource } from './device.ts';
import { nvidiaSource } from './nvidia.ts';

/** What a sweep has to work on: so many lanes, with cards or without. */
export type GpuSite =
  | { readonly kind: 'lanes'; readonly lanes: number; readonly text: string }
  | {
      readonly kind: 'cards';
      readonly lanes: number;
      readonly text: string;
      readonly source: DeviceSource;
      readonly cards: readonly DeviceReading[];
      readonly byUuid: boolean;
    };

/** Settings that only make sense with GPUs: giving one asks for them. */
const ASKING = ['JOBS_PER_GPU', 'GPUS_PER_RUN', 'GPU_MEMORY'] as const;

/** Returns the site without GPUs: PARALLEL lanes. */
export function plainLanes(settings: Settings): GpuSite {
  const lanes = settings.get('PARALLEL');
  return { kind: 'lanes', lanes, text: lanesText(lanes) };
}

function lanesText(lanes: number): string {
  return lanes === 1 ? 'one run at a time' : `${lanes} runs at a time`;
}

/**
 * Finds the cards a sweep uses, by GPUS, PARALLEL and the caller's CUDA_VISIBLE_DEVICES. Throws DiagnosticsError when GPUS
 * names what is not there, so that nothing is written before.
 */
export async function findGpus(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  stages: readonly Settings[] = [],
): Promise<GpuSite> {
  const choice = parseGpus(settings.get('GPUS'));
  if ('expected' in choice) throw wrong(`GPUS is "${settings.get('GPUS')}"; expected ${choice.expected}`);
  const parallel = settings.get('PARALLEL');
  if (!abilitiesOf(settings.get('BACKEND')).ownsProcesses) return plainLanes(settings);
  if (choice.kind === 'none')
    return { ...plainLanes(settings), text: `${lanesText(parallel)}, no GPU is assigned (GPUS=-1)` };
  const isAsked =
    choice.kind === 'list' || [settings, ...stages].some((own) => ASKING.some((name) => own.isGiven(name)));
  if (parallel === 1 && !isAsked) return plainLanes(settings);
  return lookForCards(choice, { settings, stages, env });
}

interface Search {
  readonly settings: Settings;
  /** Of each stage, in a sweep with stages. */
  readonly stages: readonly Settings[];
  readonly env: NodeJS.ProcessEnv;
}

async function lookForCards(choice: Exclude<GpuChoice, { kind: 'none' }>, search: Search): Promise<GpuSite> {
  const { settings, env } = search;
  const onCpu = (why: string): GpuSite => ({
    ...plainLanes(settings),
    text: `${lanesText(settings.get('PARALLEL'))} on the CPU: ${why}`,
  });
  const cudaVisible = env['CUDA_VISIBLE_DEVICES'];
  if (!isOnPath('nvidia-smi', env)) {
    // Numbers may stand there on a machine without any GPU; whoever names a UUID knows of one.
    const named = choice.kind === 'list' ? choice.names : uuidsIn(cudaVisible);
    if (named.some(isUuid) && !named.every(isUuid))
      throw wrong(
        'GPUS names some cards by number and others by UUID, and there is no nvidia-smi to tell which are which',
        'name all of them in one way',
      );
    return named.length > 0
      ? site(search, unmeasuredSource(named), [], named.some(isUuid))
      : onCpu('no GPU was found (there is no nvidia-smi)');
  }
  const source = nvidiaSource({ env, timeoutMs: Math.max(100, settings.get('GPU_TIMEOUT') * 1000) });
  const report = await source.read([]);
  if (report.trouble !== null) {
    if (choice.kind === 'auto' && report.hasNone === true) return onCpu(`no GPU was found (${report.trouble})`);
    // A driver that hangs or is broken: runs that each take all the cards, or train on the CPU, would be worse than none.
    throw wrong(
      `which GPUs there are is not known: ${report.trouble}`,
      'GPUS=-1 runs without assigning any; GPU_TIMEOUT=60 waits longer for an answer',
    );
  }
  const visible = visibleCards(report.devices, cudaVisible);
  if (choice.kind === 'list') {
    const chosen = chooseCards(choice.names, report.devices, visible.cards);
    if ('problem' in chosen) throw wrong(`GPUS is "${settings.get('GPUS')}": ${chosen.problem}`);
    return site(search, source, chosen.cards, visible.byUuid);
  }
  if (visible.cards.length === 0) {
    refuseUnknownSlices(cudaVisible ?? '', report.devices);
    return onCpu(`CUDA_VISIBLE_DEVICES=${cudaVisible} leaves no GPU`);
  }
  return site(search, source, visible.cards, visible.byUuid);
}

/** Programs may find a slice there all the same (CUDA counts them in its own way), and all runs would find the same one. */
function refuseUnknownSlices(cudaVisible: string, devices: readonly DeviceReading[]): void {
  const slices = devices.filter(isSlice);
  const namesSlice = /^\s*MIG-/.test(cudaVisible) || (slices.length > 0 && /^\s*\d/.test(cudaVisible));
  if (!namesSlice) return;
  const there = slices.map((one) => one.id).join(',');
  throw wrong(
    `CUDA_VISIBLE_DEVICES is "${cudaVisible}", which names no MIG slice that nvidia-smi lists`,
    there === '' ? 'GPUS=-1 runs without assigning any' : `there are CUDA_VISIBLE_DEVICES=${there}`,
  );
}

/** What a CUDA_VISIBLE_DEVICES names by UUIDs alone; nothing where it does not. */
function uuidsIn(cudaVisible: string | undefined): readonly string[] {
  const names = (cudaVisible ?? '').split(',').map((one) => one.trim());
  return names.every(isUuid) ? [...new Set(names)] : [];
}

function isUuid(name: string): boolean {
  return /^(?:GPU|MIG)-/.test(name);
}

async function site(
  search: Search,
  source: DeviceSource,
  found: readonly DeviceReading[],
  byUuid: boolean,
): Promise<GpuSite> {
  const { settings, stages } = search;
  const cards = found.length > 0 ? found : (await source.read([])).devices;
  const onCards = stages.filter((own) => !isWithoutCards(own));
  const asking = onCards.length === 0 ? [settings] : onCards;
  for (const own of asking) refuseTooMuch(own, cards);
  const counts = asking.map((own) => own.get('GPUS_PER_RUN'));
  const [perRun, most] = [Math.min(...counts), Math.max(...counts)];
  const perCard = settings.get('JOBS_PER_GPU');
  const places = Math.max(1, Math.floor((cards.length * perCard) / perRun));
  const lanes = settings.isGiven('PARALLEL') ? settings.get('PARALLEL') : places;
  return {
    kind: 'cards',
    lanes,
    text: siteText({ cards, lanes, places, perCard, perRun: [perRun, most], source }),
    source,
    cards,
    byUuid,
  };
}

/** Throws DiagnosticsError where runs with these settings fit on no card, or want more cards than there are. */
function refuseTooMuch(own: Settings, cards: readonly DeviceReading[]): void {
  const perRun = own.get('GPUS_PER_RUN');
  if (perRun > cards.length)
    throw wrong(
      `GPUS_PER_RUN is ${perRun}, but there ${cards.length === 1 ? 'is 1 GPU' : `are ${cards.length} GPUs`} to use`,
    );
  if (perRun > 1 && cards.some(isSlice))
    throw wrong(
      `GPUS_PER_RUN is ${perRun}, but a CUDA program sees one MIG slice only, however many it is given`,
      'GPUS_PER_RUN=1 gives each run a slice of its own',
    );
  const needed = own.get('GPU_MEMORY');
  const largest = Math.max(...cards.map((card) => card.capacityBytes ?? Infinity));
  if (needed !== undefined && needed > largest)
    throw wrong(
      `GPU_MEMORY is ${own.text('GPU_MEMORY')}, but the largest GPU has ${(largest / 1024 ** 3).toFixed(1)} GiB`,
    );
}

/** Tells whether the runs of a stage do without cards. */
export function isWithoutCards(settings: Settings<'GPUS'>): boolean {
  const choice = parseGpus(settings.get('GPUS'));
  return 'kind' in choice && choice.kind === 'none';
}

function siteText(facts: {
  cards: readonly DeviceReading[];
  lanes: number;
  places: number;
  perCard: number;
  /** Fewest and most that a run gets. */
  perRun: readonly [number, number];
  source: DeviceSource;
}): string {
  const { cards, lanes, places, perCard } = facts;
  const [fewest, most] = facts.perRun;
  const list = cards.map((card) => card.index).join(' ');
  const share = `${perCard === 1 ? 'one run' : `up to ${perCard} runs`} on each`;
  const several = most === 1 ? '' : fewest === most ? `, ${most} GPUs a run` : `, ${fewest} to ${most} GPUs a run`;
  const capped =
    lanes > places
      ? `; PARALLEL=${lanes} is more than they take: raise JOBS_PER_GPU`
      : lanes < places
        ? `, at most ${lanes} at a time`
        : '';
  const blind = facts.source.name === UNMEASURED ? '; their memory cannot be seen (there is no nvidia-smi)' : '';
  const what = cards.every(isSlice) ? 'MIG slice' : 'GPU';
  return `${cards.length === 1 ? what : `${cards.length} ${what}s`} (${list}), ${share}${several}${capped}${blind}`;
}

const UNMEASURED = 'count alone';

/** Cards that the user names and nobody measures: only the number of runs on them is heeded. */
function unmeasuredSource(names: readonly string[]): DeviceSource {
  const devices = names.map(
    (name, i): DeviceReading => ({
      id: isUuid(name) ? name : `index ${name}`,
      index: isUuid(name) ? i : Number(name),
      name: 'GPU',
      capacityBytes: null,
      usedBytes: 0,
      load: null,
      oneProcess: false,
      trouble: null,
    }),
  );
  return { name: UNMEASURED, read: () => Promise.resolve({ devices, processes: [], trouble: null }), close: () => {} };
}

function isOnPath(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

function wrong(message: string, hint?: string): DiagnosticsError {
  return new DiagnosticsError([{ code: 'E_SETTING_VALUE', message, hint }]);
}
