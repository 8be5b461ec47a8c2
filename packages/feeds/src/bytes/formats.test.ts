import { describe, expect, it } from 'vitest'
import { collected, inChunks } from '../testing/chunks.ts'
import { readCsv } from './csv.ts'
import { parseJson, readJson } from './json.ts'
import { textLines, wholeText } from './whole.ts'
import { readXml } from './xml.ts'
import { parseYaml } from './yaml.ts'

const malformed = { code: 'feed_malformed' }
const tooLarge = { code: 'feed_too_large' }

async function texts(xml: string | Uint8Array): Promise<string> {
  const seen: string[] = []
  const handler = {
    open: (name: string, attributes: Readonly<Record<string, string>>) =>
      void seen.push(`<${name} ${JSON.stringify(attributes)}>`),
    text: (text: string) => void seen.push(text),
    close: (name: string) => void seen.push(`</${name}>`),
  }
  await collected(readXml(inChunks(xml, 7), handler))
  return seen.join('')
}

describe('XML', () => {
  it('stays text: what looks like a number is none', async () => {
    expect(await texts('<a v="1.10">0012<![CDATA[ 1e5 ]]></a>')).toBe('<a {"v":"1.10"}>0012 1e5 </a>')
  })

  const laughs = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
  it.each([
    [
      'that declares ten levels of entities',
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]><l>&l10;</l>`,
    ],
    ['that names a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['that names an address', '<!DOCTYPE a SYSTEM "http://127.0.0.1:5432/a.dtd"><a/>'],
    ['with an entity that nobody declared', '<a>&x;</a>'],
    ['cut off in an element', '<a><b>'],
    ['cut off in a tag', '<a><b at'],
    ['that is empty', ''],
    ['that is something else', '{"a": 1}'],
  ])('%s is refused', async (_, xml) => {
    await expect(texts(xml)).rejects.toMatchObject(malformed)
  })

  it('that nests without end is refused before it is read to its end', async () => {
    await expect(texts('<a>'.repeat(10_000))).rejects.toMatchObject(tooLarge)
  })

  it('in another encoding is refused', async () => {
    await expect(texts(Buffer.from('<a>ä</a>', 'latin1'))).rejects.toMatchObject(malformed)
    await expect(texts(Buffer.from('<a/>', 'utf16le'))).rejects.toMatchObject(malformed)
  })
})

describe('YAML', () => {
  it('keeps plain values as text', () => {
    expect(parseYaml('a: 1.10\nb: 0012\nc: [no, null, 2024-01-01]\n')).toEqual({
      a: '1.10',
      b: '0012',
      c: ['no', 'null', '2024-01-01'],
    })
  })

  const bomb = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`).join('\n')
  it.each([
    ['nine levels of aliases', `l0: &l0 [x]\n${bomb}\n`],
    ['a single alias', 'a: &a [1]\nb: *a\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['an open quote', 'a: "b\n'],
    ['two documents', 'a: 1\n---\nb: 1\n'],
  ])('with %s is refused', (_, text) => {
    expect(() => parseYaml(text)).toThrow(expect.objectContaining(malformed) as Error)
  })

  it('with aliases is read where they are allowed, but no bomb of them', () => {
    expect(parseYaml('a: &a [1]\nb: *a\n', { mostAliases: 100 })).toEqual({ a: ['1'], b: ['1'] })
    expect(() => parseYaml(`l0: &l0 [x]\n${bomb}\n`, { mostAliases: 100 })).toThrow(
      expect.objectContaining(malformed) as Error,
    )
  })

  it('does not touch prototypes', () => {
    const value = parseYaml('__proto__:\n  polluted: yes\n') as object
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })
})

describe('CSV', () => {
  const shape = { columns: ['cve', 'epss'] }
  const read = (text: string | Uint8Array, more = {}) => collected(readCsv(inChunks(text, 5), { ...shape, ...more }))

  it('gives rows by their columns, quoted or not, whatever ends its lines', async () => {
    expect(await read('\uFEFFcve,epss\r\nCVE-1,"0,5"\r\n\r\nCVE-2,"a ""b""\nc"\r\n')).toEqual([
      { kind: 'row', number: 1, values: { cve: 'CVE-1', epss: '0,5' } },
      { kind: 'row', number: 2, values: { cve: 'CVE-2', epss: 'a "b"\nc' } },
    ])
  })

  it('tells of comments before the header', async () => {
    const comments: string[] = []
    const rows = await read('#model_version:v1,score_date:2023\ncve,epss\nC,1\n', {
      commentMark: '#',
      comment: (line: string) => comments.push(line),
    })
    expect([comments, rows.length]).toEqual([['#model_version:v1,score_date:2023'], 1])
  })

  it('rejects a row with too few or too many fields, and goes on', async () => {
    const kinds = (await read('cve,epss\na\nb,1\nc,1,2\nd,1\n')).map(row => row.kind)
    expect(kinds).toEqual(['rejected', 'row', 'rejected', 'row'])
  })

  it('has columns of any name', async () => {
    const [row] = await read('__proto__,cve,epss\nx,y,z\n')
    expect(row).toMatchObject({ kind: 'row', values: { cve: 'y' } })
    expect(Object.keys((row as { values: object }).values)).toEqual(['__proto__', 'cve', 'epss'])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  it.each([
    ['without a column that it must have', 'cve,score\na,1\n'],
    ['with a column twice', 'cve,epss,cve\na,1,b\n'],
    ['separated by semicolons', 'cve;epss\na;1\n'],
    ['in UTF-16', Buffer.from('\uFEFFcve,epss\na,1\n', 'utf16le')],
    ['that is empty', ''],
    ['with a quote that never ends', `cve,epss\na,"${'x'.repeat(5_000_000)}`],
    ['with a quote inside a plain field', 'cve,epss\na,b"c\n'],
  ])('%s is refused', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject(malformed)
  })
})

describe('JSON', () => {
  it('is parsed whole', async () => {
    expect(await readJson(inChunks('{"a":["[{\\"",1]}', 3))).toEqual({ a: ['[{"', 1] })
  })

  it.each([
    ['that is cut off', '{"a":[1', malformed],
    ['that is empty', '', malformed],
    ['nested 101 deep', '['.repeat(101) + ']'.repeat(101), tooLarge],
    ['nested a million deep', '['.repeat(1_000_000), tooLarge],
  ])('%s is refused', (_, text, why) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining(why) as Error)
  })
})

describe('text', () => {
  it('comes line by line, wherever its pieces are cut', async () => {
    expect(await collected(textLines(inChunks('ä\r\nb\n\nc', 1)))).toEqual(['ä', 'b', '', 'c'])
  })

  it('of one endless line is refused', async () => {
    await expect(collected(textLines(inChunks('x'.repeat(5000)), 1000))).rejects.toMatchObject(tooLarge)
  })

  it('in another encoding is refused', async () => {
    await expect(wholeText(inChunks(Buffer.from('ä', 'latin1')))).rejects.toMatchObject(malformed)
    await expect(collected(textLines(inChunks(Buffer.from('ä\n', 'latin1'))))).rejects.toMatchObject(malformed)
  })
})
