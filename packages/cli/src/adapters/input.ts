import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** One line, not echoed on a terminal; otherwise the first line of standard input. */
export async function readSecretLine(prompt: string): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) {
    for await (const line of createInterface({ input: stdin })) return line
    return ''
  }
  stderr.write(prompt)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: true })
  return new Promise(resolve => {
    lines.question('', answer => {
      lines.close()
      stderr.write('\n')
      resolve(answer)
    })
  })
}

export async function readAllInput(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

export const readTextFile = (path: string): Promise<string> => readFile(path, 'utf8')

/** Bytes of a file in pieces, or of standard input for `-`. */
export const readPieces = (path: string): AsyncIterable<Uint8Array> =>
  path === '-' ? (process.stdin as AsyncIterable<Buffer>) : createReadStream(path)
