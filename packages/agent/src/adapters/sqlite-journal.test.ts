import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { JOURNAL_VERSION, journalTables } from '../core/journal/schema.ts'
import { describeJournal, eventRow } from '../testing/journal-contract.ts'
import { openSqliteJournal, openSqliteJournalReadOnly } from './sqlite-journal.ts'

const folders: string[] = []
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'patchyard-journal-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

describeJournal('SQLite', () => {
  const path = join(folder(), 'journal.db')
  return { open: () => openSqliteJournal(path), cleanUp: () => {} }
})

describe('SQLite journal', () => {
  it('has the tables and columns that the schema names, every one strict', () => {
    const path = join(folder(), 'journal.db')
    openSqliteJournal(path).close()
    const database = new DatabaseSync(path)
    for (const [table, shape] of Object.entries(journalTables)) {
      const columns = database.prepare('select name, type, pk from pragma_table_xinfo(?)').all(table)
      expect(Object.fromEntries(columns.map(one => [one['name'], String(one['type']).toLowerCase()]))).toEqual(
        shape.columns,
      )
      const key = columns.filter(one => Number(one['pk']) > 0).sort((a, b) => Number(a['pk']) - Number(b['pk']))
      expect(key.map(one => one['name'])).toEqual(shape.key)
    }
    const notStrict = database.prepare(
      "select name from pragma_table_list where type = 'table' and strict = 0 and name not like 'sqlite%'",
    )
    expect(notStrict.all()).toEqual([])
    database.close()
  })

  it('uses the partial indexes for what is asked at every wake-up', () => {
    const path = join(folder(), 'journal.db')
    openSqliteJournal(path).close()
    const database = new DatabaseSync(path)
    const plan = (sql: string) => String(database.prepare(`explain query plan ${sql}`).get()?.['detail'])
    expect(plan('select task from event where waiting = 1 order by task, n limit 10')).toContain('event_waiting')
    expect(plan('select task from task where ended = 0 order by task limit 10')).toContain('task_open')
    database.close()
  })

  it('synchronises fully: the pragma that power cuts depend on', () => {
    const path = join(folder(), 'journal.db')
    const seen: unknown[] = []
    const original = DatabaseSync.prototype.exec
    DatabaseSync.prototype.exec = function exec(sql) {
      seen.push(sql)
      return original.call(this, sql)
    }
    try {
      openSqliteJournal(path).close()
    } finally {
      DatabaseSync.prototype.exec = original
    }
    expect(seen.join(';')).toMatch(/journal_mode = wal; pragma synchronous = full/)
  })

  it('refuses a journal of a newer agent, one that is no journal, and a read-only view of another version', () => {
    const path = join(folder(), 'journal.db')
    openSqliteJournal(path).close()
    const database = new DatabaseSync(path)
    database.exec(`pragma user_version = ${JOURNAL_VERSION + 1}`)
    database.close()
    expect(() => openSqliteJournal(path)).toThrow(/newer agent/)
    expect(() => openSqliteJournalReadOnly(path)).toThrow(/version/)
    const other = join(folder(), 'journal.db')
    writeFileSync(other, 'something else, at least sixteen bytes long')
    expect(() => openSqliteJournal(other)).toThrow(expect.objectContaining({ code: 'E_JOURNAL_IO' }))
  })

  it('a reader sees what a writer in another connection committed, and cannot write', () => {
    const path = join(folder(), 'journal.db')
    const writer = openSqliteJournal(path)
    const reader = openSqliteJournalReadOnly(path)
    writer.write(tx => tx.put('event', eventRow('t', 1)))
    expect(reader.read(view => view.rows('event'))).toHaveLength(1)
    expect(() => reader.write(tx => tx.put('event', eventRow('t', 2)))).toThrow(
      expect.objectContaining({ code: 'E_JOURNAL_IO' }),
    )
    reader.close()
    writer.close()
  })

  it('holds room for the records of work in flight', () => {
    const path = join(folder(), 'journal.db')
    const journal = openSqliteJournal(path)
    expect(journal.trouble()).toBe(null)
    expect(statSync(`${path}.reserve`).size).toBe(4 * 1024 * 1024)
    journal.close()
  })

  it('kill -9 at any moment loses no write that was acknowledged', async () => {
    const path = join(folder(), 'journal.db')
    const module = new URL('./sqlite-journal.ts', import.meta.url).href
    const program = `
      const { openSqliteJournal } = await import(${JSON.stringify(module)})
      const journal = openSqliteJournal(${JSON.stringify(path)})
      const start = journal.read(view => view.rows('event')).length
      for (let n = start + 1; ; n++) {
        journal.write(tx => tx.put('event', { task: 't', n, kind: 'begin', text: 'x'.repeat(5000), sha256: String(n), waiting: 1, madeMs: 0 }))
        process.stdout.write(n + '\\n')
      }`
    for (const afterMs of [20, 40, 70]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
      await once(child.stdout, 'data')
      await new Promise(resolve => setTimeout(resolve, afterMs))
      child.kill('SIGKILL')
      await once(child, 'close')
      const acknowledged = Number(said.trimEnd().split('\n').at(-1))
      const journal = openSqliteJournal(path)
      const rows = journal.read(view => view.rows('event'))
      journal.close()
      expect(rows.length).toBeGreaterThanOrEqual(acknowledged)
      expect(rows.map(row => row.n)).toEqual(rows.map((_, index) => index + 1))
    }
  })
})
