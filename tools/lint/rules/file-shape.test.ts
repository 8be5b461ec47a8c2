import { claim } from '../rule-examples.ts'
import { fileShape } from './file-shape.ts'

claim(fileShape, {
  bad: [
    ['packages/domain/src/jobWindow.ts', ''],
    ['packages/domain/src/JobWindow.ts', ''],
    ['packages/domain/src/job_window.ts', ''],
    ['packages/server/src/utils.ts', ''],
    ['packages/server/src/http/helpers.ts', ''],
    ['packages/server/src/lib/window.ts', ''],
    ['packages/domain/src/window.ts', '\n'.repeat(401)],
  ],
  good: [
    ['packages/domain/src/job-window.ts', '\n'.repeat(400)],
    ['packages/domain/src/job-window.db.test.ts', ''],
    ['packages/web/src/pages/JobPage.tsx', ''],
    ['packages/web/src/vite-env.d.ts', ''],
    ['packages/cli/bin/patchyard.mjs', ''],
  ],
})
