import type { Feed } from '../../feed/feed.ts'
import { readKbTable } from './parse.ts'

export const kbSupersedence: Feed = {
  name: 'kb-supersedence',
  reader: 1,
  title: 'KB supersedence table',
  publisher: 'Windows Exploit Suggester NG, from data of the Microsoft Security Response Center',
  terms: {
    licence: 'BSD-3-Clause',
    attribution: 'KB table by the WES-NG project (BSD-3-Clause), from data of the Microsoft Security Response Center',
    mayRedistribute: true,
  },
  options: {},
  documents: [
    {
      name: 'definitions',
      url: 'https://raw.githubusercontent.com/bitsadmin/wesng/master/definitions.zip',
      // 4.1 MB and 136 MB in 2026-06; 15 s and 250 MiB on a busy machine.
      limits: { bytes: 20_000_000, unpackedBytes: 500_000_000, ms: 120_000, heapMiB: 512 },
      members: 'table',
      isWhole: true,
    },
    {
      name: 'table',
      url: null,
      limits: { bytes: 500_000_000, unpackedBytes: 500_000_000, ms: 120_000, heapMiB: 512 },
      isWhole: true,
    },
  ],
  read: readKbTable,
}
