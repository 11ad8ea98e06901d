/** Where bearer tokens come from. */
export interface AccessTokenSource {
  /**
   * A token to sign with, from memory while it is good. With `renew` the present one was refused: get another. A failure is
   * an error of its own, never a `TransportError`, which speaks of the far side of the call. Passing trouble has the `code`
   * `token-unavailable` and is tried again.
   */
  getToken(options?: { signal?: AbortSignal | undefined; renew?: boolean | undefined }): Promise<string>;
}
