// SPDX-License-Identifier: MIT
/** Digits that a drawn number keeps in a table; a value with no more than two beyond stays as it was written. */
const DIGITS = 6;
const LEFT_ALONE = DIGITS + 2;
const SMALL = 1e-4;

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

/** Returns a drawn number as people read it: six digits, small ones as powers of ten; other texts as they are. */
export function roundedText(text: string): string {
  if (!isDrawn(text)) return text;
  const rounded = Number(Number(text).toPrecision(DIGITS));
  return Math.abs(rounded) < SMALL && rounded !== 0 ? rounded.toExponential() : String(rounded);
}

/** Returns a sentence with its drawn numbers rounded. */
export function roundedWords(sentence: string): string {
  return sentence.replace(/(?<![\w.])-?\d*\.\d+(?:e[-+]?\d+)?(?![\w.])/gi, roundedText);
}
