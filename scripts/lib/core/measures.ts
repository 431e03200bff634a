// SPDX-License-Identifier: MIT
/** What a check measured of a configuration: a column of tables and reports, and no part of its identity. */
export type Measure = number | string | boolean | null;

/** By name; one flat object. */
export type Measures = Readonly<Record<string, Measure>>;
