import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { TableShape } from '../core/journal/schema.ts'

/** The journal's operations as prepared statements, built once from the tables' shapes. Identifiers come only from there. */
export interface Statements {
  get(name: string): unknown
  set(name: string, value: unknown): void
  row(table: string, key: readonly SQLInputValue[]): unknown
  rows(table: string, query?: { where?: Readonly<Record<string, SQLInputValue>>; limit?: number }): unknown[]
  put(table: string, row: Readonly<Record<string, SQLInputValue>>): void
  remove(table: string, key: readonly SQLInputValue[]): void
}

export function createStatements(database: DatabaseSync, shapes: Readonly<Record<string, TableShape>>): Statements {
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  const shape = (table: string): TableShape => {
    const found = Object.hasOwn(shapes, table) ? shapes[table] : undefined
    if (found === undefined) throw new RangeError(`the journal has no table "${table}"`)
    return found
  }
  const column = (table: string, name: string): string => {
    if (!Object.hasOwn(shape(table).columns, name)) throw new RangeError(`${table} has no column "${name}"`)
    return name
  }
  const columns = (table: string) => Object.keys(shape(table).columns)
  const byKey = (table: string) =>
    shape(table)
      .key.map(name => `${name} = ?`)
      .join(' and ')

  return {
    get: name => {
      const found = statement('select value from state where name = ?').get(name)
      return found === undefined ? null : JSON.parse(String(found['value']))
    },
    set: (name, value) => {
      if (value === null) statement('delete from state where name = ?').run(name)
      else statement('insert or replace into state (name, value) values (?, ?)').run(name, JSON.stringify(value))
    },
    row: (table, key) =>
      statement(`select ${columns(table).join(', ')} from ${table} where ${byKey(table)}`).get(...key) ?? null,
    rows: (table, query = {}) => {
      const where = Object.entries(query.where ?? {}).map(([name, value]) => ({ name: column(table, name), value }))
      // Flags are written into the text, so that the partial indexes on them are used.
      const conditions = where.map(({ name, value }) =>
        isFlag(name, value) ? `${name} = ${String(value)}` : `${name} = ?`,
      )
      const values = where.filter(({ name, value }) => !isFlag(name, value)).map(({ value }) => value)
      const filter = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
      const sql = `select ${columns(table).join(', ')} from ${table}${filter} order by ${shape(table).key.join(', ')} limit ?`
      return statement(sql).all(...values, query.limit ?? -1)
    },
    put: (table, row) => {
      const names = columns(table)
      const marks = names.map(() => '?').join(', ')
      const values = names.map(name => row[name] as SQLInputValue)
      statement(`insert or replace into ${table} (${names.join(', ')}) values (${marks})`).run(...values)
    },
    remove: (table, key) => {
      statement(`delete from ${table} where ${byKey(table)}`).run(...key)
    },
  }
}

function isFlag(name: string, value: SQLInputValue): value is 0 | 1 {
  return (name === 'waiting' || name === 'ended') && (value === 0 || value === 1)
}
