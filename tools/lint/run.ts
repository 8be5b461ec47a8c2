// npm run lint [-- STEP …]
import { lintSteps } from './steps.ts'

const wanted = process.argv.slice(2)
for (const step of lintSteps) {
  if (wanted.length > 0 && !wanted.includes(step.name)) continue
  const errors = await step.run()
  console.log(`${step.name}: ${errors === 0 ? 'nothing to say' : `${errors} ${errors === 1 ? 'error' : 'errors'}`}`)
  if (errors > 0) process.exitCode = 1
}
