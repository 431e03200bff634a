// SPDX-License-Identifier: MIT
// The programs that read the cells of the matrix of values back; each is started once for all texts that it has to read.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { Tool } from './needs.ts';
import { readBack, readByConf, readConfigs } from './read-back.ts';
import type { MatrixReader } from './value-matrix.ts';

/** What each needs. */
export const TOOL_OF: Readonly<Record<MatrixReader, Tool>> = {
  kconfiglib: 'python3-kconfiglib',
  conf: 'conf-6.12',
  pyyaml: 'python3-yaml',
  omegaconf: 'python3-omegaconf',
  yacs: 'python3-yacs',
  json: 'python3',
  argparse: 'python3',
  hydra: 'python3-hydra',
  printenv: 'python3',
};

/** Returns the value of CONFIG_V in each text. `tree` is the kind of the symbol. */
export function readMatrix(reader: MatrixReader, texts: readonly string[], tree: string): readonly string[] {
  switch (reader) {
    case 'kconfiglib':
      return readConfigs(treeOf(tree), texts).map(valueOfV);
    case 'conf':
      return readByConf('6.12', treeOf(tree), texts).map(valueOfV);
    case 'argparse':
      return python(ARGPARSE, texts);
    case 'hydra':
      return python(HYDRA, texts);
    case 'printenv':
      return texts.map((text) => {
        const { stdout } = spawnSync('printenv', ['CONFIG_V'], { env: { ...process.env, CONFIG_V: text } });
        return stdout.toString().replace(/\n$/, '');
      });
    default:
      return readBack(reader, texts, 'lambda d: repr(d["CONFIG_V"])');
  }
}

function treeOf(tree: string): string {
  return `config V\n\t${tree} "v"\n`;
}

function valueOfV(values: string): string {
  return values.slice('V='.length);
}

/** What a program has of its words, split as a shell splits them; an option without a value is ''. */
const ARGPARSE = `
import argparse, shlex
parser = argparse.ArgumentParser()
parser.add_argument("--v", nargs="?", const="", default="left out")
read = lambda text: parser.parse_args(shlex.split(text)).v`;

const HYDRA = `
import shlex
from hydra.core.override_parser.overrides_parser import OverridesParser
parser = OverridesParser.create()
def plain(x):
    if isinstance(x, dict): return {str(plain(k)): plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)): return [plain(v) for v in x]
    return x.text if type(x).__name__ == "QuotedString" else x
def read(text):
    words = shlex.split(text)
    return repr(plain(parser.parse_override(words[0]).value())) if words else "left out"`;

function python(definition: string, texts: readonly string[]): readonly string[] {
  const program = `import sys, json as j\n${definition}\nprint(j.dumps([read(t) for t in j.load(sys.stdin)]))`;
  const run = spawnSync('python3', ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as string[]; // the program above prints a list of texts
}
