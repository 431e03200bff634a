// SPDX-License-Identifier: MIT
// The order in which values are worked out: each behind everything it comes from. With it a completion is one walk
// without recursion, however long the chains of a tree are; where there is none, the tree has a ring.
import { type KChoice, type KExpr, type KSymbol, isChoice } from './model.ts';
import { type Parsing, report } from './parsing.ts';

type Item = KSymbol | KChoice;
/** A vertex: a symbol, a choice, or a shared condition. */
type Vertex = Item | Shared;
type Shared = Extract<KExpr, { kind: 'shared' }>;

interface Visit {
  readonly vertex: Vertex;
  readonly needs: readonly Vertex[];
  next: number;
}

/** Returns the order, or undefined when the tree has a ring, which is reported. The modules symbol comes as early as it can. */
export function orderOf(parsing: Parsing, modules: KSymbol | undefined): Item[] | undefined {
  const order: Item[] = [];
  const state = new Map<Vertex, 'open' | 'done'>();
  const starts: Item[] = [...(modules === undefined ? [] : [modules]), ...parsing.table.symbols, ...parsing.choices];
  let rings = 0;
  for (const start of starts) {
    const ring = visit(start, state, order, modules);
    if (ring === undefined) continue;
    reportRing(parsing, ring);
    rings += 1;
    if (rings >= MAX_RINGS) break;
  }
  return rings === 0 ? order : undefined;
}

/** Rings that are shown: one mistake often makes many. */
const MAX_RINGS = 5;

/** Walks depth first from a vertex; returns the items of a ring when there is one. */
function visit(
  start: Item,
  state: Map<Vertex, 'open' | 'done'>,
  order: Item[],
  modules: KSymbol | undefined,
): readonly Item[] | undefined {
  const stack: Visit[] = [];
  const enter = (vertex: Vertex): void => {
    state.set(vertex, 'open');
    stack.push({ vertex, needs: needsOf(vertex, modules), next: 0 });
  };
  if (state.has(start)) return undefined;
  enter(start);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const need = top.needs[top.next];
    if (need === undefined) {
      state.set(top.vertex, 'done');
      if (!isShared(top.vertex)) order.push(top.vertex);
      stack.pop();
      continue;
    }
    top.next += 1;
    const known = state.get(need);
    if (known === undefined) enter(need);
    else if (known === 'open') {
      const from = stack.findIndex(({ vertex }) => vertex === need);
      for (const { vertex } of stack) state.set(vertex, 'done');
      return stack.slice(from).flatMap(({ vertex }) => (isShared(vertex) ? [] : [vertex]));
    }
  }
  return undefined;
}

function isShared(vertex: Vertex): vertex is Shared {
  return 'kind' in vertex;
}

function needsOf(vertex: Vertex, modules: KSymbol | undefined): Vertex[] {
  const needs: Vertex[] = [];
  if (isShared(vertex)) addNeeds(vertex.of, needs, modules);
  else if (isChoice(vertex)) {
    for (const condition of vertex.prompts) addNeeds(condition, needs, modules);
    for (const { condition } of vertex.defaults) addNeeds(condition, needs, modules);
    for (const member of vertex.members)
      for (const condition of member.prompts) addNeeds(condition, needs, modules, vertex);
  } else symbolNeeds(vertex, needs, modules);
  return needs;
}

function symbolNeeds(symbol: KSymbol, needs: Vertex[], modules: KSymbol | undefined): void {
  if (symbol.choice !== undefined) {
    needs.push(symbol.choice);
    return;
  }
  for (const condition of symbol.prompts) addNeeds(condition, needs, modules);
  for (const { value, condition } of symbol.defaults) {
    addNeeds(value, needs, modules);
    addNeeds(condition, needs, modules);
  }
  for (const { low, high, condition } of symbol.ranges) {
    needs.push(low, high);
    addNeeds(condition, needs, modules);
  }
  for (const { by, condition } of [...symbol.selectedBy, ...symbol.impliedBy]) {
    needs.push(by);
    addNeeds(condition, needs, modules);
  }
  if (symbol.nodes.length > 0) addNeeds(symbol.depends, needs, modules);
}

/** `own` is the choice whose members are looked at: that they need its mode is no ring. */
function addNeeds(condition: KExpr | undefined, needs: Vertex[], modules: KSymbol | undefined, own?: KChoice): void {
  if (condition === undefined) return;
  switch (condition.kind) {
    case 'symbol':
      if (!condition.symbol.constant) needs.push(condition.symbol);
      break;
    case 'module':
      if (modules !== undefined) needs.push(modules);
      break;
    case 'not':
      addNeeds(condition.of, needs, modules, own);
      break;
    case 'and':
    case 'or':
      for (const part of condition.of) addNeeds(part, needs, modules, own);
      break;
    case 'relation':
      needs.push(condition.left, condition.right);
      break;
    case 'choice':
      if (condition.choice !== own) needs.push(condition.choice);
      break;
    case 'shared':
      if (own === undefined) needs.push(condition);
      else addNeeds(condition.of, needs, modules, own);
      break;
  }
}

function reportRing(parsing: Parsing, ring: readonly Item[]): void {
  const names = ring.map(nameOfItem);
  const shown = names.length > 8 ? [...names.slice(0, 4), `${names.length - 7} more`, ...names.slice(-3)] : names;
  const [first] = ring;
  const node = first === undefined ? undefined : nodeOf(first);
  report(parsing, {
    code: 'E_KCONFIG_RING',
    message: `the value of ${names[0] ?? ''} comes from itself: ${[...shown, names[0] ?? ''].join(' needs ')}`,
    span: node?.span ?? parsing.root.span,
    hint: 'break the ring: a symbol may not depend on, default to or be selected by what depends on it',
    notes: ring.slice(1, 8).flatMap((item) => {
      const place = nodeOf(item);
      return place === undefined ? [] : [{ message: `${nameOfItem(item)} is defined here`, span: place.span }];
    }),
  });
}

function nameOfItem(item: Item): string {
  return isChoice(item) ? 'a choice' : item.name;
}

function nodeOf(item: Item): KSymbol['nodes'][number] | undefined {
  return isChoice(item) ? item.node : item.nodes[0];
}
