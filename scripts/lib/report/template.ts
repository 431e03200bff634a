// SPDX-License-Identifier: MIT
import Handlebars from 'handlebars';

/** Returns a function that renders a template; every {{x}} goes through `escape`, and a name that is not there throws. */
export function compileTemplate(template: string, escape: (text: string) => string): (context: object) => string {
  const engine = Handlebars.create();
  engine.registerHelper('text', (value: unknown) => new engine.SafeString(escape(String(value))));
  engine.registerHelper('raw', (value: unknown) => new engine.SafeString(String(value)));
  const render = engine.compile(template, { strict: true, knownHelpers: { text: true, raw: true }, noEscape: true });
  return (context) => render(context);
}
