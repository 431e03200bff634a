// SPDX-License-Identifier: MIT
// Aliases follow their anchors: random documents with anchors, aliases and merge keys, against an account of what each
// name should hold that PyYAML's graph of the base gives; and what is written is read back by PyYAML.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createRng, type Rng } from '../../../scripts/lib/core/rng.ts';
import { filesOverBase, openOverBase } from '../../rig/over-base.ts';
import { needs } from '../../rig/needs.ts';

interface Case {
  readonly base: string;
  /** Names that get a number. */
  readonly set: Readonly<Record<string, number>>;
  /** Names whose keys go. */
  readonly unset: readonly string[];
}

/** A random document, written on the way; anchors may be used once their value is closed. */
class Document {
  readonly #rng: Rng;
  readonly #folders: string[] = [];
  readonly #values: string[] = [];
  #last = 0;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  folder(depth: number): string {
    const merges = depth < 3 && this.#folders.length > 0 && this.#rng.below(3) === 0 ? [this.#merge()] : [];
    const own = [...'abcde'].slice(0, 2 + this.#rng.below(4)).map((key) => `${key}: ${this.#value(depth)}`);
    const parts = [...merges, ...own];
    return `{${parts.join(', ')}}`;
  }

  #fresh(): number {
    this.#last += 1;
    return this.#last;
  }

  #merge(): string {
    const one = (): string => `*${this.#folders[this.#rng.below(this.#folders.length)]} `;
    return this.#rng.below(3) === 0 ? `<<: [${one()}, ${one()}]` : `<<: ${one()}`;
  }

  #value(depth: number): string {
    const known = [...this.#folders, ...this.#values];
    if (known.length > 0 && this.#rng.below(4) === 0) return `*${known[this.#rng.below(known.length)]} `;
    const name = this.#rng.below(2) === 0 ? `x${this.#fresh()}` : undefined;
    const isFolder = depth > 0 && this.#rng.below(2) === 0;
    const isList = !isFolder && depth > 0 && this.#rng.below(4) === 0;
    const text = isFolder
      ? this.folder(depth - 1)
      : isList
        ? `[${this.#value(depth - 1)}, ${this.#value(depth - 1)}]`
        : String(this.#fresh());
    if (name === undefined) return text;
    if (isFolder) this.#folders.push(name);
    else this.#values.push(name);
    return `&${name} ${text}`;
  }
}

function randomCase(rng: Rng): Case {
  const base = `${new Document(rng).folder(3)}\n`;
  const sweep = openOverBase('zz=1\n', base, { settings: { BASE_NEW_KEYS: '1' } });
  const [open] = sweep.definition.bases?.opened() ?? [];
  const places = (open?.names() ?? []).flatMap((name) => {
    const found = open?.find(name);
    return found?.found === 'place' ? [{ name, ...found }] : [];
  });
  const mergesSeveral = base.includes('<<: ['); // where a key goes from the first, the second gives it
  const set: Record<string, number> = {};
  const unset: string[] = [];
  for (let i = 0; i < 1 + rng.below(4) && places.length > 0; i += 1) {
    const { name, kind, inList } = places[rng.below(places.length)] ?? assert.fail('no place');
    const taken = [...Object.keys(set), ...unset];
    if (taken.some((other) => other === name || other.startsWith(`${name}.`) || name.startsWith(`${other}.`))) continue;
    if (kind === 'int' && rng.below(3) > 0) set[name] = 1000 + i;
    else if (!inList && !mergesSeveral) unset.push(name);
  }
  return { base, set, unset };
}

/** The names that get a value, and those that sweep-list says they take along. */
function movedNames({ base, set }: Case): readonly string[] {
  const [open] = openOverBase('zz=1\n', base, { settings: { BASE_NEW_KEYS: '1' } }).definition.bases?.opened() ?? [];
  const names = Object.keys(set);
  const along = names.flatMap((name) => {
    const found = open?.find(name);
    return found?.found === 'place' ? (open?.followers(found.path) ?? []) : [];
  });
  return [...new Set([...names, ...along])].sort();
}

/**
 * What each name should hold. A name is also the name of what stands where its first alias or merge points, and so on:
 * the first of them that has a change of its own decides. An anchor that is taken away itself leaves its aliases alone.
 */
const ACCOUNT = `
import sys, json, yaml
def key(n): return n.value
def account(base, sets, unsets):
    root = yaml.compose(base)
    real = {}
    def note(n, path):
        if id(n) in real: return
        real[id(n)] = path
        if isinstance(n, yaml.MappingNode):
            for k, v in n.value: note(v, path + (key(k),))
        if isinstance(n, yaml.SequenceNode):
            for i, v in enumerate(n.value): note(v, path + (str(i),))
    note(root, ())
    def own(n, part):
        if isinstance(n, yaml.SequenceNode): return n.value[int(part)]
        return next((v for k, v in n.value if key(k) == part), None)
    def merged(n):
        for k, v in n.value:
            if key(k) == '<<': return v.value if isinstance(v, yaml.SequenceNode) else [v]
        return []
    def giver(n, part):
        return next((m for m in merged(n) if own(m, part) is not None or giver(m, part) is not None), None)
    def keys(n):
        seen = [key(k) for k, _ in n.value if key(k) != '<<']
        for m in merged(n): seen += [k for k in keys(m) if k not in seen]
        return seen
    def get(n, part):
        v = own(n, part)
        return v if v is not None else get(giver(n, part), part)
    def substitute(name):
        n = root
        for i, part in enumerate(name):
            child = own(n, part)
            if child is None:
                g = giver(n, part)
                return real[id(g)] + name[i:], real[id(g)]
            if real[id(child)] != name[:i + 1]: return real[id(child)] + name[i + 1:], real[id(child)]
            n = child
    def value(name, n):
        at, target = name, ()
        while True:
            for length in range(len(at), 0, -1):
                prefix = at[:length]
                if prefix in unsets and length > len(target): return None
                if prefix in sets and length >= len(target): return sets[prefix]
            nxt = substitute(at)
            if nxt is None: return int(n.value)
            at, target = nxt
    out = {}
    def walk(n, name):
        if isinstance(n, yaml.MappingNode):
            for k in keys(n): walk(get(n, k), name + (k,))
        elif isinstance(n, yaml.SequenceNode):
            for i, v in enumerate(n.value): walk(v, name + (str(i),))
        else:
            v = value(name, n)
            if v is not None: out['.'.join(name)] = v
    walk(root, ())
    return out
def flat(x, name, out):
    items = x.items() if isinstance(x, dict) else enumerate(x) if isinstance(x, list) else None
    if items is None: out[name] = x
    else:
        for k, v in items: flat(v, name + '.' + str(k) if name else str(k), out)
    return out
t = lambda s: tuple(s.split('.'))
results = []
for c in json.load(sys.stdin):
    expected = account(c['base'], {t(k): v for k, v in c['set'].items()}, {t(k) for k in c['unset']})
    before = flat(yaml.safe_load(c['base']), '', {})
    moved = sorted(k for k, v in expected.items() if before.get(k) != v)
    results.append([expected, flat(yaml.safe_load(c['file']), '', {}), moved])
print(json.dumps(results))
`;

test('random bases with anchors, aliases and merges hold what each name should hold', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const rng = createRng('aliases');
  const cases = Array.from({ length: 250 }, () => randomCase(rng));
  const input = cases.map((one) => {
    const range = [
      ...Object.entries(one.set).map(([name, value]) => `${name}=${value}`),
      ...one.unset.map((name) => `unset ${name}`),
    ];
    const [file = ''] = filesOverBase(`${range.join('\n')}\n`, one.base);
    return { ...one, file, moved: movedNames(one) };
  });
  const run = spawnSync('python3', ['-c', ACCOUNT], { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 1e9 });
  assert.equal(run.status, 0, run.stderr);
  const results = JSON.parse(run.stdout) as [Record<string, number>, Record<string, number>, string[]][]; // as the program above prints them
  let followed = 0;
  for (const [i, [expected, found, moved]] of results.entries()) {
    assert.deepEqual(found, expected, JSON.stringify(input[i], undefined, 1));
    if (input[i]?.file.includes('*')) followed += 1;
    if (input[i]?.unset.length === 0) assert.deepEqual(input[i]?.moved, moved, JSON.stringify(input[i], undefined, 1));
  }
  assert.ok(followed > 100, `${followed} files still hold aliases`);
});
