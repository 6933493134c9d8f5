/** The browser saves a file; it asks where if it is set up so. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun when `click` returns, but some browsers read the address after it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
