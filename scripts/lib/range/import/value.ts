// SPDX-License-Identifier: MIT
import type { Span } from '../../core/source.ts';
import { isNumberText, readWord, type Value } from '../../core/value.ts';
import { isTrueText, plainKind } from '../../core/yaml-word.ts';
import { printName, reservedReason, templateWord, WRITTEN_NAME } from '../names.ts';
import { printValue } from '../print.ts';
import { quoteText } from '../quoted-text.ts';
import { quoted } from '../reader.ts';
import type { ForeignNode } from './node.ts';
import { type ImportTrouble, refuse } from './system.ts';

const KIND_OF_TAG: Readonly<Record<string, 'text' | 'number' | 'boolean' | 'null'>> = {
  'tag:yaml.org,2002:str': 'text',
  'tag:yaml.org,2002:int': 'number',
  'tag:yaml.org,2002:float': 'number',
  'tag:yaml.org,2002:bool': 'boolean',
  'tag:yaml.org,2002:null': 'null',
};

/**
 * Returns the value that a node stands for: lists and mappings as compact JSON. A number is one however PyYAML or OmegaConf
 * write it (1_000, .5, 1e-4); what they read as something else than its look (017, 1:30), or what no number of ours can be,
 * is an error.
 */
export function foreignValue(node: ForeignNode, trouble: ImportTrouble): Value | undefined {
  if (node.kind !== 'scalar') {
    const text = jsonOf(node, trouble);
    return text === undefined ? undefined : { kind: 'list', text };
  }
  const { text, isQuoted, tag } = node;
  const tagged = tag === undefined ? undefined : KIND_OF_TAG[tag];
  if (tag !== undefined && tagged === undefined)
    return wrong(node, trouble, `the tag ${quoted(tag)} means nothing here`, 'write the value without a tag');
  const kind = tagged ?? (isQuoted ? 'text' : plainKind(text));
  switch (kind) {
    case 'null':
      return { kind: 'null', text: 'None' };
    case 'boolean':
      return { kind: 'boolean', text: isTrueText(text) ? 'True' : 'False' };
    case 'int':
    case 'float':
    case 'number':
      return numberValue(node, trouble);
    case 'text':
      return textOf(node, trouble, tagged === 'text' || isQuoted);
  }
}

/** Numbers that PyYAML reads by base 8 or 60 (yaml.org/type/int.html). */
const BASE_8 = /^[-+]?0[0-9_]+$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

function numberValue(node: Extract<ForeignNode, { kind: 'scalar' }>, trouble: ImportTrouble): Value | undefined {
  const { text } = node;
  if (/^[-+]?\.(inf|nan)$/i.test(text))
    return wrong(
      node,
      trouble,
      `${text} is no finite number`,
      'there are finite numbers only; a large one, or null, may do',
    );
  if (/^0(x[0-9a-fA-F]+|o[0-7]+)$/.test(text)) return { kind: 'number', text: BigInt(text).toString() };
  if (BASE_8.test(text))
    return wrong(
      node,
      trouble,
      `${text} begins with 0: some readers take it for a number of base 8`,
      `write ${String(Number(text.replaceAll('_', '')))}, or "${text}" for a text`,
    );
  const plain = plainDigits(text).replace(/^(-?)0+(?=\d)/, '$1');
  if (isNumberText(plain)) return { kind: 'number', text: plain };
  return wrong(node, trouble, `${quoted(text)} is no number`, 'write it in plain digits');
}

/** Returns a number of Python as one of ours: 1_000, +1, .5 and 1. are 1000, 1, 0.5 and 1.0. */
export function plainDigits(text: string): string {
  return text
    .replaceAll('_', '')
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?=$|[eE])/, '.0');
}

function textOf(
  node: Extract<ForeignNode, { kind: 'scalar' }>,
  trouble: ImportTrouble,
  isCertain: boolean,
): Value | undefined {
  const { text } = node;
  if (!isCertain && BASE_60.test(text))
    return wrong(
      node,
      trouble,
      `${text} is a number of base 60 for PyYAML`,
      `put it in quotes if it is a text: "${text}"`,
    );
  if (/[\n\r\0]/.test(text)) return wrong(node, trouble, 'this text has a line break in it', 'values are single lines');
  return { kind: 'text', text };
}

/** Returns a list or mapping as compact JSON. */
function jsonOf(node: ForeignNode, trouble: ImportTrouble): string | undefined {
  if (node.kind === 'list') {
    const items = node.items.map((item) => jsonOf(item, trouble));
    return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
  }
  if (node.kind === 'map') {
    const items = node.entries.map(({ key, value }) => {
      const json = jsonOf(value, trouble);
      return json === undefined ? undefined : `${JSON.stringify(key)}:${json}`;
    });
    return items.includes(undefined) ? undefined : `{${items.join(',')}}`;
  }
  const value = foreignValue(node, trouble);
  if (value === undefined) return undefined;
  if (value.kind === 'null') return 'null';
  if (value.kind === 'boolean') return value.text.toLowerCase();
  return value.kind === 'text' ? JSON.stringify(value.text) : value.text;
}

function wrong(node: ForeignNode, trouble: ImportTrouble, message: string, hint: string): undefined {
  return refuse(trouble, { code: 'E_IMPORT_VALUE', span: node.span, message, hint });
}

/** Words that stand for something else in some tool, so that they are better in quotes. */
const ODD_WORDS = /^(y|n|m|yes|no|on|off|true|false|null|none|nil|nan|inf|infinity|undefined|if|w)$/i;

/** Returns a value as a line of ours holds it: a text bare only where it is a plain word. */
export function nativeValue(value: Value): string {
  if (value.kind !== 'text') return printValue(value);
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(value.text) && !ODD_WORDS.test(value.text) ? value.text : quoteText(value.text);
}

/** Returns a line SWEEP_NAME=text. */
export function settingLine(name: string, text: string): string {
  const isBare = /^[A-Za-z0-9_./<>=:+-]+$/.test(text);
  if (isBare) return `SWEEP_${name}=${text}`;
  return `SWEEP_${name}=${text.includes("'") ? quoteText(text) : `'${text}'`}`;
}

/** Returns a name of another system as a line of ours gives it a value. */
export function nativeName(name: string, span: Span, trouble: ImportTrouble): string | undefined {
  WRITTEN_NAME.lastIndex = 0;
  const isName = WRITTEN_NAME.exec(name)?.[0] === name && !name.endsWith('.') && !name.includes('..');
  if (!isName)
    return refuse(trouble, {
      code: 'E_NAME',
      span,
      message: `${quoted(name)} cannot be a name of a symbol`,
      hint: 'names are letters, digits, _, - and dots, and begin with a letter or _',
    });
  const reason = reservedReason(name);
  if (reason === undefined) return printName(name);
  return refuse(trouble, {
    code: 'E_NAME_RESERVED',
    span,
    message: `a symbol cannot be called ${name}: ${reason}`,
    hint: 'give it another name, there and in the script',
  });
}

/** Returns a name as a template prints it: {{lr}}, {{symbols.[learning-rate]}}. */
export function templateName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) && templateWord(name) === undefined && readWord(name).kind === 'text')
    return name;
  const parts = name.split('.').map((part) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? part : `[${part}]`));
  return `symbols.${parts.join('.')}`;
}
