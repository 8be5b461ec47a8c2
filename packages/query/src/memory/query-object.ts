/**
 * An object as the evaluator sees it: values by the parts of the token's name, so `hardware.model` is at
 * `{ hardware: { model } }`; where an object has several, a list: `tags: [{ name, id }]`, `cve: ['CVE-2024-3094']`.
 * Absent, null and '' all mean that it does not have it.
 *
 * Texts, versions and addresses are strings; choices the stored word; dates ISO timestamps in UTC; persons
 * `{ id, name, email }` with the id inside the database. A version that is not ordered by the rule of its token stands beside
 * its `scheme`: `{ version: '1.24', scheme: 'deb' }`.
 */
export type QueryObject = { readonly [name: string]: QueryValue }

export type QueryValue = string | number | boolean | null | undefined | QueryObject | readonly QueryValue[]
