import { readCsv } from '../../bytes/csv.ts'
import { instantOf } from '../../fields/instants.ts'
import { lineOf } from '../../fields/plain-text.ts'
import type { Rejection } from '../../records/record.ts'

/** Of which model the scores are, and of which day. */
export interface EpssModel {
  readonly version: string
  readonly scoredAtMs: number | null
}

export interface EpssRow {
  readonly kind: 'row'
  readonly number: number
  readonly cve: string
  readonly epss: string
  /** null: the file is from before September 2021, and has no such column. */
  readonly percentile: string | null
}

/**
 * Rows of all four shapes: `cve,epss`; since September 2021 with `percentile`; since February 2022 below a line with the model; since March
 * 2023 with models that are named after their day. `model` is asked for after the first row.
 */
export function parseScores(
  chunks: AsyncIterable<Uint8Array>,
  url: string,
): { model(): EpssModel; rows: AsyncGenerator<EpssRow | Rejection> } {
  let remark = ''
  let model: EpssModel | null = null
  return {
    model: () => (model ??= modelOf(remark, url)),
    rows: rowsOf(chunks, line => {
      remark ||= line
    }),
  }
}

async function* rowsOf(
  chunks: AsyncIterable<Uint8Array>,
  comment: (line: string) => void,
): AsyncGenerator<EpssRow | Rejection> {
  // A row has about 40 bytes.
  const shape = { columns: ['cve', 'epss'], commentMark: '#', comment, longestRow: 1000 }
  for await (const row of readCsv(chunks, shape)) {
    if (row.kind === 'rejected') yield row
    else {
      const { cve = '', epss = '', percentile = null } = row.values
      yield { kind: 'row', number: row.number, cve, epss, percentile }
    }
  }
}

/** `#model_version:v2023.03.01,score_date:2023-03-07T00:00:00+0000`; older files say the day in their names alone. */
function modelOf(remark: string, url: string): EpssModel {
  const version = /model_version:([^,\s]{1,50})/.exec(remark)?.[1] ?? ''
  const scored = /score_date:([^,\s]{1,50})/.exec(remark)?.[1]
  const named = /epss_scores-(\d{4}-\d{2}-\d{2})\.csv/.exec(url)?.[1]
  return { version: lineOf(version), scoredAtMs: instantOf(scored ?? named ?? '') }
}
