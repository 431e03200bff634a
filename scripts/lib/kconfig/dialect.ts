// SPDX-License-Identifier: MIT
import type { KconfigDialect } from './model.ts';

/**
 * Every difference between the dialects, one rule each: what holds in 6.12 (`conf` of Linux 6.12) and what in 6.1
 * (Kconfiglib 14.1, which agrees with `conf` of Linux 6.1 wherever that one agrees with itself). Each has a folder of
 * its name in tests/fixtures/kconfig/dialects with a tree, a .config and both results.
 */
export const DIALECT_RULES = {
  'range-bounds-input': {
    '6.12': 'an int or hex that is set outside of its range becomes the nearer bound',
    '6.1': 'it loses what was set, and takes its default',
  },
  'bound-keeps-its-text': {
    '6.12': 'a bound is written as it stands in the tree (0x0A)',
    '6.1': 'a bound is written as a plain number (0xa)',
  },
  'number-starts-at-zero': {
    '6.12': 'an int or hex without a default is 0 or 0x0',
    '6.1': 'it is empty',
  },
  'choice-heeds-n': {
    '6.12': 'a choice does not take a member that is set to n while it has others',
    '6.1': 'only the member that was set to y last counts',
  },
  'choice-outlives-its-prompt': {
    '6.12': 'members of a choice whose prompt is hidden can be set',
    '6.1': 'they are hidden with it',
  },
  'choice-member-is-bool': {
    '6.12': 'the members of a choice are bool, and exactly one is y',
    '6.1': 'they may be tristate, and several of them m',
  },
  'choice-may-be-empty': {
    '6.12': 'a choice always has a member; `optional` is an error',
    '6.1': 'an optional choice may have none',
  },
  'choice-member-depends-on-member': {
    '6.12': 'a member that depends on another one is an error',
    '6.1': 'it is a symbol below that one, and no member',
  },
  'logical-default-text': {
    '6.12': 'a string or number whose default is a bool or tristate is n',
    '6.1': 'it is what that symbol is',
  },
  'imply-writes': {
    '6.12': 'a symbol that is implied is written even where its dependencies are not met',
    '6.1': 'it is left alone there',
  },
  'imply-respects-m': {
    '6.12': 'a tristate that is set to m stays m when another symbol implies it',
    '6.1': 'it becomes y',
  },
  'empty-menu-ends': {
    '6.12': 'a menu without entries is closed by a line # end of',
    '6.1': 'it is not',
  },
  'plain-numbers': {
    '6.12': 'an int is digits behind an optional -, without zeros in front',
    '6.1': 'an int is what Python reads as one: +4, 007, 1_000',
  },
  'octal-comparison': {
    '6.12': 'a constant such as 010 is compared as octal',
    '6.1': 'it is compared as text',
  },
  'modules-by-keyword': {
    '6.12': 'm exists where the symbol with `modules` is y',
    '6.1': 'm exists where the symbol named MODULES is y',
  },
  'first-type-counts': {
    '6.12': 'of two types of a symbol the first one counts',
    '6.1': 'the last one counts',
  },
  'narrow-words': {
    '6.12': 'a word is letters, digits, _ and -',
    '6.1': 'it may hold . and / too, so that 0.5 needs no quotes',
  },
  'last-prompt-counts': {
    '6.12': 'of two prompts in one place either makes the symbol visible',
    '6.1': 'the last one counts',
  },
  'visible-if-m': {
    '6.12': 'for the title of a menu, m in `visible if` holds where there are no modules, too',
    '6.1': 'it does not hold there',
  },
  'free-definition-is-forgotten': {
    '6.12': 'of a symbol that is defined twice, a definition without dependencies is left out when they are joined',
    '6.1': 'it makes the symbol depend on nothing',
  },
  'not-set-ends-the-line': {
    '6.12': 'a line `# CONFIG_X is not set` ends there',
    '6.1': 'more may stand behind it',
  },
} as const satisfies Record<string, Readonly<Record<KconfigDialect, string>>>;

export type DialectRule = keyof typeof DIALECT_RULES;
