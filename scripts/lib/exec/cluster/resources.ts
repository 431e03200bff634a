// SPDX-License-Identifier: MIT
import type { OptionTrouble, OptionValues } from '../../core/scheduling/option.ts';
import type { SettingName } from '../../core/settings/index.ts';
import type { Settings } from '../../core/settings/resolve.ts';
import type { Assignment, Value } from '../../core/value.ts';
import { parseExpression } from '../../range/expression.ts';
import { evaluateNumber, type Lookup } from '../../space/evaluate.ts';

export interface ResolvedOptions {
  readonly values: OptionValues<SettingName>;
  readonly troubles: readonly OptionTrouble<SettingName>[];
}

/**
 * Returns the option values of one run: settings as they are, each `{{expression}}` replaced by what it is worth for
 * the run's configuration. A symbol alone gives its text; arithmetic gives a whole number, rounded up, since
 * schedulers count memory, minutes and devices in whole units.
 */
export function resolveOptions(
  names: readonly SettingName[],
  settings: Settings,
  assignments: readonly Assignment[],
): ResolvedOptions {
  const byName = new Map(assignments.map(({ name, value }) => [name, value] as const));
  const lookup: Lookup = (name) => byName.get(name);
  const values: Partial<Record<SettingName, string>> = {};
  const troubles: OptionTrouble<SettingName>[] = [];
  for (const name of names) {
    const text = settings.text(name);
    if (text === undefined || text === '') continue;
    const resolved = text.replace(/\{\{\{?(.*?)\}?\}\}/g, (written: string, inside: string) => {
      const worth = worthOf(inside.trim(), lookup);
      if (worth !== undefined) return worth;
      troubles.push({
        setting: name,
        text: written,
        expected: 'a symbol of this configuration, or arithmetic over its numbers',
      });
      return '';
    });
    values[name] = resolved;
  }
  return { values, troubles };
}

function worthOf(text: string, lookup: Lookup): string | undefined {
  const alone: Value | undefined = lookup(text);
  if (alone !== undefined) return alone.text;
  const parsed = parseExpression({ path: 'expression', text });
  if (parsed.value === undefined) return undefined;
  const number = evaluateNumber(parsed.value, lookup);
  // A hundred millionth is taken off before rounding up: 0.1 * 30 is 3.0000000000000004 to a computer.
  return number === undefined || !Number.isFinite(number)
    ? undefined
    : String(Math.ceil(number - Math.abs(number) * 1e-8));
}
