// SPDX-License-Identifier: MIT
import Handlebars from 'handlebars';

/**
 * Returns a function that renders a template; every {{text x}} goes through `safe`, {{words x}} may also break behind an
 * underscore (HTML only), and a name that is not there throws.
 */
export function compileTemplate(template: string, safe: (text: string) => string): (context: object) => string {
  const engine = Handlebars.create();
  engine.registerHelper('text', (value: unknown) => new engine.SafeString(safe(String(value))));
  engine.registerHelper(
    'words',
    (value: unknown) => new engine.SafeString(safe(String(value)).replace(/_(?=\w)/g, '_<wbr>')),
  );
  engine.registerHelper('raw', (value: unknown) => new engine.SafeString(String(value)));
  const render = engine.compile(template, {
    strict: true,
    knownHelpers: { text: true, words: true, raw: true },
    noEscape: true,
  });
  return (context) => render(context);
}
