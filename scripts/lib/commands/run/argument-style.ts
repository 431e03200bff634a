// SPDX-License-Identifier: MIT
import type { Settings } from '../../core/settings/resolve.ts';
import type { ArgumentStyle } from '../../run/arguments.ts';

/** Returns how {{args}} is written. */
export function argumentStyleOf(settings: Settings<'ARGS' | 'ARGS_OFF' | 'ARGS_LIST'>): ArgumentStyle {
  return { names: settings.get('ARGS'), off: settings.get('ARGS_OFF'), list: settings.get('ARGS_LIST') };
}
