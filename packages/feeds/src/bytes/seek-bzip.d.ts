/** What we use of it; the package has no types. */
declare module 'seek-bzip' {
  interface Input {
    readByte(): number
    read(into: Uint8Array, from: number, length: number): number
    eof(): boolean
  }
  interface Output {
    writeByte(byte: number): void
  }
  const Bunzip: {
    decode(input: Input, output: Output, multistream: boolean): void
  }
  export default Bunzip
}
