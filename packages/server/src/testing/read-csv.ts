/**
 * Reads CSV by the grammar of RFC 4180 §2, written from it and not from our writer. Throws on anything that the grammar does
 * not allow: a lone quote, text behind a closing quote, a last record without its line end.
 */
export function readCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let at = 0
  while (at < text.length) {
    let field = ''
    if (text[at] === '"') {
      at += 1
      for (;;) {
        if (at >= text.length) throw new Error('a quoted field does not end')
        if (text[at] === '"' && text[at + 1] === '"') {
          field += '"'
          at += 2
        } else if (text[at] === '"') {
          at += 1
          break
        } else {
          field += text[at]
          at += 1
        }
      }
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n')
          throw new Error(`${JSON.stringify(text[at])} in a field without quotes`)
        field += text[at]
        at += 1
      }
    }
    record.push(field)
    if (text[at] === ',') {
      at += 1
      if (at === text.length) throw new Error('the file ends within a record')
    } else if (text.startsWith('\r\n', at)) {
      at += 2
      records.push(record)
      record = []
    } else {
      throw new Error(`a field is followed by ${JSON.stringify(text.slice(at, at + 2))}`)
    }
  }
  return records
}
