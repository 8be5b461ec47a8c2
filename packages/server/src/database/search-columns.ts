import { versionSchemes } from '@patchyard/domain'
import { foldText, wordLine } from '@patchyard/query'

/** A text as it is and as the query language looks for it: columns `x`, `x_folded`, `x_words`. */
export const searchable = <Name extends string>(
  name: Name,
  value: string,
): { readonly [K in Name | `${Name}_folded` | `${Name}_words`]: string } =>
  ({ [name]: value, [`${name}_folded`]: foldText(value), [`${name}_words`]: wordLine(value) }) as {
    [K in Name | `${Name}_folded` | `${Name}_words`]: string
  }

/**
 * The sortable key of a version that no package manager made: of an operating system or an agent. Numbers between dots by
 * their value, as `winget` has it: 10.0.19045 above 10.0.9200, 12.4 above 12, 0.2.0 the same as 0.2.
 */
export const dottedKey = (version: string): Buffer => Buffer.from(versionSchemes.winget.key(version))
