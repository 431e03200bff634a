// SPDX-License-Identifier: MIT
/** Returns the text as one shell word that bash reads back exactly; plain words stay as they are. */
export function shellQuote(text: string): string {
  if (text.includes('\0')) throw new Error('internal: a NUL character cannot be quoted for a shell');
  if (/^[A-Za-z0-9_@%+:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
