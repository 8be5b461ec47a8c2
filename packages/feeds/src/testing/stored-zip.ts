import { crc32, deflateRawSync } from 'node:zlib'

type Members = Readonly<Record<string, Uint8Array | string>>

/** A zip archive whose members are not compressed. */
export const storedZip = (members: Members): Uint8Array => zipOf(members, 0)

/** One whose members are deflated; its directory says of each that it is so many bytes longer than it is. */
export const deflatedZip = (members: Members, lie = 0): Uint8Array => zipOf(members, 8, lie)

function zipOf(members: Members, method: 0 | 8, lie = 0): Uint8Array {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, content] of Object.entries(members)) {
    const name = Buffer.from(path)
    const plain = Buffer.from(content)
    const bytes = method === 0 ? plain : deflateRawSync(plain)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc32(plain), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(plain.length + lie, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, bytes])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, name]))
    files.push(local)
    offset += local.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, entries, end])
}
