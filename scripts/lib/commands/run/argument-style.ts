// SPDX-License-Identifier: MIT
import { DiagnosticsError } from '../../core/diagnostic.ts';
import type { ARGUMENT_STYLE } from '../../core/settings/groups.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { ArgumentStyle } from '../../run/arguments.ts';

/** Returns how {{args}} is written. Throws DiagnosticsError for a name of ARGS_NAMES that is not NAME=WORD. */
export function argumentStyleOf(settings: Settings<(typeof ARGUMENT_STYLE)[number]>): ArgumentStyle {
  const called = new Map(wordsIn(settings.get('ARGS_NAMES')).map(namePair));
  const more = wordsIn(settings.get('ARGS_MORE'));
  return {
    names: settings.get('ARGS'),
    off: settings.get('ARGS_OFF'),
    list: settings.get('ARGS_LIST'),
    ...(called.size === 0 ? {} : { called }),
    ...(more.length === 0 ? {} : { more }),
  };
}

function wordsIn(text: string): readonly string[] {
  return text.split(/[ \t]+/).filter((word) => word !== '');
}

function namePair(word: string): readonly [name: string, called: string] {
  const [, name, called] = /^([^=]+)=(.+)$/.exec(word) ?? [];
  if (name !== undefined && called !== undefined) return [name, called];
  throw new DiagnosticsError([
    {
      code: 'E_SETTING_VALUE',
      message: `SWEEP_ARGS_NAMES holds "${word}", expected NAME=WORD`,
      hint: 'SWEEP_ARGS_NAMES="depth=+model.depth" calls the symbol depth +model.depth in {{args}}',
    },
  ]);
}
