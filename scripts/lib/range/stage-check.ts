// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import { STAGE_SETTINGS } from '../core/settings/groups.ts';
import { settingNamed } from '../core/settings/index.ts';
import type { Layer } from './merge.ts';
import { reservedReason, templateWord } from './names.ts';
import type { Definition, Named, SettingLine } from './tree.ts';

const STAGE_NAME = /^[a-z][a-z0-9_]*$/;

/** Folders of ours in a sweep folder: a stage of that name would share them. */
const RESERVED: ReadonlySet<string> = new Set(['cluster', 'code', 'attempts', 'repro']);

interface NamedLayer {
  readonly named: Named;
  readonly layer: Layer;
}

/** Notes stages whose names cannot be folders or are those of symbols, and shared symbols that a stage gives values. */
export function checkStageNames(
  stages: readonly NamedLayer[],
  shared: readonly Definition[],
  diagnostics: Diagnostic[],
): void {
  const symbols = new Map<string, Named>();
  const firstPart = (name: string): string => name.split('.')[0] ?? name;
  for (const { names } of shared) for (const named of names) symbols.set(firstPart(named.name), named);
  // Where a stage has target.seed itself, target.seed can mean nothing else: it does not need itself.
  for (const { named: stage, layer } of stages)
    for (const named of layer.definitions.flatMap((d) => d.item.names))
      if (named.name === stage.name || firstPart(named.name) !== stage.name) symbols.set(firstPart(named.name), named);
  for (const { named } of stages) checkName(named, symbols.get(named.name), diagnostics);
  const above = new Map(shared.flatMap((line) => line.names.map((named) => [named.name, named] as const)));
  for (const { named: stage, layer } of stages) {
    for (const { item } of layer.definitions) {
      const named = item.names.find(({ name }) => above.has(name));
      const first = named === undefined ? undefined : above.get(named.name);
      if (named !== undefined && first !== undefined) diagnostics.push(sharedAgain(named, stage, first));
    }
  }
}

function checkName(named: Named, symbol: Named | undefined, diagnostics: Diagnostic[]): void {
  const { name, span } = named;
  const refuse = (message: string, hint: string, notes: Diagnostic['notes'] = []): void => {
    diagnostics.push({ code: 'E_STAGE_NAME', message, span, notes, hint });
  };
  if (!STAGE_NAME.test(name))
    refuse(
      `"${name}" is no name of a stage: it becomes a folder and the first part of names such as target.CONFIG_MODEL`,
      'write lower-case letters, digits and _, a letter first',
    );
  else if ([reservedReason(name), templateWord(name)].some((reason) => reason !== undefined) || RESERVED.has(name))
    refuse(
      `a stage cannot be called "${name}": the name means something else in a sweep folder or a template`,
      'give it another name',
    );
  else if (symbol !== undefined)
    refuse(`"${name}" is a stage and the name of a symbol`, 'rename one of them', [
      { message: `${symbol.name} stands here`, span: symbol.span },
    ]);
}

function sharedAgain(named: Named, stage: Named, first: Named): Diagnostic {
  return {
    code: 'E_STAGE_SHARED',
    message: `${named.name} is shared by all stages and gets another line in stage "${stage.name}"`,
    span: named.span,
    notes: [{ message: 'it stands above all stages here', span: first.span }],
    hint: 'delete one of the lines; move the upper one into the stages that it is for',
  };
}

/** Notes settings that hold for the whole sweep and stand in a stage. */
export function checkStageSettings(stage: Named, settings: readonly SettingLine[], diagnostics: Diagnostic[]): void {
  const allowed = new Set<string>(STAGE_SETTINGS);
  for (const { name, text, span } of settings) {
    if (settingNamed(name) === 'GPUS' && text.trim() !== '-1') {
      diagnostics.push(cardsOfStage(stage, text, span));
      continue;
    }
    if (allowed.has(settingNamed(name) ?? name)) continue;
    diagnostics.push({
      code: 'E_STAGE_SETTING',
      message: `SWEEP_${name} holds for the whole sweep and cannot stand in stage "${stage.name}"`,
      span,
      hint: `move the line above all stages; in a stage may stand ${STAGE_SETTINGS.slice(0, 6)
        .map((n) => `SWEEP_${n}`)
        .join(', ')} and others of its runs`,
    });
  }
}

/** All stages share the cards; a stage may do without. */
function cardsOfStage({ name }: Named, text: string, span: Diagnostic['span']): Diagnostic {
  return {
    code: 'E_STAGE_SETTING',
    message: `SWEEP_GPUS is "${text}" in stage "${name}"; a stage can only do without GPUs (-1), all others share them`,
    span,
    hint: 'name the GPUs above all stages; SWEEP_GPU_MEMORY in a stage says what each of its runs needs',
  };
}
