/**
 * One way of reading a streamed answer: asks at a base URL of the vendor's API, reads to the end, and calls `got` with the
 * amount of each piece as it comes.
 */
export type Client = (baseUrl: string, got: (amount: number) => void) => Promise<void>;
