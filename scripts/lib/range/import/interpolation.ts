// SPDX-License-Identifier: MIT
// Interpolations of OmegaConf (omegaconf.readthedocs.io, "Variable interpolation"): ${model.width}, ${.width} beside, ${..width} one
// level up, ${a.${b}}, and texts around them. Resolvers (${oc.env:HOME}) are not read.
import { numberByPython } from '../../core/python-number.ts';
import { isTrueText, plainKind } from '../../core/yaml-word.ts';
import type { ForeignEntry, ForeignNode } from './node.ts';
import { type ImportTrouble, refuse } from './system.ts';

type Scalar = Extract<ForeignNode, { kind: 'scalar' }>;

/** A value of a document that an interpolation stood for, with all in it resolved. */
export interface Resolved {
  readonly path: readonly string[];
  readonly value: ForeignNode;
}

/** Returns what the interpolations of a document stand for, each by its path; what cannot be told is an error. */
export function resolvedValues(root: ForeignNode, trouble: ImportTrouble): readonly Resolved[] {
  return new Resolver(root, trouble).all(root, []);
}

/** Longest chain of interpolations: a longer one leads round. */
const MAX_CHAIN = 100;

class Resolver {
  readonly #root: ForeignNode;
  readonly #trouble: ImportTrouble;

  constructor(root: ForeignNode, trouble: ImportTrouble) {
    this.#root = root;
    this.#trouble = trouble;
  }

  all(node: ForeignNode, path: readonly string[]): readonly Resolved[] {
    if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => this.all(value, [...path, key]));
    if (node.kind === 'list') return node.items.flatMap((item, i) => this.all(item, [...path, String(i)]));
    if (!holdsInterpolation(node.text)) return [];
    const value = this.#value(node, path, 0);
    return value === undefined ? [] : [{ path, value: { ...value, span: node.span } }];
  }

  #value(node: ForeignNode, path: readonly string[], depth: number): ForeignNode | undefined {
    if (node.kind === 'map') {
      const entries: ForeignEntry[] = [];
      for (const entry of node.entries) {
        const value = this.#value(entry.value, [...path, entry.key], depth);
        if (value === undefined) return undefined;
        entries.push({ ...entry, value });
      }
      return { ...node, entries };
    }
    if (node.kind === 'list') {
      const items: ForeignNode[] = [];
      for (const [i, item] of node.items.entries()) {
        const value = this.#value(item, [...path, String(i)], depth);
        if (value === undefined) return undefined;
        items.push(value);
      }
      return { ...node, items };
    }
    return holdsInterpolation(node.text) ? this.#scalar(node, path, depth) : node;
  }

  #scalar(node: Scalar, path: readonly string[], depth: number): ForeignNode | undefined {
    if (depth > MAX_CHAIN) return this.#wrong(node, 'it leads to itself', 'let one of them be a value');
    const parts = partsOf(node.text);
    if (parts === undefined) return this.#wrong(node, 'a brace is missing', 'write ${name.of.a.value}');
    const [only] = parts;
    if (parts.length === 1 && only !== undefined && 'reference' in only)
      return this.#reference(only.reference, { node, path, depth });
    let text = '';
    for (const part of parts) {
      const value = 'text' in part ? part.text : this.#text(part.reference, { node, path, depth });
      if (value === undefined) return undefined;
      text += value;
    }
    return { kind: 'scalar', text, isQuoted: true, span: node.span };
  }

  #text(reference: string, at: Place): string | undefined {
    const value = this.#reference(reference, at);
    if (value === undefined) return undefined;
    if (value.kind === 'scalar') return spelled(value);
    return this.#wrong(at.node, 'a list or a mapping stands inside of a text', 'name a single value');
  }

  #reference(reference: string, { node, path, depth }: Place): ForeignNode | undefined {
    const inner = holdsInterpolation(reference)
      ? this.#scalar({ ...node, text: reference, isQuoted: true }, path, depth + 1)
      : undefined;
    const plain = inner?.kind === 'scalar' ? inner.text : reference;
    if (inner !== undefined && inner.kind !== 'scalar')
      return this.#wrong(node, 'a list or a mapping stands inside of a name', 'name a single value');
    if (holdsInterpolation(plain)) return undefined;
    if (plain.includes(':'))
      return this.#wrong(
        node,
        `the resolver ${plain.slice(0, plain.indexOf(':'))} would have to run`,
        'write its value in its place',
      );
    const dots = /^\.*/.exec(plain)?.[0].length ?? 0;
    const start = dots === 0 ? [] : path.slice(0, Math.max(0, path.length - dots));
    const names = plain
      .slice(dots)
      .replace(/\[([^\]]*)\]/g, '.$1')
      .split('.');
    const target = [...start, ...names];
    const found = names.includes('') ? undefined : nodeAt(this.#root, target);
    if (found === undefined)
      return this.#wrong(node, `there is no ${target.join('.')}`, 'write the name of a value of this file');
    if (found.kind === 'scalar' && found.text === '???')
      return this.#wrong(node, `${target.join('.')} is missing (???)`, 'give it a value');
    return this.#value(found, target, depth + 1);
  }

  #wrong(node: ForeignNode, why: string, hint: string): undefined {
    const shown = node.kind === 'scalar' ? node.text : '';
    const message = `${shown} cannot be resolved: ${why}`;
    return refuse(this.#trouble, { code: 'E_IMPORT_VALUE', span: node.span, message, hint });
  }
}

interface Place {
  readonly node: Scalar;
  readonly path: readonly string[];
  readonly depth: number;
}

/** Tells whether a text has an interpolation that no backslash makes text. */
function holdsInterpolation(text: string): boolean {
  return /(^|[^\\])(\\\\)*\$\{/.test(text);
}

/** Returns what stands at a path, by names and positions of lists. */
export function nodeAt(root: ForeignNode, path: readonly string[]): ForeignNode | undefined {
  let node: ForeignNode | undefined = root;
  for (const name of path) {
    if (node?.kind === 'map') node = node.entries.find(({ key }) => key === name)?.value;
    else if (node?.kind === 'list') node = node.items[/^\d+$/.test(name) ? Number(name) : -1];
    else return undefined;
  }
  return node;
}

type Part = { readonly text: string } | { readonly reference: string };

/** Returns texts and what stands between ${ and }, inner ones left whole; undefined where a brace is not closed. */
function partsOf(text: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let plain = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith('\\${', at)) {
      plain += '${';
      at += 2;
      continue;
    }
    if (!text.startsWith('${', at)) {
      plain += text.charAt(at);
      continue;
    }
    const end = closingBrace(text, at + 2);
    if (end === undefined) return undefined;
    if (plain !== '') parts.push({ text: plain });
    plain = '';
    parts.push({ reference: text.slice(at + 2, end).trim() });
    at = end;
  }
  if (plain !== '') parts.push({ text: plain });
  return parts;
}

function closingBrace(text: string, from: number): number | undefined {
  let open = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === '{') open += 1;
    else if (text.charAt(at) === '}') open -= 1;
    if (open === 0) return at;
  }
  return undefined;
}

/** A value inside of a text, as Python's str() prints it. */
function spelled({ text, isQuoted }: Scalar): string {
  const kind = isQuoted ? 'text' : plainKind(text);
  if (kind === 'boolean') return isTrueText(text) ? 'True' : 'False';
  if (kind === 'null') return 'None';
  return (kind === 'int' || kind === 'float') && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)
    ? numberByPython(text)
    : text;
}
