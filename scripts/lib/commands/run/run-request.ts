// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import type { SweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import type { WantedRun } from '../../run/wanted.ts';
import type { Call } from '../call/command.ts';
import type { StageSettings } from '../call/stage-settings.ts';
import type { EngineRequest } from '../../exec/engine/engine-request.ts';
import type { CallSetup } from './run-setup.ts';

/**
 * A call that works on the runs of a sweep, resolved once and checked before anything is written. The dry run, the sweep
 * folder and the engine are told by this alone; nothing asks the call again.
 */
export interface RunRequest extends CallSetup {
  /** Who asks: what is told meanwhile goes there, and paths are shown from there. */
  readonly caller: Pick<Call, 'given' | 'cwd' | 'streams'>;
  /** The folder that holds the sweep folders. Absolute. */
  readonly outputDir: string;
  readonly settings: Settings;
  /** Empty in a sweep without stages. */
  readonly stages: readonly StageSettings[];
  readonly manifest: SweepManifest;
  /** Null: the runs the folder has already. */
  readonly wanted: readonly WantedRun[] | null;
  /** The folder to go on with; undefined for a new one. Absolute. */
  readonly sweepDir: string | undefined;
  /** Nobody named the folder: it is the newest. */
  readonly isLatest: boolean;
}

/** A request whose sweep folder is there. */
export interface FolderRequest extends RunRequest, EngineRequest {
  readonly sweepDir: string;
}
