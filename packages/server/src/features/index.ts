import type { ServerContext } from '../server-context.ts'

/**
 * The one place where features are put together, in the order of their dependencies. Each feature is made by a factory
 * `create<Feature>({ database, clock, … })` and adds its routes with `context.routes.add([...])`.
 */
export async function registerFeatures(_context: ServerContext): Promise<void> {}
