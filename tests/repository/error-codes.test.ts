import { localProblemCodes, scanProblemCodes } from '@patchyard/agent'
import { agentProblemCodes } from '@patchyard/protocol'
import { queryProblemCodes } from '@patchyard/query'
import { describe, expect, it } from 'vitest'
import { checkedInFiles, read } from './checkout.ts'

// docs/errors.md is written by the server, which may not import agent or command line. Here all of them meet. That the page is
// what the server's tables say, and that the server uses each of its codes, is tested beside the tables.

/** Codes of one section of the page, in its order. */
function explained(section: string): string[] {
  const text = read('docs/errors.md').split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(match => match[1] ?? '')
}

/** Product sources: no tests, no twins, not the tables themselves. */
function sources(folders: RegExp): string {
  return checkedInFiles()
    .filter(path => folders.test(path) && /\.tsx?$/.test(path))
    .filter(path => !/\.test\.tsx?$|\/testing\/|^packages\/testkit\/|^packages\/server\/src\/errors\//.test(path))
    .map(read)
    .join('\n')
}

const found = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(match => match[1] ?? ''))].sort()

const sorted = (codes: readonly string[]): string[] => [...codes].sort()

describe('every code of every package stands in docs/errors.md, and every code there in its package', () => {
  const commandLine = explained('The operators’ command line')
  const agent = explained('The agent’s program')
  const defects = explained('Defects')
  const queries = explained('Mistakes in queries')

  it('E_ codes of all packages', () => {
    const known = sorted([...commandLine, ...agent, ...queries, ...defects].filter(code => code.startsWith('E_')))
    expect(known).toEqual(found(sources(/^packages\/[^/]+\/src\//), /'(E_[A-Z]+(?:_[A-Z]+)*)'/g))
  })

  it('the agent’s program has E_ codes alone, and none of the command line', () => {
    expect(agent.filter(code => !code.startsWith('E_') || commandLine.includes(code))).toEqual([])
    expect(sorted(agent)).toEqual(found(sources(/^packages\/agent\/src\//), /'(E_[A-Z]+(?:_[A-Z]+)*)'/g))
  })

  it('the other codes of the command line', () => {
    const cli = sources(/^packages\/(cli\/src|api\/src\/client)/)
    const thrown = found(cli, /new CliConfigError\(\s*'([a-z_]+)'/g)
    const own = found(cli, /readonly code = '([a-z_]+)'/g)
    expect(sorted(commandLine.filter(code => !code.startsWith('E_')))).toEqual(sorted([...thrown, ...own]))
  })

  it.each([
    ['Mistakes in queries', queryProblemCodes],
    ['What agents report of themselves', localProblemCodes],
    ['Refusals of agents', agentProblemCodes],
    ['Why a scan is partial or failed', scanProblemCodes],
  ])('%s', (section, codes) => {
    expect(sorted(explained(section))).toEqual(sorted(codes))
  })
})

it('the exit codes of the agent are the same in the code, its help, its README and the page', () => {
  const code = read('packages/agent/src/commands/exit-codes.ts')
  const want = found(code, /^ {2}\w+: (\d),$/gm).filter(one => one !== '0')
  expect(want).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  const listed = (path: string): string => read(path).split(/Exit codes/)[1] ?? ''
  for (const path of ['packages/agent/src/main.ts', 'packages/agent/README.md', 'docs/errors.md']) {
    const text = listed(path).split(/`\n|Installer|\n\n/)[0] ?? ''
    expect([path, found(text, /(?:^|[ \n])(\d) /g).filter(one => one !== '0')]).toEqual([path, want])
  }
})
