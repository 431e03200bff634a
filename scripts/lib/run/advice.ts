// SPDX-License-Identifier: MIT

/** One thing that a log says went wrong, and what to do about it. */
interface KnownTrouble {
  readonly pattern: RegExp;
  readonly advice: (match: RegExpExecArray) => string;
}

/** Messages of argparse, click, Hydra, OmegaConf, Python and bash, as they write them. */
const KNOWN: readonly KnownTrouble[] = [
  {
    pattern: /--hydra-help[\s\S]*unrecognized arguments: --/,
    advice: () => 'the script takes overrides of Hydra: SWEEP_ARGS=hydra writes learning_rate=0.1',
  },
  {
    pattern: /([^\s:]+): No such file or directory\nSWEEP_SETUP failed/,
    advice: ([, file = '']) =>
      `SWEEP_SETUP names ${file}, which is not there: it is looked for in SWEEP_CWD (default: where make was called)`,
  },
  {
    pattern: /^\w+: line \d+: cd: (.+): No such file or directory$/m,
    advice: ([, folder = '']) =>
      `there is no folder ${folder}: SWEEP_CWD names where the command starts, {{range_dir}} is the folder of the range file`,
  },
  {
    pattern: /unrecognized arguments: (.*--[\w.-]*_[\w.-]*)/,
    advice: ([, words = '']) =>
      `the script does not know ${firstOption(words)}: SWEEP_ARGS=dashes writes options with dashes`,
  },
  {
    pattern: /unrecognized arguments: (.*)/,
    advice: ([, words = '']) =>
      `the script does not know ${firstOption(words)}: leave its symbol out, or name it as the script does (make sweep-init SCRIPT=... lists its options)`,
  },
  {
    pattern: /No such option:? '?(--[\w.-]*_[\w.-]*)/i,
    advice: ([, option = '']) =>
      `the script does not know ${option}: SWEEP_ARGS=dashes writes ${option.replaceAll('_', '-')}`,
  },
  {
    pattern: /No such option:? '?(--[\w.-]+)/i,
    advice: ([, option = '']) =>
      `the script does not know ${option}: leave its symbol out, or name it as the script does`,
  },
  {
    pattern: /LexerNoViableAltException|mismatched input|missing EQUAL at|Error parsing override '--/,
    advice: () => 'the script takes overrides of Hydra: SWEEP_ARGS=hydra writes learning_rate=0.1',
  },
  {
    pattern: /(?:Could not override|Key) '([\w.]+)'[\s\S]{0,200}?(?:not in struct|Key '[\w.]+' is not in struct)/,
    advice: ([, key = '']) =>
      `the configuration of the script has no key ${key}: name the symbol as the key is written there`,
  },
  {
    pattern: /the following arguments are required: (.+)/,
    advice: ([, names = '']) =>
      `the script requires ${names.trim()}: give it a line in the range file, or write it into SWEEP_COMMAND`,
  },
  {
    pattern: /Missing (option|argument|parameter):? '?([^'\n]+?)'?\.?$/m,
    advice: ([, what = '', name = '']) =>
      `the script requires the ${what} ${name}: give it a line in the range file, or write it into SWEEP_COMMAND`,
  },
  {
    pattern: /ModuleNotFoundError: No module named '([\w.]+)'/,
    advice: ([, name = '']) =>
      `the Python that was started lacks ${name}: SWEEP_SETUP='source .venv/bin/activate' chooses the one that has it`,
  },
  {
    pattern: /can't open file '([^']+)'/,
    advice: ([, file = '']) =>
      `there is no ${file}: SWEEP_CWD says where the command starts (default: where make was called), {{range_dir}} is the folder of the range file`,
  },
  {
    pattern: /(?:bash: line \d+|bash): ([^:\n]+): command not found/,
    advice: ([, name = '']) =>
      `there is no program ${name} here: write its whole path, or let SWEEP_SETUP add it (module load, source .venv/bin/activate)`,
  },
  {
    pattern: /CUDA out of memory|torch\.OutOfMemoryError/,
    advice: () =>
      'the GPU has too little memory for it: fewer runs on a card, or SWEEP_GPU_MEM says how much one needs',
  },
  {
    pattern: /could not convert string to float: '(-?\d+),(\d+)'/,
    advice: () => 'a number came with a decimal comma: write a point',
  },
  {
    pattern: /invalid (\w+) value: '([^']*)'/,
    advice: ([, kind = '', value = '']) =>
      `the script wants ${kind} where it got ${value}: change the values of that line`,
  },
];

/** Returns what to do about a failed run, by the last lines of its log; undefined where they say nothing that is known. */
export function adviceFor(log: string): string | undefined {
  for (const { pattern, advice } of KNOWN) {
    const match = pattern.exec(log);
    if (match !== null) return advice(match);
  }
  return undefined;
}

function firstOption(words: string): string {
  return /--?[\w.-]+/.exec(words)?.[0] ?? words.trim().split(/\s/)[0] ?? '';
}
