// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import type { Assignment } from '../core/value.ts';
import { compileStrict } from './strict-template.ts';
import { printedText, templateContext } from './template-context.ts';

/** The files that a configuration is made of besides its values, by the words of SWEEP_INPUTS. */
export interface Inputs {
  /** Returns the paths of a configuration's files, as the range file would write them, in the order of SWEEP_INPUTS. */
  pathsOf(
    assignments: readonly Assignment[],
  ): { readonly paths: readonly string[] } | { readonly diagnostic: Diagnostic };
}

/** Returns the words of a list of files: conf/model/{{model}}.yaml, conf/common.yaml. */
export function fileWords(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Returns the inputs that SWEEP_INPUTS names. A value may choose a file of a folder, but not another folder. */
export function openInputs(source: Source): Inputs {
  const words = fileWords(source.text).map((word) => ({ word, render: compileStrict(word, { escape: partOfPath }) }));
  return {
    pathsOf: (assignments) => {
      const context = templateContext(assignments);
      const paths: string[] = [];
      for (const { word, render } of words) {
        const rendered = render(context);
        if ('problem' in rendered) return { diagnostic: trouble(source, word, rendered.problem.message) };
        if (rendered.text.includes('\0'))
          return { diagnostic: trouble(source, word, 'a value that holds / or .. cannot choose a file') };
        paths.push(rendered.text);
      }
      return { paths };
    },
  };
}

/** What would leave the folder becomes a character that no path has. */
function partOfPath(value: unknown): string {
  const text = printedText(value);
  return text.includes('/') || text.includes('..') ? '\0' : text;
}

function trouble(source: Source, word: string, message: string): Diagnostic {
  return {
    code: 'E_TEMPLATE',
    message,
    span: { source, offset: Math.max(0, source.text.indexOf(word)), length: word.length },
    hint: 'SWEEP_INPUTS="conf/model/{{CONFIG_MODEL}}.yaml" names a file by a symbol that every configuration has',
  };
}
