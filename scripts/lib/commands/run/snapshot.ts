// SPDX-License-Identifier: MIT
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from '../../core/diagnostic.ts';
import { removeQuietly } from '../../edge/files.ts';
import { git, readDirtyPatch, readGit } from '../../edge/sweep-folder/provenance.ts';

/** Folder of the copy inside the sweep folder. */
const SNAPSHOT_NAME = 'code';

/**
 * Makes a copy of the code as it is now (git worktree of the commit, with what is changed but not committed) inside the
 * sweep folder, so that editing does not change queued runs. Returns where `cwd` lies in it. Untracked files are not in
 * it. Throws UsageError when `cwd` lies in no git work tree.
 */
export function makeSnapshot(sweepDir: string, cwd: string): string {
  const state = readGit(cwd);
  if (state === null) throw noWorkTree(cwd);
  const copy = join(sweepDir, SNAPSHOT_NAME);
  const inside = join(copy, relative(state.top, cwd));
  if (existsSync(copy)) return inside;
  const beside = `${copy}.tmp-${process.pid}`; // a copy that is not whole must not be taken for one
  try {
    fillCopy(state, beside);
    if (git(state.top, ['worktree', 'move', beside, copy]) === undefined)
      throw new UsageError(`git worktree move to ${copy} failed`, RATHER_NONE);
  } catch (error) {
    git(state.top, ['worktree', 'remove', '--force', beside]);
    removeQuietly(beside);
    throw error;
  }
  return inside;
}

/** The error of a snapshot where there is nothing to make it from. */
export function noWorkTree(cwd: string): UsageError {
  return new UsageError(
    `SNAPSHOT=1 needs a git work tree with a commit; ${cwd} lies in none`,
    'git init and commit, or leave SNAPSHOT out',
  );
}

const RATHER_NONE = 'is there room on the disk? SNAPSHOT=0 runs from the work tree itself';

function fillCopy(state: { readonly top: string; readonly commit: string }, copy: string): void {
  if (git(state.top, ['worktree', 'add', '--detach', '--force', copy, state.commit]) === undefined)
    throw new UsageError(`git worktree add ${copy} failed`, RATHER_NONE);
  const patch = readDirtyPatch(state.top);
  if (patch !== '' && git(copy, ['apply', '--whitespace=nowarn'], patch) === undefined) {
    throw new UsageError(
      `what is changed in ${state.top} cannot be applied to the copy in ${copy}`,
      'commit it, or SNAPSHOT=0',
    );
  }
}
