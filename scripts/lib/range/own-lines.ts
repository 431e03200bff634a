// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { FileNode } from './include.ts';
import type { Definition, SettingLine } from './tree.ts';

/** The lines that stand in a file itself: for each symbol its first line, for each setting its line. */
export interface OwnLines {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly settings: ReadonlyMap<string, SettingLine>;
}

/** Returns the lines of a file itself, and notes what is given twice or can never be reached. */
export function checkOwnLines(node: FileNode, diagnostics: Diagnostic[]): OwnLines {
  const definitions = new Map<string, Definition>();
  const unconditional = new Map<string, Definition>();
  const settings = new Map<string, SettingLine>();
  for (const item of node.items) {
    if (item.kind === 'setting') checkSetting(item.setting, settings, diagnostics);
    if (item.kind !== 'definition') continue;
    checkLine(item, definitions, unconditional, diagnostics);
    for (const { name } of item.names) {
      if (!definitions.has(name)) definitions.set(name, item);
      if (item.condition === undefined && !unconditional.has(name)) unconditional.set(name, item);
    }
  }
  return { definitions, settings };
}

function checkSetting(setting: SettingLine, settings: Map<string, SettingLine>, diagnostics: Diagnostic[]): void {
  const earlier = settings.get(setting.name);
  if (earlier === undefined) {
    settings.set(setting.name, setting);
    return;
  }
  diagnostics.push({
    code: 'E_SETTING_TWICE',
    message: `SWEEP_${setting.name} is given twice in this file`,
    span: setting.span,
    notes: [{ message: 'the first time', span: earlier.span }],
    hint: 'delete one of the lines',
  });
}

type FirstLines = ReadonlyMap<string, Definition>;

function checkLine(line: Definition, first: FirstLines, unconditional: FirstLines, diagnostics: Diagnostic[]): void {
  for (const named of line.names) {
    const earlier = first.get(named.name);
    if (earlier === undefined) continue;
    const final = unconditional.get(named.name);
    if (final !== undefined) twice(line, named.name, final, diagnostics);
    else if (!samePartners(line, earlier)) partners(line, named.name, earlier, diagnostics);
    else continue;
    return;
  }
}

function twice(line: Definition, name: string, final: Definition, diagnostics: Diagnostic[]): void {
  const conditional = line.condition !== undefined;
  const notes = [
    { message: conditional ? 'this line has no condition, so it always wins' : 'the first time', span: final.span },
  ];
  const message = conditional ? `this line of ${name} is never reached` : `${name} is assigned twice in this file`;
  const hint = conditional
    ? 'move the line without condition below all others'
    : 'delete one of the lines, write alternatives as a|b, or give the upper line an if';
  diagnostics.push({
    code: conditional ? 'E_LINE_UNREACHABLE' : 'E_ASSIGNED_TWICE',
    message,
    span: line.span,
    notes,
    hint,
  });
}

function partners(line: Definition, name: string, earlier: Definition, diagnostics: Diagnostic[]): void {
  const others = earlier.names.map((n) => n.name).filter((other) => other !== name);
  const list = others.length === 0 ? 'stands alone' : `is zipped with ${others.join(' and ')}`;
  diagnostics.push({
    code: 'E_ZIP_PARTNERS',
    message: `${name} ${list} in its first line, so it must in each of its lines`,
    span: line.span,
    notes: [{ message: 'its first line', span: earlier.span }],
    hint: 'name the same symbols in all lines',
  });
}

function samePartners(a: Definition, b: Definition): boolean {
  const names = new Set(a.names.map((n) => n.name));
  return names.size === b.names.length && b.names.every((n) => names.has(n.name));
}
