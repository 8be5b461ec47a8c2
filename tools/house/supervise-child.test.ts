import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'

const supervisor = new URL('./supervise-child.mjs', import.meta.url).href

/** Starts a parent that stands in for a child running `code`; resolves when the child has said "ready". */
async function start(code: string) {
  const script = `
    import { spawn } from 'node:child_process'
    import { superviseChild } from ${JSON.stringify(supervisor)}
    superviseChild(spawn(process.execPath, ['-e', ${JSON.stringify(`${code}; console.log('ready')`)}], { stdio: 'inherit' }))`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(parent.stdout, 'data')
  return parent
}

describe('a stand-in ends as its child ends', () => {
  it.each([0, 1, 3])('with exit code %d', async code => {
    const parent = await start(`process.exitCode = ${code}`)
    expect(await once(parent, 'exit')).toEqual([code, null])
  })

  it('by the same signal', async () => {
    const parent = await start('setTimeout(() => {}, 60000)')
    parent.kill('SIGTERM')
    expect(await once(parent, 'exit')).toEqual([null, 'SIGTERM'])
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('after the child has answered %s in its own way', async signal => {
    const parent = await start(`process.on('${signal}', () => process.exit(7)); setTimeout(() => {}, 60000)`)
    parent.kill(signal)
    expect(await once(parent, 'exit')).toEqual([7, null])
  })
})
