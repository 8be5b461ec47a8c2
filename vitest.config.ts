import { defineConfig } from 'vitest/config'

// One project a kind of test: a kind says by its file ending what it needs (CONTRIBUTING.md, "Tests").
const exclude = ['**/node_modules/**', '**/.build/**', '**/dist/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'tests/repository/**/*.test.ts'],
          exclude: [...exclude, '**/*.db.test.ts', '**/*.e2e.test.ts'],
        },
      },
    ],
  },
})
