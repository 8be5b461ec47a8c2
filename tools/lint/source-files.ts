import { globSync, readFileSync } from 'node:fs'
import { parseSource, type Source } from './source.ts'

const roots = ['packages/*/src', 'packages/*/bin', 'tools', 'tests', 'bench']

// Recorded and generated text is not ours to shape.
const exclude = ['**/node_modules/**', '**/dist/**', '**/.build/**', '**/fixtures/**', '**/vectors/**', '**/*.gen.*']

const find = (...patterns: readonly string[]): string[] => globSync(patterns, { exclude }).sort()

/** Every source file of the checkout, parsed. */
export const readSources = (): Source[] =>
  find(...roots.map(root => `${root}/**/*.{ts,tsx,mjs}`), 'packages/*/*.config.ts', '*.config.ts').map(path =>
    parseSource(path, readFileSync(path, 'utf8')),
  )

export const readSqlFiles = (): { path: string; text: string }[] =>
  find(...roots.map(root => `${root}/**/*.sql`)).map(path => ({ path, text: readFileSync(path, 'utf8') }))
