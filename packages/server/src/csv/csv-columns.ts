import type { TSchema } from 'typebox'
import type { CsvCell } from './csv-row.ts'

export interface CsvColumn {
  readonly name: string
  cell(item: Readonly<Record<string, unknown>>): CsvCell
}

interface ObjectSchema {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, TSchema>>
}

/**
 * The columns of a list's items by their schema: a member that is an object has one column for each of its members
 * (`asset.name`), a list is one cell with its parts, or their names, behind one another.
 */
export function csvColumns(item: TSchema, fields: readonly string[]): CsvColumn[] {
  const members = (item as ObjectSchema).properties ?? {}
  return fields.flatMap(field => columnsOf(field, members[field], value => value[field]))
}

function columnsOf(
  name: string,
  schema: ObjectSchema | undefined,
  read: (item: Readonly<Record<string, unknown>>) => unknown,
): CsvColumn[] {
  if (schema?.type !== 'object' || schema.properties === undefined) {
    return [{ name, cell: item => cellOf(read(item)) }]
  }
  return Object.entries(schema.properties).flatMap(([member, inner]) =>
    columnsOf(`${name}.${member}`, inner as ObjectSchema, item => partOf(read(item), member)),
  )
}

const partOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined

function cellOf(value: unknown): CsvCell {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(part => String(partOf(part, 'name') ?? part)).join('; ')
  return JSON.stringify(value)
}
