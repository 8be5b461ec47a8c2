/** What a TLS server presents, PEM. */
export interface TlsMaterial {
  /** The server's certificate, with the certificates between it and its authority behind it. */
  readonly cert: string
  readonly key: string
  /** Certificate of our own authority; null when it is somebody else's. */
  readonly ca: string | null
}
