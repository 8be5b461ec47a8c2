/** One request to a server: HTTP in the fleet's process, a function call in a test or the simulator. */
export interface Exchange {
  (request: ExchangeRequest): Promise<ExchangeReply>
}

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface ExchangeReply {
  readonly status: number
  readonly body: Buffer
}
