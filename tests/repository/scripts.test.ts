import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { read, root } from './checkout.ts'

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

describe.each(Object.entries(scripts))('npm run %s', (_, command) => {
  it('leaves no shell between npm and us, which would die of a signal and leave the server behind', () => {
    expect(command).toMatch(/^exec node tools\//)
  })

  it('runs a tool that any Node can start', () => {
    expect(existsSync(join(root, command.split(' ')[2] ?? ''))).toBe(true)
  })
})
