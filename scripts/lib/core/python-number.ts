// SPDX-License-Identifier: MIT
/**
 * Returns a number as Python prints it: whole ones as they are, others by the digits of the shortest double that reads back, in
 * scientific notation below 1e-4 and from 1e16 on (repr of float).
 */
export function numberByPython(text: string): string {
  if (/^-?\d+$/.test(text)) return BigInt(text).toString();
  const number = Number(text);
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  if (Object.is(number, -0)) return '-0.0';
  const [digits = '0', exponentText = '0'] = number.toExponential().split('e');
  const exponent = Number(exponentText);
  if (number !== 0 && (exponent < -4 || exponent >= 16)) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${digits}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  const sign = digits.startsWith('-') ? '-' : '';
  const whole = digits.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${whole}`;
  const padded = whole.padEnd(exponent + 1, '0');
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || '0'}`;
}

/** Returns a number with so many decimals as Python's '%.2f': what lies exactly in the middle goes to the even digit. */
export function fixedByPython(number: number, decimals: number): string {
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  const near = number.toFixed(decimals);
  // Only a number that 5 follows exactly is in the middle: JavaScript goes away from zero there.
  const exact = number.toFixed(Math.min(100, decimals + 60));
  const rest = exact.slice(exact.length - (Math.min(100, decimals + 60) - decimals));
  if (!/^50*$/.test(rest)) return near;
  const down = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  return Number(down.at(-1)) % 2 === 0 ? down : near;
}
