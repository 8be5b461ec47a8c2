import { describe, expect, it } from 'vitest'
import { safeText } from './safe-text.ts'
import { renderTable } from './table.ts'

describe('text of hosts cannot drive the terminal', () => {
  it.each([
    ['an ANSI sequence', '\u001b[2Jhello', '\\x1b[2Jhello'],
    ['a carriage return', 'good\rbad', 'good\\x0dbad'],
    ['NUL', 'a\u0000b', 'a\\x00b'],
    ['a direction override', 'a\u202Egpj.exe', 'a\\u202egpj.exe'],
    ['letters of any script', 'Größe пакет 包', 'Größe пакет 包'],
  ])('%s', (_, text, want) => {
    expect(safeText(text)).toBe(want)
  })

  it('a table keeps its lines whatever a cell holds', () => {
    const rows = [{ name: 'a\nb'.repeat(100) }, { name: '' }]
    expect(renderTable([{ title: 'name', value: r => r.name }], rows).split('\n')).toHaveLength(3)
  })
})
