import type pg from 'pg'

export type Cell = string | number | boolean | Date | Uint8Array | null | readonly (string | number)[]
export type Row = Readonly<Record<string, Cell>>

/** Characters of COPY text collected before they are sent. */
const CHUNK = 1 << 18

/** Writes rows with `copy … from stdin`; all of them have the columns of the first. Resolves with their number. */
export async function copyRows(client: pg.Client, table: string, rows: Iterable<Row>): Promise<number> {
  const source = rows[Symbol.iterator]()
  const first = source.next()
  if (first.done === true) return 0
  const columns = Object.keys(first.value)
  let count = 0
  function* chunks(): Generator<string> {
    let text = ''
    for (let step: IteratorResult<Row> = first; step.done !== true; step = source.next()) {
      const row = step.value
      text += `${columns.map(column => cellText(row[column] ?? null)).join('\t')}\n`
      count += 1
      if (text.length >= CHUNK) {
        yield text
        text = ''
      }
    }
    yield text
  }
  await copyText(client, `copy ${table} (${columns.join(', ')}) from stdin`, chunks())
  return count
}

/** What the driver calls on a submitted statement (pg's Submittable), with the answers of COPY that its types leave out. */
interface CopyStatement {
  callback?: (error: Error | null) => void
  submit(connection: CopyConnection): void
  handleCopyInResponse(connection: CopyConnection): void
  handleError(error: Error): void
  handleCommandComplete(): void
  handleReadyForQuery(): void
}
interface CopyConnection {
  readonly stream: NodeJS.WritableStream & { readonly writableNeedDrain: boolean }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

function copyText(client: pg.Client, statement: string, chunks: Iterator<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: Error | null = null
    const copy: CopyStatement = {
      submit: connection => connection.query(statement),
      handleCopyInResponse(connection) {
        const send = (): void => {
          try {
            for (let next = chunks.next(); next.done !== true; next = chunks.next()) {
              connection.sendCopyFromChunk(Buffer.from(next.value))
              if (connection.stream.writableNeedDrain) {
                connection.stream.once('drain', send)
                return
              }
            }
            connection.endCopyFrom()
          } catch (error) {
            failed = error instanceof Error ? error : new Error(String(error))
            connection.sendCopyFail(failed.message)
          }
        }
        send()
      },
      handleError(error) {
        failed ??= error
        reject(failed)
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery() {
        if (failed === null) resolve()
        else reject(failed)
      },
    }
    client.query(copy as unknown as pg.Submittable)
  })
}

const special: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function cellText(cell: Cell): string {
  if (cell === null) return '\\N'
  switch (typeof cell) {
    case 'string':
      return cell.replace(/[\\\t\n\r]/g, char => special[char] ?? char)
    case 'number':
      return String(cell)
    case 'boolean':
      return cell ? 't' : 'f'
    default:
  }
  if (cell instanceof Date) return cell.toISOString()
  if (cell instanceof Uint8Array)
    return `\\\\x${Buffer.from(cell.buffer, cell.byteOffset, cell.length).toString('hex')}`
  return cellText(`{${cell.map(element).join(',')}}`)
}

const element = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `"${value.replace(/[\\"]/g, char => `\\${char}`)}"`
