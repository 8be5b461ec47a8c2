import type { FastifyReply } from 'fastify'
import type { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import { everyItem } from '../paging/every-item.ts'
import { csvAnswer } from './csv-answer.ts'

/** All pages of a list as a file with every column of its items: the twin of a list that has some thousand items at most. */
export async function wholeListAnswer<T extends object>(
  reply: FastifyReply,
  fileName: string,
  item: TSchema & { readonly properties: object },
  page: Parameters<typeof everyItem<T>>[0],
): Promise<Readable> {
  return csvAnswer(reply, fileName, item, await everyItem(page))
}
