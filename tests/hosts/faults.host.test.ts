import { holdLock, smallDisk, smallDiskOn, startUnderStrace, straceAttach } from '@patchyard/testkit/faults'
import { baseLayer, chrootHost, type ChrootHost, waitUntil, whyNoHosts } from '@patchyard/testkit/hosts'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const reason = whyNoHosts()

describe.skipIf(reason !== undefined)(`faults on real machines${reason === undefined ? '' : ` (${reason})`}`, () => {
  let host: ChrootHost

  beforeAll(async () => {
    host = await chrootHost({ layer: await baseLayer('debian12') })
  })

  afterAll(() => host.destroy())

  test.each([
    ['dpkg-frontend', ['apt-get', 'install', '-y', 'grove-hazel'], 'lock-frontend'],
    ['dpkg', ['dpkg', '--configure', '-a'], 'lock'],
    ['apt-lists', ['apt-get', 'update'], 'lists/lock'],
    ['apt-archives', ['apt-get', 'install', '-y', '--download-only', 'grove-hazel'], 'archives/lock'],
  ] as const)('somebody who has the %s lock is met by %j', async (lock, command, named) => {
    await using held = await holdLock(host, lock)
    const blocked = await host.exec(command)
    expect(blocked.status).not.toBe(0)
    expect(blocked.stderr).toContain(named)
    await expect(holdLock(host, lock)).rejects.toThrow('not taken')
    await held.release()
    await using again = await holdLock(host, lock)
    expect(again).toBeDefined()
  })

  test('apt waits for a lock as long as it is told and goes on when it is free', async () => {
    const held = await holdLock(host, 'dpkg-frontend')
    const waiting = host.exec(['apt-get', '-y', '-qq', '-o', 'DPkg::Lock::Timeout=30', 'install', 'grove-holly'])
    await waitUntil('apt at the lock', async () => (await host.exec(['pgrep', '-x', 'apt-get'])).status === 0)
    await held.release()
    expect((await waiting).status).toBe(0)
  })

  test('the third write fails as told and the others do not', async () => {
    const script = 'echo one > /tmp/a; echo two > /tmp/b; echo three > /tmp/c || true; echo four > /tmp/d'
    const running = await startUnderStrace(host, ['/bin/sh', '-c', script], {
      faults: [{ call: 'write', when: 3, error: 'ENOSPC' }],
    })
    await Promise.all([once(running.child, 'exit'), running.strace.ended])
    expect(running.strace.injected()).toHaveLength(1)
    expect(running.strace.injected()[0]).toContain('ENOSPC')
    expect(await host.sh('cat /tmp/a /tmp/b /tmp/c /tmp/d')).toBe('one\ntwo\nfour\n')
  })

  test('a process killed at a call has not made it', async () => {
    const running = await startUnderStrace(
      host,
      ['/bin/sh', '-c', 'mkdir /tmp/first; exec mv /tmp/first /tmp/second'],
      {
        faults: [{ call: '?rename,?renameat,renameat2', signal: 'SIGKILL', when: 1 }],
      },
    )
    await once(running.child, 'exit')
    expect(await host.exists('/tmp/first')).toBe(true)
    expect(await host.exists('/tmp/second')).toBe(false)
  })

  test('only calls on the named file are met; the calls of one run can be counted before faults are put in', async () => {
    const command = ['/bin/sh', '-c', 'echo x > /tmp/other; echo y > /tmp/named; rm /tmp/named']
    const counted = await startUnderStrace(host, command, { trace: 'openat,unlinkat', paths: ['/tmp/named'] })
    await Promise.all([once(counted.child, 'exit'), counted.strace.ended])
    expect(counted.strace.calls().filter(line => /\b(openat|unlinkat)\(/.test(line))).toHaveLength(2)
  })

  test('strace lets go of a process, which runs on', async () => {
    const running = host.start(['/bin/sh', '-c', 'while :; do sleep 0.05; done'])
    const pid = await running.pid()
    const strace = await straceAttach(pid, { trace: 'clone,vfork' })
    await waitUntil('a traced call', () => strace.calls().length > 2)
    await strace.detach()
    expect(existsSync(`/proc/${String(pid)}`)).toBe(true)
    process.kill(pid, 'SIGKILL')
  })

  test('a small disk over a folder of a host keeps its content, runs full, and is as before afterwards', async () => {
    await using disk = await smallDiskOn(host, '/var/lib/dpkg', 8 * 1024 * 1024)
    expect(await host.sh('dpkg -s grove-alder')).toContain('Status: install ok installed')
    await disk.fill()
    const full = await host.exec(['apt-get', '-y', '-qq', 'install', 'grove-elder'])
    expect(full.status).not.toBe(0)
    expect(full.stdout + full.stderr).toMatch(/No space left|not enough/i)
    await disk.empty()
    expect((await host.exec(['apt-get', '-y', '-qq', '-f', 'install'])).status).toBe(0)
  })

  test('a small disk on this machine is full for the process that writes there', async () => {
    await using disk = await smallDisk(256 * 1024)
    await disk.fill()
    expect(() => writeFileSync(join(disk.path, 'one-more'), 'x'.repeat(5000))).toThrow('ENOSPC')
    await disk.empty()
    writeFileSync(join(disk.path, 'one-more'), 'x')
  })
})
