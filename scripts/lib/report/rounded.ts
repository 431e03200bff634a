// SPDX-License-Identifier: MIT
/** Digits that a drawn number keeps in a table; a value with no more than two beyond stays as it was written. */
const DIGITS = 6;
const LEFT_ALONE = DIGITS + 2;

/** Returns the values of a table's column with drawn numbers (`0.0028016550485012734`) rounded; all as they are where two would look the same. */
export function roundedDrawn(texts: readonly string[]): readonly string[] {
  const rounded = texts.map((text) => (isDrawn(text) ? String(Number(Number(text).toPrecision(DIGITS))) : text));
  return new Set(rounded).size === new Set(texts).size ? rounded : texts;
}

/** Whole numbers are never drawn ones: a seed of many digits stays. */
function isDrawn(text: string): boolean {
  const mantissa = /^-?(\d*\.\d+)(?:e[-+]?\d+)?$/i.exec(text)?.[1];
  return mantissa !== undefined && mantissa.replace('.', '').replace(/^0+/, '').length > LEFT_ALONE;
}
