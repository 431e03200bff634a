// SPDX-License-Identifier: MIT

/** Returns a text of a log without colours and other control sequences, which mean nothing outside a terminal; tabs and line ends stay. */
export function plainText(text: string): string {
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** Returns a text with U+FFFD for each control character but tabs and line ends: what is printed or opened then is letters only. */
export function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd');
}
