import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventRow, ItemRow } from '../core/journal/schema.ts'
import type { Journal } from '../core/ports/journal.ts'

/** What every journal does. `reopen` is a new process on the same disk: it sees exactly what was committed. */
export interface JournalUnderTest {
  open(): Journal
  cleanUp(): void
}

export const eventRow = (task: string, n: number, more: Partial<EventRow> = {}): EventRow => ({
  task,
  n,
  kind: 'begin',
  text: `{"n":${n}}`,
  sha256: `${task}-${n}`,
  waiting: 1,
  madeMs: 0,
  ...more,
})

export const itemRow = (task: string, item: number, more: Partial<ItemRow> = {}): ItemRow => ({
  task,
  item,
  stage: 'begun',
  outcome: '',
  code: '',
  boot: '',
  plan: '',
  ...more,
})

export function describeJournal(name: string, make: () => JournalUnderTest): void {
  describe(`journal: ${name}`, () => {
    function withJournal(work: (first: Journal, reopen: () => Journal) => void) {
      const under = make()
      let current = under.open()
      try {
        work(current, () => {
          current.close()
          current = under.open()
          return current
        })
      } finally {
        current.close()
        under.cleanUp()
      }
    }

    it('is empty at first', () => {
      withJournal(journal => {
        expect(journal.read(view => [view.get('line'), view.row('task', ['x']), view.rows('event')])).toEqual([
          null,
          null,
          [],
        ])
        expect(journal.trouble()).toBe(null)
      })
    })

    it('keeps what a returned write wrote, over a restart', () => {
      withJournal((journal, reopen) => {
        journal.write(tx => {
          tx.set('line', { links: ['a', 'b'], seq: 1, pending: true })
          tx.put('event', eventRow('t', 1, { text: '{"Ä":"𝒜\\u0000"}' }))
        })
        const again = reopen()
        expect(again.read(view => view.get('line'))).toEqual({ links: ['a', 'b'], seq: 1, pending: true })
        expect(again.read(view => view.rows('event'))).toEqual([eventRow('t', 1, { text: '{"Ä":"𝒜\\u0000"}' })])
      })
    })

    it('keeps nothing of a write that throws', () => {
      withJournal((journal, reopen) => {
        journal.write(tx => tx.put('event', eventRow('t', 1)))
        const failing = () =>
          journal.write(tx => {
            tx.put('event', eventRow('t', 1, { waiting: 0 }))
            tx.put('event', eventRow('t', 2))
            tx.set('line', { links: [], seq: 1, pending: false })
            tx.remove('event', ['t', 1])
            throw new RangeError('no')
          })
        expect(failing).toThrow(RangeError)
        const held = (one: Journal) => one.read(view => [view.rows('event'), view.get('line')])
        expect(held(journal)).toEqual([[eventRow('t', 1)], null])
        expect(held(reopen())).toEqual([[eventRow('t', 1)], null])
      })
    })

    it('shows a transaction its own writes', () => {
      withJournal(journal => {
        const seen = journal.write(tx => {
          tx.put('item', itemRow('t', 1))
          tx.set('line', { links: [], seq: 5, pending: false })
          return [tx.row('item', ['t', 1])?.stage, tx.get('line')?.seq]
        })
        expect(seen).toEqual(['begun', 5])
      })
    })

    it('null removes a value, remove removes a row, put replaces it', () => {
      withJournal(journal => {
        journal.write(tx => {
          tx.set('line', { links: [], seq: 5, pending: false })
          tx.put('item', itemRow('t', 1))
          tx.put('item', itemRow('t', 2))
        })
        journal.write(tx => {
          tx.set('line', null)
          tx.put('item', itemRow('t', 1, { stage: 'ended' }))
          tx.remove('item', ['t', 2])
          tx.remove('item', ['t', 3])
        })
        expect(journal.read(view => [view.get('line'), view.rows('item')])).toEqual([
          null,
          [itemRow('t', 1, { stage: 'ended' })],
        ])
      })
    })

    it('lists in the order of the keys: numbers by value, texts by their bytes', () => {
      withJournal(journal => {
        journal.write(tx => {
          for (const task of ['b', 'a', 'Z', '\u{1D49C}', '\uFB01'])
            for (const n of [10, 9, 2]) tx.put('event', eventRow(task, n))
        })
        const order = journal.read(view => view.rows('event', { limit: 4 })).map(row => `${row.task}${row.n}`)
        expect(order).toEqual(['Z2', 'Z9', 'Z10', 'a2'])
        const tasks = new Set(journal.read(view => view.rows('event')).map(row => row.task))
        expect([...tasks]).toEqual(['Z', 'a', 'b', '\uFB01', '\u{1D49C}'])
      })
    })

    it('filters by equal columns, several at once', () => {
      withJournal(journal => {
        journal.write(tx => {
          tx.put('event', eventRow('t', 1, { waiting: 0 }))
          tx.put('event', eventRow('t', 2))
          tx.put('event', eventRow('u', 1))
          tx.put('event', eventRow('u', 2))
        })
        const names = (where: Partial<EventRow>, limit?: number) =>
          journal
            .read(view => view.rows('event', { where, ...(limit === undefined ? {} : { limit }) }))
            .map(row => row.sha256)
        expect(names({ waiting: 1 })).toEqual(['t-2', 'u-1', 'u-2'])
        expect(names({ waiting: 1 }, 2)).toEqual(['t-2', 'u-1'])
        expect(names({ waiting: 1, task: 'u' })).toEqual(['u-1', 'u-2'])
        expect(names({ sha256: "x' or 1=1 --" })).toEqual([])
      })
    })

    it('after any sequence of writes, half of them failing, holds what the good ones wrote', () => {
      const write = fc.record({
        fails: fc.boolean(),
        puts: fc.array(
          fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 4 }), fc.constantFrom(0 as const, 1 as const)),
        ),
        removes: fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 4 }))),
      })
      fc.assert(
        fc.property(fc.array(write, { maxLength: 6 }), writes => {
          withJournal((journal, reopen) => {
            const want = new Map<string, EventRow>()
            for (const one of writes) {
              try {
                journal.write(tx => {
                  for (const [task, n, waiting] of one.puts) tx.put('event', eventRow(task, n, { waiting }))
                  for (const [task, n] of one.removes) tx.remove('event', [task, n])
                  if (one.fails) throw new RangeError('no')
                })
              } catch {
                continue
              }
              for (const [task, n, waiting] of one.puts) want.set(`${task}${n}`, eventRow(task, n, { waiting }))
              for (const [task, n] of one.removes) want.delete(`${task}${n}`)
            }
            const sorted = [...want.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
            expect(reopen().read(view => view.rows('event'))).toEqual(sorted)
          })
        }),
        { numRuns: 25 },
      )
    })
  })
}
