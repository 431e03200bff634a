// SPDX-License-Identifier: MIT
/** What the name of a Kconfig symbol has in front in a .config, and so in a range file. */
export const CONFIG_PREFIX = 'CONFIG_';
