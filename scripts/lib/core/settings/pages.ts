// SPDX-License-Identifier: MIT
import {
  environmentNameOf,
  flagOf,
  makeVariableOf,
  SETTING_GROUPS,
  SETTING_NAMES,
  type SettingName,
  settingSpec,
} from './index.ts';

/** Returns docs/settings.md: every setting in a table a group. */
export function settingsMarkdown(): string {
  const parts = [
    '# Settings\n',
    'Made from the table in `scripts/lib/core/settings/` by `make docs`; do not edit by hand.\n',
    'One setting has one name: `FOO=` for make, `--foo` for a script, `SWEEP_FOO` in the environment, a range file or `.env`.',
    "Highest first: make variable or flag, environment, range file, `.env` of the caller's folder, the cores of a cluster allocation (PARALLEL only), default.",
    'A setting that a target does not read is refused there, as a make variable and as a flag, with the targets that read it; `--help` of a script lists what it reads.',
    "A make variable counts only when it stands on make's command line; an exported `MODE` of your shell changes nothing.",
    'Settings marked with * belong to one call and cannot stand in a file. `make sweep-settings` shows all values and where they came from.\n',
  ];
  for (const [title, names] of settingGroups()) {
    parts.push(`## ${title}\n`, '| make | flag | default | meaning |', '| --- | --- | --- | --- |');
    for (const name of names) parts.push(markdownRow(name));
    parts.push('');
  }
  return `${parts.join('\n')}`;
}

function markdownRow(name: SettingName): string {
  const spec = settingSpec(name);
  const words = spec.values === undefined ? '' : ` (${spec.values.join(', ')})`;
  const text = `${spec.help}${words}`.replaceAll('|', '\\|').replaceAll('{{', '`{{').replaceAll('}}', '}}`');
  const fallback = spec.default === undefined ? '' : `\`${spec.default}\``;
  return `| \`${makeVariableOf(name)}\`${spec.callOnly ? '*' : ''} | \`${flagOf(name)}\` | ${fallback} | ${text} |`;
}

/** Returns .env.example: every setting that a .env may hold, commented out. */
export function settingsEnvExample(): string {
  const lines = [
    '# Settings of this machine: copy to .env and uncomment. Range files, the environment, flags and make variables win over it.',
    '# Made from the table in scripts/lib/core/settings/ by `make docs`.',
  ];
  for (const [title, names] of settingGroups()) {
    const allowed = names.filter((name) => settingSpec(name).callOnly !== true);
    if (allowed.length === 0) continue;
    lines.push('', `# ${title}`);
    for (const name of allowed) {
      const spec = settingSpec(name);
      lines.push(`# ${spec.help}`, `#${environmentNameOf(name)}=${spec.default ?? ''}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Returns scripts/settings.mk: the make variables that are settings, for the Makefile to know its own. */
export function settingsMakefile(): string {
  const lines: string[] = [];
  for (const name of SETTING_NAMES.map(makeVariableOf)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length > 110) lines.push(`  ${name}`);
    else lines[lines.length - 1] = `${last} ${name}`;
  }
  return [
    '# SPDX-License-Identifier: MIT',
    '# The settings as make variables. Made from the table in scripts/lib/core/settings/ by `make docs`.',
    `KSWEEP_SETTINGS := \\\n${lines.join(' \\\n')}\n`,
  ].join('\n');
}

/** Returns the titles of the groups with their settings, in the order of the table. */
function settingGroups(): readonly (readonly [title: string, names: readonly SettingName[]])[] {
  return Object.entries(SETTING_GROUPS).map(([title, table]) => [title, SETTING_NAMES.filter((name) => name in table)]);
}
