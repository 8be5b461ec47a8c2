import { stripVTControlCharacters } from 'node:util'
import { ensureBuilt } from '../house/built.mjs'
import { lintSteps } from '../lint/steps.ts'
import type { Outcome } from './outcome.ts'
import { runTool } from './run-command.ts'

/** A check counts as one passed test, or as many failed ones as it found errors. */
export const checked = (errors: number): Outcome => ({ passed: errors === 0 ? 1 : 0, failed: errors, skips: [] })

export async function checkTypes(): Promise<Outcome> {
  const { code, output } = await runTool('typescript/bin/tsc', ['-b'])
  const errors = stripVTControlCharacters(output).match(/error TS\d+:/g)?.length ?? 0
  return checked(code === 0 ? errors : Math.max(errors, 1))
}

export async function checkLint(): Promise<Outcome> {
  let [passed, failed] = [0, 0]
  for (const step of lintSteps) {
    const errors = await step.run()
    if (errors === 0) passed += 1
    else console.log(`lint ${step.name}: ${errors} ${errors === 1 ? 'error' : 'errors'}`)
    failed += errors
  }
  return { passed, failed, skips: [] }
}

export async function checkBuild(): Promise<Outcome> {
  try {
    ensureBuilt(process.execPath)
    return checked(0)
  } catch (error) {
    console.log(error instanceof Error ? error.message : error)
    return checked(1)
  }
}
