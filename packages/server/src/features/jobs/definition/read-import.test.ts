import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readImport } from './read-import.ts'

const texts = (csv: string): string[] => readImport(csv).map(({ line, text }) => `${line} ${text}`)

describe('a file of assets', () => {
  it.each<[string, string, string[]]>([
    ['plain lines', 'web-01\nweb-02\n', ['1 web-01', '2 web-02']],
    ['Windows lines and a byte order mark', '\ufeffweb-01\r\nweb-02', ['1 web-01', '2 web-02']],
    ['the first column without a head', 'web-01,x\nweb-02,y', ['1 web-01', '2 web-02']],
    ['the column whose head says so', 'site;Asset Name\nA;web-01', ['2 web-01']],
    ['ids before names', 'name,id\nweb-01,7', ['2 7']],
    ['empty lines and remarks', '\n# all of them\n\nweb-01\n', ['4 web-01']],
    ['quotes with commas, quotes and lines', '"a,""b"""\n"c\nd",x\ne', ['1 a,"b"', '2 c\nd', '4 e']],
    ['a quote that never ends', '"web-01\nweb-02', ['1 web-01\nweb-02']],
    ['tabs', 'web-01\tx', ['1 web-01']],
    ['nothing', '', []],
  ])('%s', (_, csv, want) => {
    expect(texts(csv)).toEqual(want)
  })

  it('of any names, quoted as RFC 4180 says, comes back', () => {
    const name = fc
      .string({ minLength: 1 })
      .filter(text => text.trim() === text && !text.startsWith('#') && !/\r/.test(text))
    fc.assert(
      fc.property(fc.array(name), names => {
        const csv = ['asset', ...names].map(one => `"${one.replaceAll('"', '""')}"`).join('\r\n')
        expect(readImport(csv).map(row => row.text)).toEqual(names)
      }),
    )
  })
})
