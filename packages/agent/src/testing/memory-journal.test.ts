import { describe, expect, it } from 'vitest'
import { describeJournal, itemRow } from './journal-contract.ts'
import { createJournalStore, openMemoryJournal } from './memory-journal.ts'

describeJournal('in memory', () => {
  const store = createJournalStore()
  return { open: () => openMemoryJournal(store), cleanUp: () => {} }
})

describe('crashes of the in-memory journal', () => {
  it.each([
    [false, 0],
    [true, 1],
  ])('a crash with committed = %s leaves %i rows', (at, rows) => {
    const store = createJournalStore()
    const journal = openMemoryJournal(store, {
      onWrite: committed => {
        if (committed === at) throw new Error('crash')
      },
    })
    expect(() => journal.write(tx => tx.put('item', itemRow('t', 1)))).toThrow('crash')
    expect(openMemoryJournal(store).read(view => view.rows('item'))).toHaveLength(rows)
  })

  it('a full disk refuses the write and says so', () => {
    const journal = openMemoryJournal(createJournalStore(), { trouble: () => 'E_JOURNAL_FULL' })
    expect(journal.trouble()).toBe('E_JOURNAL_FULL')
    expect(() => journal.write(tx => tx.set('line', null))).toThrow(expect.objectContaining({ code: 'E_JOURNAL_FULL' }))
  })
})
