import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { versionSchemeNames } from './index.ts'

const files = ['README.md', 'compare.ts', 'compare.test.ts', 'key.ts', 'key.test.ts', 'problem.ts', 'problem.test.ts']
const headings = ['Rule', 'Source', 'What is no valid version', 'Key']

it.each(versionSchemeNames)('%s has the files and the README headings of every scheme', scheme => {
  const inFolder = (file: string): URL => new URL(`./${scheme}/${file}`, import.meta.url)
  expect(files.filter(file => !existsSync(inFolder(file)))).toEqual([])
  const readme = readFileSync(inFolder('README.md'), 'utf8')
  expect(readme.match(/^# .*$/m)?.[0]).toMatch(new RegExp(`^# ${scheme}: `))
  expect([...readme.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings)
})
