// SPDX-License-Identifier: MIT
// A completed configuration as a .config file, byte for byte as `conf` writes it.
import type { Evaluation } from './evaluation.ts';
import { isLogical, type KNode, type KSymbol } from './model.ts';

/** Returns the text of the whole .config. */
export function writeConfig(evaluation: Evaluation): string {
  const { tree } = evaluation;
  let text = `#\n# Automatically generated file; DO NOT EDIT.\n# ${tree.title}\n#\n`;
  let isBehindEnd = false;
  for (const step of tree.layout) {
    switch (step.kind) {
      case 'symbol':
        if (!evaluation.written[step.symbol.index]) break;
        if (isBehindEnd) text += '\n';
        isBehindEnd = false;
        text += configLine(step.symbol, evaluation);
        break;
      case 'title':
        if (!isShown(step.node, evaluation)) break;
        text += `\n#\n# ${step.node.prompt?.text ?? ''}\n#\n`;
        isBehindEnd = false;
        break;
      case 'end':
        if (!isShown(step.node, evaluation)) break;
        text += `# end of ${step.node.prompt?.text ?? ''}\n`;
        isBehindEnd = true;
        break;
    }
  }
  return text;
}

/** Tells whether a menu or comment can be seen, by what it depends on and by its own `visible if`. */
function isShown(node: KNode, evaluation: Evaluation): boolean {
  return evaluation.valueOf(node.depends) !== 0 && evaluation.valueOf(node.visibleIf) !== 0;
}

/** Returns the line of a symbol with its line break; n as a comment. */
export function configLine(symbol: KSymbol, evaluation: Evaluation): string {
  const value = evaluation.textOf(symbol);
  if (isLogical(symbol.type))
    return value === 'n' ? `# CONFIG_${symbol.name} is not set\n` : `CONFIG_${symbol.name}=${value}\n`;
  return `CONFIG_${symbol.name}=${symbol.type === 'string' ? quotedValue(value) : value}\n`;
}

/** Returns a text in double quotes, with quotes and backslashes escaped. */
export function quotedValue(text: string): string {
  const isPlain = !text.includes('"') && !text.includes('\\');
  return isPlain ? `"${text}"` : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
