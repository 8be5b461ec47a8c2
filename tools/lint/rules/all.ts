import type { Rule } from '../rule.ts'
import { fileShape } from './file-shape.ts'
import { noBareRandom } from './no-bare-random.ts'
import { noBareTime } from './no-bare-time.ts'
import { noBuiltSql } from './no-built-sql.ts'
import { noDynamicCode } from './no-dynamic-code.ts'
import { noMachineImports } from './no-machine-imports.ts'
import { noProcessEnv } from './no-process-env.ts'
import { noRawHtml } from './no-raw-html.ts'
import { noShell } from './no-shell.ts'
import { noSilentTests } from './no-silent-tests.ts'
import { noSqlClock } from './no-sql-clock.ts'
import { noTimedAssertions } from './no-timed-assertions.ts'

export const rules: readonly Rule[] = [
  noBareTime,
  noBareRandom,
  noMachineImports,
  noProcessEnv,
  noDynamicCode,
  noBuiltSql,
  noSqlClock,
  noRawHtml,
  noShell,
  noSilentTests,
  noTimedAssertions,
  fileShape,
]
