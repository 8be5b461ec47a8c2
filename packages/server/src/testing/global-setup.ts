import type { TestProject } from 'vitest/node'
import { startTestCluster } from './test-cluster.ts'
import './provided.ts'

/** Once a run: one PostgreSQL for all test files, gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  project.provide('patchyardDatabase', cluster.provided)
  return () => cluster.stop()
}
