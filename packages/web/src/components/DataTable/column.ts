import type { ReactNode } from 'react'
import type { TextKey } from '../../i18n/text.ts'

export interface Column<Row> {
  readonly key: string
  readonly header: TextKey
  cell(row: Row): ReactNode
  /** Field that the server sorts by; without one the head is plain text. */
  readonly sort?: string
  /** Where the first click leads; numbers and times begin with the largest. */
  readonly sortFirst?: 'up' | 'down'
  readonly align?: 'end'
  /** Pixels; a column without one takes what is left. */
  readonly width?: number
  /** 1 always shown; 2 not on medium widths (but on cards); 3 only where there is much room. */
  readonly rank?: 1 | 2 | 3
  /** The head is for screen readers only: row actions. */
  readonly quietHead?: boolean
  /** Shown only when a person chose it. */
  readonly isExtra?: true
  /** Not known of a past instant. */
  readonly noPast?: true
}
