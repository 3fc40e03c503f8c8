/** The token of the `Authorization` header; something that is no token of ours counts as an ended one, not as none. */
export function bearerToken({ authorization }: { readonly authorization?: string | undefined }): string | null {
  return authorization === undefined ? null : authorization.replace(/^Bearer +/i, '');
}
