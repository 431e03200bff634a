// SPDX-License-Identifier: MIT
import { copyFileSync, existsSync, linkSync, lstatSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { joinInner, relativeInner } from '../../core/inner-path.ts';
import { logLinkOf } from '../../edge/run-folder/attempt-place.ts';
import { linkOnTheWay } from '../../edge/inner-folder.ts';
import { replaceLink, errorCode, makeFolder } from '../../edge/files.ts';
import type { LaunchSpec } from './backend.ts';

/** Name of the link in a run folder to the log of its newest attempt. */
export const LOG_LINK = 'output.log';

/** Where a second name of a run's configuration file lies: beside its attempts, out of the way of the run. */
function keptConfig(spec: LaunchSpec): string {
  return joinInner(dirname(spec.attemptDir), basename(spec.config));
}

/** Gives the configuration file of a run a second name, or the first one back when an earlier attempt removed it. */
export function keepConfig(spec: LaunchSpec): void {
  if (spec.place === 'inside') return;
  const kept = keptConfig(spec);
  if (!existsSync(kept)) secondName(spec.config, kept);
  else if (!isThere(spec.config)) secondName(kept, spec.config);
  if ((statSync(spec.config, { throwIfNoEntry: false })?.size ?? 0) === 0) writeAgain(spec, kept);
}

/** A power cut may have emptied it, by both of its names. */
function writeAgain(spec: LaunchSpec, kept: string): void {
  const text = spec.configText?.() ?? '';
  if (text === '') return;
  for (const path of [spec.config, kept]) rmSync(path, { force: true });
  writeFileSync(spec.config, text, { flag: 'wx' });
  secondName(spec.config, kept);
}

/**
 * Puts back into a run folder what its program removed with it: the configuration file and the link to the log. A folder
 * that cannot be written stays as it is: the attempt has ended all the same.
 */
export function restoreLinks(spec: LaunchSpec): void {
  if (spec.place === 'inside') return;
  const link = joinInner(spec.runDir, LOG_LINK);
  try {
    if (isThere(link) && isThere(spec.config)) return;
    if (linkOnTheWay(spec.sweepDir, relativeInner(spec.sweepDir, spec.runDir)) !== undefined) return;
    if (!isThere(spec.config) && existsSync(keptConfig(spec))) {
      makeFolder(spec.runDir);
      secondName(keptConfig(spec), spec.config);
    }
    if (isThere(spec.runDir) && !isThere(link)) symlinkSync(logTarget(spec), link);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/** Points the link to the log of a run's attempt. */
export function linkLog(spec: LaunchSpec): void {
  replaceLink(joinInner(spec.runDir, LOG_LINK), logTarget(spec));
}

/** Makes the link to the log of a run's first attempt, where there is none yet. */
export function linkFirstLog(spec: LaunchSpec): void {
  symlinkSync(logTarget(spec), joinInner(spec.runDir, LOG_LINK));
}

function logTarget(spec: LaunchSpec): string {
  return logLinkOf(relativeInner(spec.sweepDir, spec.runDir), spec.attempt, spec.place);
}

/** A link that leads nowhere is there, too: it is the program's own. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Another name costs no space; where the file system has none, a copy does. What is not there has no second name. */
function secondName(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'EEXIST') return;
    if (code !== 'EPERM' && code !== 'EXDEV' && code !== 'ENOTSUP' && code !== 'EMLINK') throw error;
    copyFileSync(from, to);
  }
}
