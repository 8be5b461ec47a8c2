// npm run bench [-- NAME …]: runs bench/NAME.ts, or all of them one after another, and prints figures as Markdown.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Bench, figuresTable, keeps } from './bench.ts'

const wanted = process.argv.slice(2)
const known = globSync('bench/*.ts', { exclude: ['**/*.test.ts'] })
  .map(path => basename(path, '.ts'))
  .sort()
const unknown = wanted.find(name => !known.includes(name))
if (unknown !== undefined || known.length === 0) {
  console.error(`there is no bench "${unknown ?? '*'}"; there are: ${known.join(', ') || 'none'}`)
  process.exit(2)
}

console.log(machine())
for (const name of wanted.length > 0 ? wanted : known) {
  const { bench } = (await import(pathToFileURL(`bench/${name}.ts`).href)) as { bench: Bench }
  console.log(`\n## ${name}\n\n${bench.about}\n\nData: ${bench.data}\n`)
  const figures = await bench.run()
  console.log(figuresTable(figures))
  if (figures.some(figure => keeps(figure) === 'no')) process.exitCode = 1
}

function machine(): string {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' })
  const all = cpus()
  const parts = [
    `${all.length} × ${all[0]?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}`,
    `commit ${stdout.trim() || 'unknown'}`,
    new Date().toISOString().slice(0, 10),
  ]
  return `Machine: ${parts.join(', ')}`
}
