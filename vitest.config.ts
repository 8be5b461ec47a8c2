import { defineConfig } from 'vitest/config'
import { LongFirst } from './tools/test/long-first.ts'
import { excludedBy, testProjects } from './tools/test/projects.ts'

export default defineConfig({
  test: {
    allowOnly: false,
    sequence: { sequencer: LongFirst },
    projects: testProjects.map(project => {
      const { globalSetup = [], ...options } = project.options
      return {
        test: {
          name: project.name,
          include: [...project.include],
          exclude: excludedBy(project),
          globalSetup: [...globalSetup],
          ...options,
        },
      }
    }),
  },
})
