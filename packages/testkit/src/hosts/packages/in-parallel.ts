import { availableParallelism } from 'node:os'

/** Maps with as many calls under way as this machine has processors; results in the order of `items`. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}
