import type { CredentialIn, NewCredentialIn, PasskeyOptionsOut } from "@/api/schema.gen";

/** Somebody closed the browser's dialog, or let its time run out: nothing to complain about. */
export class PasskeyCancelled extends Error {
  constructor(cause: unknown) {
    super("No passkey was chosen", { cause });
    this.name = "PasskeyCancelled";
  }
}

/** Whether this browser can have passkeys here: it is new enough, and the page is secure. */
export function hasPasskeys(): boolean {
  return (
    typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function"
  );
}

type Options = PasskeyOptionsOut["options"];

/** What the browser says with a passkey that its user chose. Throws PasskeyCancelled. */
export async function answerWithPasskey(options: Options): Promise<CredentialIn> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    // The server wrote them as the standard says; its schema has them as any object.
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return written(await asked(() => navigator.credentials.get({ publicKey }))) as CredentialIn;
}

/** A new passkey in the browser or a key. Throws PasskeyCancelled. */
export async function makePasskey(options: Options): Promise<NewCredentialIn> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON, // as above
  );
  return written(await asked(() => navigator.credentials.create({ publicKey }))) as NewCredentialIn;
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  const credential = await ask().catch((error: unknown) => {
    const isOver =
      error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name);
    throw isOver ? new PasskeyCancelled(error) : error;
  });
  if (credential === null) throw new PasskeyCancelled(null);
  return credential as PublicKeyCredential; // that is what `publicKey` asks for
}

/** As the standard writes it (`toJSON`), which is what the server reads. */
const written = (credential: PublicKeyCredential): unknown => credential.toJSON();
