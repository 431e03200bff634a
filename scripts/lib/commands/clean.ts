// SPDX-License-Identifier: MIT
import { cleanConfigFolder } from '../edge/definition/config-folder.ts';
import { commandOf, EXIT } from './call/command.ts';
import { CLEAN_SPEC } from './specs/configurations.ts';

/** Removes what generate wrote. */
export const CLEAN = commandOf(CLEAN_SPEC, (call) => {
  const folder = call.settings.get('CONFIG_DIR');
  const { removed, kept } = cleanConfigFolder(folder);
  const rest = kept.length === 0 ? '' : `; kept what is not ours: ${kept.join(', ')}`;
  const what = removed === 0 ? 'nothing to remove' : `${removed} ${removed === 1 ? 'file' : 'files'} removed`;
  return {
    text: () => `${folder}/: ${what}${rest}\n`,
    json: () => ({ folder, removed, kept }),
    exit: EXIT.done,
  };
});
