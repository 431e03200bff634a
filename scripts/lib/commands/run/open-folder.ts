// SPDX-License-Identifier: MIT
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_CLOCK } from '../../edge/clock.ts';
import { writeFileAtomic } from '../../edge/files.ts';
import { JOURNAL_NAME } from '../../edge/journal/journal-file.ts';
import { openJournal } from '../../edge/journal/journal-writer.ts';
import { readDirtyPatch } from '../../edge/sweep-folder/provenance.ts';
import { createSweepFolder } from '../../edge/sweep-folder/sweep-folder.ts';
import { writeSweepManifest } from '../../edge/sweep-folder/sweep-manifest.ts';
import { recordedConfigs, unaddedRuns } from './recorded-runs.ts';
import type { FolderRequest, RunRequest } from './run-request.ts';
import { checkCommands } from './check-commands.ts';
import { noWorkTree } from './snapshot.ts';

/** Checks what can be checked, then makes the sweep folder (or renews the manifest of the one that is extended). */
export function openFolder(request: RunRequest): FolderRequest {
  const { manifest, settings, wanted, sweepDir } = request;
  if (wanted !== null) checkCommands(request, wanted);
  if (sweepDir !== undefined) {
    if (wanted !== null) writeSweepManifest(sweepDir, manifest);
    const plan = { ...request.plan, configText: recordedConfigs(sweepDir, manifest) };
    return { ...request, plan, sweepDir, unadded: (state) => unaddedRuns(sweepDir, manifest, state) };
  }
  if (settings.get('SNAPSHOT') && manifest.provenance.git === null) throw noWorkTree(manifest.cwdBase);
  const made = createSweepFolder(request.outputDir, SYSTEM_CLOCK.nowMs(), (folder) => {
    writeSweepManifest(folder, manifest);
    const { git } = manifest.provenance;
    if (git?.isDirty === true) writeFileAtomic(join(folder, 'code.patch'), readDirtyPatch(git.top));
    openJournal(join(folder, JOURNAL_NAME)).close();
  });
  return { ...request, sweepDir: realpathSync(made), unadded: () => null };
}
