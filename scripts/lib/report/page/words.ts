// SPDX-License-Identifier: MIT
/** Returns a symbol's name as people say it: without CONFIG_. */
export function bareName(name: string): string {
  return name.replace(/^CONFIG_/, '');
}

/** Returns a text of at most so many letters; both ends of a longer one stay. */
export function shortened(text: string, letters: number): string {
  if (text.length <= letters) return text;
  const head = Math.ceil((letters - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (letters - 1 - head))}`;
}

/** Returns a number as a tick of an axis: `0.05`, `1e-5`, `2500`, `1.5M`. */
export function plainNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return Number(value.toPrecision(3)).toExponential();
  if (size < 100_000) return String(Number(value.toPrecision(4)));
  const [factor, letter] = size < 1e6 ? [1e3, 'k'] : size < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return size >= 1e12 ? value.toExponential(2) : `${Number((value / factor).toPrecision(4))}${letter}`;
}
