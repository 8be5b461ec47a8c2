import type { ListShape } from './list-view.ts'

/** What the shape takes from columns: `DataTable`'s, or anything like them. */
interface ShapingColumn {
  readonly key: string
  readonly sort?: string
}

interface ShapeOptions {
  readonly defaultSort?: string | null
  readonly filters?: ListShape['filters']
  /** Columns that are not in the list's own, such as that of actions. */
  readonly moreColumns?: readonly string[]
  readonly hasPast?: true
}

/** The shape of a list with a plain search, from its columns. */
export const listShape = (
  columns: readonly ShapingColumn[],
  { defaultSort = null, filters = {}, moreColumns = [], hasPast }: ShapeOptions = {},
): ListShape => ({
  sorts: columns.flatMap(column => column.sort ?? []),
  defaultSort,
  filters,
  columns: [...columns.map(column => column.key), ...moreColumns],
  ...(hasPast === true ? { hasPast } : {}),
})

/** The same of a list that the query language searches. */
export const findShape = (columns: readonly ShapingColumn[], options: ShapeOptions = {}): ListShape => ({
  ...listShape(columns, options),
  hasQuery: true,
})
