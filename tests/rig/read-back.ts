// SPDX-License-Identifier: MIT
// What programs read in the files that ksweep writes: by PyYAML, OmegaConf, yacs, Python's json, Kconfiglib and the kernel's conf.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KconfigDialect } from '../../scripts/lib/kconfig/model.ts';
import { findConf, runConf } from './kconfig-conf.ts';

const READERS = {
  pyyaml: 'import yaml\nread = yaml.safe_load',
  omegaconf:
    'from omegaconf import OmegaConf\nread = lambda text: OmegaConf.to_container(OmegaConf.create(text), resolve=False)',
  yacs: 'import io\nfrom yacs.config import load_cfg\nread = lambda text: load_cfg(text)',
  json: 'import json\nread = json.loads',
} as const;

export type ReaderName = keyof typeof READERS;

/** The values of each text with their Python types: `{'train': {'amp': False}}` as repr prints them, or what `told` makes of them. */
export function readBack(reader: ReaderName, texts: readonly string[], told = 'repr'): string[] {
  const program = `import sys, json as j
${READERS[reader]}
def plain(x):
    if isinstance(x, dict): return {k: plain(v) for k, v in x.items()}
    return [plain(v) for v in x] if isinstance(x, (list, tuple)) else x
told = ${told}
print(j.dumps([told(plain(read(t))) for t in j.load(sys.stdin)]))`;
  return python(program, texts);
}

/** The values that Kconfiglib gives to all symbols of a tree when it loads each .config: `NAME=value` in the order of the tree. */
export function readConfigs(kconfig: string, texts: readonly string[]): string[] {
  const program = `import sys, json as j, os, tempfile, kconfiglib
texts = j.load(sys.stdin)
with tempfile.TemporaryDirectory() as d:
    os.chdir(d)
    open('Kconfig', 'w').write(texts[0])
    out = []
    for t in texts[1:]:
        open('.config', 'w').write(t)
        k = kconfiglib.Kconfig('Kconfig', warn_to_stderr=False)
        k.load_config('.config')
        out.append(' '.join(f'{s.name}={s.str_value}' for s in k.unique_defined_syms))
    print(j.dumps(out))`;
  return python(program, [kconfig, ...texts]);
}

/** The same by the kernel's own conf: what it writes, and `n` for a symbol that it says is not set. */
export function readByConf(version: KconfigDialect, kconfig: string, texts: readonly string[]): string[] {
  const conf = findConf(version) ?? assert.fail(`no conf of ${version}`);
  const tree = mkdtempSync(join(tmpdir(), 'ksweep-read-back-'));
  try {
    writeFileSync(join(tree, 'Kconfig'), kconfig);
    const names = [...kconfig.matchAll(/^config (\S+)$/gm)].map(([, name]) => name ?? '');
    return texts.map((config) => {
      const ran = runConf(conf, { tree, mode: '--olddefconfig', config });
      assert.equal(ran.code, 0, ran.stderr);
      const lines = (ran.config ?? '').split('\n');
      return names.map((name) => `${name}=${lineValue(lines, name)}`).join(' ');
    });
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

function lineValue(lines: readonly string[], name: string): string {
  const start = `CONFIG_${name}=`;
  const line = lines.find((one) => one.startsWith(start));
  if (line === undefined) return lines.includes(`# CONFIG_${name} is not set`) ? 'n' : '';
  return line.slice(start.length).replace(/^"(.*)"$/, (_, text: string) => text.replace(/\\(.)/g, '$1'));
}

function python(program: string, texts: readonly string[]): string[] {
  const run = spawnSync('python3', ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as string[]; // the program above prints a list of texts
}
