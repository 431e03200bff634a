// SPDX-License-Identifier: MIT
/** Returns the words of a setting that lists some: blanks, commas and semicolons stand between them. */
export function settingWords(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[,;\s]+/).filter((word) => word !== '');
}
