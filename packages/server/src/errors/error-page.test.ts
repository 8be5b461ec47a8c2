import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, test } from 'vitest'
import { errorPage } from './error-page.ts'
import { errorRegistry } from './registry.ts'
import { startErrors } from './start-error.ts'

const source = fileURLToPath(new URL('..', import.meta.url))

async function sources(): Promise<string> {
  const texts: string[] = []
  for await (const file of glob('**/*.ts', { cwd: source })) {
    const isProduct = !/\.test\.ts$|^testing\/|-errors\.ts$|errors\/(start-error|error-page)\.ts$/.test(file)
    if (isProduct) texts.push(await readFile(`${source}/${file}`, 'utf8'))
  }
  return texts.join('\n')
}

test('docs/errors.md is what the code says', async () => {
  // After a change: node packages/server/src/errors/adapters/write-error-page.ts
  expect(await readFile(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorPage())
})

describe('every code that is explained exists in the code, too', () => {
  it.each([
    ['answers', Object.keys(errorRegistry)],
    ['starts', Object.keys(startErrors)],
  ])('%s', async (_what, codes) => {
    const text = await sources()
    const isUsed = (code: string): boolean => text.includes(`'${code}'`) || text.includes(`\`${code}: `)
    expect(codes.filter(code => !isUsed(code))).toEqual([])
  })
})

test('codes are lower case words, statuses are those of errors, texts are sentences', () => {
  for (const [code, entry] of Object.entries(errorRegistry)) {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(entry.status).toBeGreaterThanOrEqual(400)
    expect(entry.status).toBeLessThan(600)
    expect(entry.title).toMatch(/^[A-Z].*[^.]$/)
    expect(entry.todo).toMatch(/^.*[.`…]$/)
  }
})
