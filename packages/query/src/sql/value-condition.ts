import type { SingleTest, Test } from '../tree/tree.ts'
import { QueryCompileError } from './compile-error.ts'
import { anyOf, FALSE, param, type SqlFragment, sql } from './fragment.ts'
import type { ValueHome } from './homes/home.ts'
import { dateCondition, numberCondition, versionCondition } from './range-condition.ts'
import { canBeStored, cveCondition, likePattern, textCondition } from './text-condition.ts'

/** What a test needs beside the home: how choices are stored, who asks, when. */
export interface Asking {
  readonly stored: (choice: string) => string
  readonly personId: number | null
  readonly nowMs: number
}

/** A condition, and whether it can be null where the object does not have the value. */
export interface Condition {
  readonly sql: SqlFragment
  readonly nullable: boolean
}

export function valueCondition(test: Test, home: ValueHome, asking: Asking): Condition {
  if (test.kind === 'null') return never(sql`not (${present(home)})`)
  if (test.kind === 'notNull') return never(present(home))
  if (test.kind !== 'any') return single(test, home, asking)
  const { tests } = test
  if (home.form === 'choice' && tests.every(one => one.kind === 'choice')) {
    const values = tests.map(one => asking.stored(one.value))
    return { sql: sql`${home.column} = any(${param(values)}::text[])`, nullable: home.nullable === true }
  }
  const conditions = tests.map(one => single(one, home, asking))
  return { sql: anyOf(conditions.map(one => one.sql)), nullable: conditions.some(one => one.nullable) }
}

const single = (test: SingleTest, home: ValueHome, asking: Asking): Condition =>
  singles[test.kind](test as never, home, asking)

const never = (condition: SqlFragment): Condition => ({ sql: condition, nullable: false })

const singles: {
  readonly [K in SingleTest['kind']]: (
    test: Extract<SingleTest, { kind: K }>,
    home: ValueHome,
    asking: Asking,
  ) => Condition
} = {
  text: ({ match }, home) => {
    if (home.form === 'text') return never(textCondition(match, home))
    if (home.form === 'cve') return never(cveCondition(match, home.column))
    if (home.form === 'person') {
      return never(anyOf([textCondition(match, home.name), textCondition(match, home.email)]))
    }
    throw misfit('text', home)
  },
  choice: ({ value }, home, asking) => {
    const stored = asking.stored(value)
    if (home.form === 'choice') {
      return { sql: sql`${home.column} = ${param(stored)}`, nullable: home.nullable === true }
    }
    if (home.form === 'flags' && Object.hasOwn(home.flags, stored)) return never(home.flags[stored] as SqlFragment)
    throw misfit('choice', home)
  },
  boolean: ({ value }, home) => {
    if (home.form !== 'boolean') throw misfit('boolean', home)
    return never(value ? home.expression : sql`not ${home.expression}`)
  },
  id: ({ value }, home) => {
    if (home.form !== 'id') throw misfit('id', home)
    const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
    return { sql: isId ? sql`${home.column} = ${param(value)}::uuid` : FALSE, nullable: isId && home.nullable === true }
  },
  me: (_test, home, { personId }) => {
    if (home.form !== 'person') throw misfit('me', home)
    if (personId === null) return never(FALSE)
    return { sql: sql`${home.id} = ${param(personId)}::bigint`, nullable: home.nullable === true }
  },
  number: (range, home) => {
    if (home.form !== 'integer' && home.form !== 'decimal') throw misfit('number', home)
    return {
      sql: numberCondition(range, home.expression, home.form === 'integer'),
      nullable: home.nullable === true,
    }
  },
  date: (range, home, { nowMs }) => {
    if (home.form !== 'date') throw misfit('date', home)
    return { sql: dateCondition(range, home.expression, nowMs), nullable: home.nullable === true }
  },
  version: (range, home) => {
    if (home.form !== 'version') throw misfit('version', home)
    return never(versionCondition(range, home))
  },
  address: ({ match }, home) => {
    if (home.form !== 'address') throw misfit('address', home)
    if (match.kind === 'network') {
      const inside = sql`${home.column} <<= ${param(`${match.network}/${match.prefix}`)}::inet`
      return { sql: inside, nullable: home.nullable === true }
    }
    if (!match.parts.every(canBeStored)) return never(FALSE)
    const like = sql`host(${home.column}) like ${param(likePattern(match.parts))}`
    return { sql: like, nullable: home.nullable === true }
  },
}

/** The object has a value at all. Never null. */
export const present = (home: ValueHome): SqlFragment => presences[home.form](home as never)

const presences: { readonly [F in ValueHome['form']]: (home: Extract<ValueHome, { form: F }>) => SqlFragment } = {
  text: home => sql`${home.raw} <> ''`,
  cve: () => sql`true`,
  choice: home => (home.nullable === true ? sql`coalesce(${home.column}, '') <> ''` : sql`${home.column} <> ''`),
  flags: home => anyOf(Object.values(home.flags)),
  boolean: () => sql`true`,
  integer: home => notNull(home),
  decimal: home => notNull(home),
  date: home => notNull(home),
  version: home => sql`${home.raw} <> ''`,
  address: home => (home.nullable === true ? sql`${home.column} is not null` : sql`true`),
  id: home => (home.nullable === true ? sql`${home.column} is not null` : sql`true`),
  person: () => sql`true`,
  group: () => sql`true`,
}

const notNull = (home: { readonly expression: SqlFragment; readonly nullable?: true }): SqlFragment =>
  home.nullable === true ? sql`${home.expression} is not null` : sql`true`

const misfit = (test: string, home: ValueHome): QueryCompileError =>
  new QueryCompileError(`a ${test} test does not fit a token that is stored as ${home.form}`)
