import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { checkedInFiles, isRecorded, read, root } from './checkout.ts'

const pages = checkedInFiles().filter(path => path.endsWith('.md') && !isRecorded(path) && existsSync(join(root, path)))

/** GitHub's name for a heading. */
const anchor = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchors = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading))

/** Links and pictures of a page that lead nowhere inside the repository. */
function brokenLinks(page: string): string[] {
  const text = read(page)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target))
    .filter(target => {
      const [path = '', fragment] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, file))) return true
      return fragment !== undefined && file.endsWith('.md') && !anchors(file).includes(fragment)
    })
}

it.each(pages)('links of %s lead somewhere', page => {
  expect(brokenLinks(page)).toEqual([])
})

it('commands in the pages exist', () => {
  const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
  const used = pages.flatMap(page =>
    [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => `${page}: ${name}`),
  )
  expect(used.filter(use => !scripts.includes(use.split(': ')[1] ?? ''))).toEqual([])
})
