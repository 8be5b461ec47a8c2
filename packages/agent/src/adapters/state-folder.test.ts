import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { isAgentLocked, takeAgentLock } from './agent-lock.ts'
import { openStateFolder } from './state-folder.ts'

const folders: string[] = []
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'patchyard-state-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

describe('state folder', () => {
  it('is made with mode 0700', () => {
    const path = join(folder(), 'state')
    openStateFolder(path)
    expect(lstatSync(path).mode & 0o777).toBe(0o700)
  })

  it.each<[string, (path: string) => void]>([
    [
      'readable by others',
      path => {
        mkdirSync(path)
        chmodSync(path, 0o750)
      },
    ],
    [
      'a link',
      path => {
        mkdirSync(`${path}-target`, { mode: 0o700 })
        symlinkSync(`${path}-target`, path)
      },
    ],
    ['a file', path => writeFileSync(path, '')],
  ])('%s is refused', (_, make) => {
    const path = join(folder(), 'state')
    make(path)
    expect(() => openStateFolder(path)).toThrow(expect.objectContaining({ code: 'E_STATE_FOLDER' }))
  })

  it('keeps a secret once, 0600, under any umask', () => {
    const before = process.umask(0)
    try {
      const { path, secrets } = openStateFolder(join(folder(), 'state'))
      secrets.create('agent', Uint8Array.of(1, 2, 3))
      expect(lstatSync(join(path, 'agent.key')).mode & 0o777).toBe(0o600)
      expect(secrets.read('agent')).toEqual(Uint8Array.of(1, 2, 3))
      expect(() => secrets.create('agent', Uint8Array.of(4))).toThrow(
        expect.objectContaining({ code: 'E_SECRET_EXISTS' }),
      )
      expect(secrets.read('agent')).toEqual(Uint8Array.of(1, 2, 3))
      expect(readdirSync(path)).toEqual(['agent.key'])
    } finally {
      process.umask(before)
    }
  })

  it.each<[string, (path: string) => void]>([
    ['readable by others', path => chmodSync(path, 0o640)],
    ['with a second name', path => linkSync(path, `${path}-second`)],
    [
      'behind a link',
      path => {
        rmSync(path)
        writeFileSync(`${path}-target`, 'x', { mode: 0o600 })
        symlinkSync(`${path}-target`, path)
      },
    ],
  ])('a secret %s is refused', (_, spoil) => {
    const { path, secrets } = openStateFolder(join(folder(), 'state'))
    secrets.create('agent', Uint8Array.of(1))
    spoil(join(path, 'agent.key'))
    expect(() => secrets.read('agent')).toThrow(expect.objectContaining({ code: 'E_SECRET_LOOSE' }))
  })

  it('a try that was cut off leaves nothing in the way', () => {
    const { path, secrets } = openStateFolder(join(folder(), 'state'))
    writeFileSync(join(path, 'agent.key.unfinished'), 'ha')
    secrets.create('agent', Uint8Array.of(1))
    expect(secrets.read('agent')).toEqual(Uint8Array.of(1))
  })

  it('a fault that the journal could not hold is left for the next process, once', () => {
    const { path, takeFault, leaveFault } = openStateFolder(join(folder(), 'state'))
    expect(takeFault()).toBe(null)
    leaveFault('journal: disk I/O error')
    expect(openStateFolder(path).takeFault()).toBe('journal: disk I/O error')
    expect(takeFault()).toBe(null)
    rmSync(path, { recursive: true })
    leaveFault('nowhere')
  })

  it('the next key takes the place of the first', () => {
    const { secrets } = openStateFolder(join(folder(), 'state'))
    secrets.create('agent', Uint8Array.of(1))
    secrets.create('next', Uint8Array.of(2))
    secrets.promoteNextKey()
    expect([secrets.read('agent'), secrets.read('next')]).toEqual([Uint8Array.of(2), null])
    expect(() => secrets.promoteNextKey()).toThrow(expect.objectContaining({ code: 'E_SECRET_IO' }))
  })
})

describe('agent lock', () => {
  it('belongs to one process, names it, and is gone with it, however it dies', async () => {
    const { path } = openStateFolder(join(folder(), 'state'))
    const module = new URL('./agent-lock.ts', import.meta.url).href
    // Nobody keeps what it returns; a collection must not give the lock away.
    const program = `
      const { takeAgentLock } = await import(${JSON.stringify(module)})
      takeAgentLock(${JSON.stringify(path)}, 'b1')
      gc()
      setTimeout(() => { gc(); console.log('held') }, 10)
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await once(child.stdout, 'data')
      expect(isAgentLocked(path)).toBe(true)
      expect(() => takeAgentLock(path, 'b1')).toThrow(
        expect.objectContaining({
          code: 'E_AGENT_RUNNING',
          message: expect.stringContaining(`process ${child.pid}, boot b1`),
        }),
      )
    } finally {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    expect(isAgentLocked(path)).toBe(false)
    takeAgentLock(path, 'b2').release()
    takeAgentLock(path, 'b2').release()
  })
})
