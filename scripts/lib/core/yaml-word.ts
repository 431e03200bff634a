// SPDX-License-Identifier: MIT
// What an unquoted scalar of YAML is. YAML 1.2 core schema (yaml.org/spec/1.2.2, 10.3.2), and what readers of YAML 1.1 such as
// PyYAML take for booleans and numbers beside it: a sweep must not turn yes into a text because another reader would.
const NULL = /^(~|null|Null|NULL|)$/;
const BOOLEAN = /^(true|false|yes|no|on|off)$/i;
const INT = /^([-+]?[0-9][0-9_]*|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$/;
const NOT_FINITE = /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;

/** Returns the kind of an unquoted scalar. */
export function plainKind(text: string): 'null' | 'boolean' | 'int' | 'float' | 'text' {
  if (NULL.test(text)) return 'null';
  if (BOOLEAN.test(text)) return 'boolean';
  if (INT.test(text)) return 'int';
  return FLOAT.test(text) || NOT_FINITE.test(text) ? 'float' : 'text';
}

/** Tells whether the text of a boolean means true. */
export function isTrueText(text: string): boolean {
  return /^(true|yes|on)$/i.test(text);
}
